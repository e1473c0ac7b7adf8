//! Turns the bytes of an answer into typed events.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use futures_util::Stream;
use http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{
    body::BodyStream,
    framing::{Decoder, Frame, Framing},
};
use crate::{Error, ErrorKind, Response};

/// What some APIs send as the data of an event after the last one.
const DONE: &str = "[DONE]";

/// The events of an answer, each as soon as it has arrived.
///
/// It is a [`Stream`]; without the traits of streams, [`next`](Self::next) does the same:
///
/// ```no_run
/// # use openapi_client_runtime::{Error, Transport, Value};
/// # async fn example(transport: &Transport) -> Result<(), Error> {
/// let mut events = transport.get("news", "/v1/news").decode_events::<Value>().await?;
/// while let Some(event) = events.next().await? {
///     println!("{}", event.data);
/// }
/// # Ok(())
/// # }
/// ```
///
/// There is no limit to how long it takes. It fails when not a byte has passed for the time that
/// `ClientBuilder::stall_timeout` sets, and when one event is larger than `ClientBuilder::max_response_bytes`. After an
/// event that cannot be decoded the next ones can still be read.
#[must_use = "events arrive while they are read"]
pub struct EventStream<T> {
    body: BodyStream,
    decoder: Decoder,
    decode: Decode<T>,
    is_over: bool,
}

/// Decodes an event; nothing for one that has no value.
type Decode<T> = fn(&Response, Frame) -> Option<Result<Event<T>, Error>>;

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// What it says.
    pub data: T,
    /// What kind of event it is, if the API says so.
    pub event: Option<String>,
    /// The last id that the API has given to an event.
    pub id: Option<String>,
    /// How long to wait before connecting again, if the API has said so.
    pub retry: Option<Duration>,
}

impl<T> Event<T> {
    fn new(data: T, frame: Frame) -> Self {
        let Frame { event, id, retry, .. } = frame;
        Self { data, event, id, retry }
    }
}

/// Decodes the data of an event as JSON; an event without data has no value.
pub(crate) fn json<T: DeserializeOwned>(
    response: &Response,
    mut frame: Frame,
) -> Option<Result<Event<T>, Error>> {
    let text = std::mem::take(&mut frame.data);
    if text.trim_ascii().is_empty() {
        return None;
    }
    let data = serde_json::from_str(&text).or_else(|error| match as_text(&text) {
        // Between events of JSON may be words, for which the type may have room as texts.
        Some(data) if !error.is_data() => Ok(data),
        // Decoded again by what knows how to say at which place it went wrong.
        _ => Response { body: text.into(), ..response.clone() }.json(),
    });
    Some(data.map(|data| Event::new(data, frame)))
}

fn as_text<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(Value::String(text.to_owned())).ok()
}

/// Decodes an object that has the data of an event beside its other fields, as some documents describe events.
pub(crate) fn whole<T: DeserializeOwned>(
    response: &Response,
    mut frame: Frame,
) -> Option<Result<Event<T>, Error>> {
    let text = std::mem::take(&mut frame.data);
    let of = |data: Value| {
        let mut event = Map::new();
        event.extend(frame.event.clone().map(|it| ("event".to_owned(), it.into())));
        event.extend(frame.id.clone().map(|it| ("id".to_owned(), it.into())));
        let retry = frame.retry.and_then(|it| u64::try_from(it.as_millis()).ok());
        event.extend(retry.map(|it| ("retry".to_owned(), it.into())));
        event.insert("data".to_owned(), data);
        Value::Object(event)
    };
    let as_text = of(Value::String(text.clone()));
    let as_json = serde_json::from_str(&text).map_or_else(|_| as_text.clone(), of);
    let data = T::deserialize(&as_json).or_else(|_| T::deserialize(&as_text)).or_else(|_| {
        // Decoded again by what knows how to say at which place it went wrong.
        Response { body: as_json.to_string().into(), ..response.clone() }.json()
    });
    Some(data.map(|data| Event::new(data, frame)))
}

/// Takes the data of an event as it is.
pub(crate) fn text(_: &Response, mut frame: Frame) -> Option<Result<Event<String>, Error>> {
    Some(Ok(Event::new(std::mem::take(&mut frame.data), frame)))
}

impl<T> EventStream<T> {
    pub(crate) fn new(response: Response, framing: Framing, decode: Decode<T>) -> Result<Self, Error> {
        let media_type = response.headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
        let media_type = media_type.unwrap_or_default();
        if framing == Framing::Events && media_type.to_ascii_lowercase().starts_with("application/json") {
            let message =
                "the answer is JSON and not a stream of events, for which the request may have to ask";
            return Err(response.error(ErrorKind::Decode, message));
        }
        Ok(Self { body: BodyStream::new(response), decoder: Decoder::new(framing), decode, is_over: false })
    }

    /// Returns the status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.body.status()
    }

    /// Returns the headers of the answer.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.body.headers()
    }

    /// Waits for the next event; gives `None` when all have come.
    ///
    /// # Errors
    ///
    /// Fails when the connection breaks or stalls, or when the event is not what the document promises.
    pub async fn next(&mut self) -> Result<Option<Event<T>>, Error> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    fn decoded(&mut self, frame: Frame) -> Option<Result<Event<T>, Error>> {
        if frame.data == DONE {
            self.is_over = true;
            return None;
        }
        match self.check_size(frame.data.len()) {
            Ok(()) => (self.decode)(&self.body.response, frame),
            Err(error) => Some(Err(error)),
        }
    }

    fn check_size(&mut self, size: usize) -> Result<(), Error> {
        let limit = self.body.response.transport.settings().max_response_bytes;
        if size as u64 <= limit {
            return Ok(());
        }
        self.is_over = true;
        let message = format!(
            "an event has more than {limit} bytes, a limit that `ClientBuilder::max_response_bytes` sets"
        );
        Err(self.body.response.error(ErrorKind::Decode, message))
    }
}

impl<T> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        while !this.is_over {
            if let Some(frame) = this.decoder.next() {
                match this.decoded(frame) {
                    None => continue,
                    event => return Poll::Ready(event),
                }
            }
            // What is complete has been taken out, so that small events may arrive together.
            if let Err(error) = this.check_size(this.decoder.held()) {
                return Poll::Ready(Some(Err(error)));
            }
            match ready!(Pin::new(&mut this.body).poll_next(context)) {
                Some(Ok(chunk)) => this.decoder.push(&chunk),
                Some(Err(error)) => {
                    this.is_over = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    this.is_over = true;
                    let last = this.decoder.finish();
                    return Poll::Ready(last.and_then(|frame| this.decoded(frame)));
                }
            }
        }
        Poll::Ready(None)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").field("body", &self.body).finish_non_exhaustive()
    }
}

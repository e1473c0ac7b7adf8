//! Turns the facts of an operation, given one after the other, into the description of a request.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    Call, Error, ErrorKind, EventStream, Form, Job, JobDescription, Requirement, Response, Retry, Server,
    Style, ToParameter, Transport, Upload,
    body::Body,
    error::CallSite,
    path,
    query::Query,
    stream::{self, Framing},
    style,
};

/// Describes a request; ends in a [`Call`] by saying how the answer is decoded.
///
/// No method fails: the first problem is kept and comes out of the call. Setting a parameter again replaces its value.
#[must_use = "a request is sent by awaiting the `Call` that one of the `decode` methods returns"]
// In a box, because each step moves it.
pub struct Request(pub(crate) Box<Description>);

/// What is known of a request.
pub(crate) struct Description {
    pub(crate) transport: Transport,
    pub(crate) site: CallSite,
    pub(crate) path: Vec<(&'static str, String)>,
    pub(crate) query: Query,
    pub(crate) headers: HeaderMap,
    /// The cookies of each parameter, by its name.
    pub(crate) cookies: Vec<(String, Vec<String>)>,
    pub(crate) security: &'static [Requirement],
    pub(crate) server: Option<Server>,
    pub(crate) body: Body,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<Retry>,
    pub(crate) job: Option<&'static JobDescription>,
    /// Whether the body of a success is left to be read by whoever asked for it.
    pub(crate) streams: bool,
    pub(crate) problem: Option<Error>,
}

/// JSON of any name is taken, and whatever else there is: a server that has no `application/json` but, say,
/// `application/vnd.api+json` would otherwise answer 406.
const JSON: &str = "application/json, */*;q=0.1";

/// What the URL and the headers say.
impl Request {
    /// Fills the placeholder `{name}` of the path. The items of a list are joined by commas.
    pub fn path(self, name: &'static str, value: impl ToParameter) -> Self {
        self.path_style(name, value, Style::default())
    }

    /// Fills the placeholder `{name}` of the path in a style of its own.
    pub fn path_style(mut self, name: &'static str, value: impl ToParameter, style: Style) -> Self {
        let value = style::simple(name, value.to_parameter(), style, path::encode).unwrap_or_default();
        self.0.path.push((name, value));
        self
    }

    /// Sets a query parameter in the usual style.
    pub fn query(self, name: &str, value: impl ToParameter) -> Self {
        self.query_style(name, value, Style::default())
    }

    /// Sets a query parameter.
    pub fn query_style(mut self, name: &str, value: impl ToParameter, style: Style) -> Self {
        self.0.query.set(name, value.to_parameter(), style);
        self
    }

    /// Sets a query parameter whose value keeps its reserved characters, such as `/` and `:`: OpenAPI's `allowReserved`.
    pub fn query_reserved(mut self, name: &str, value: impl ToParameter, style: Style) -> Self {
        self.0.query.set_reserved(name, value.to_parameter(), style);
        self
    }

    /// Sets a header. The items of a list are joined by commas.
    pub fn header(self, name: &str, value: impl ToParameter) -> Self {
        self.header_style(name, value, Style::default())
    }

    /// Sets a header in a style of its own.
    pub fn header_style(mut self, name: &str, value: impl ToParameter, style: Style) -> Self {
        let Some(value) = style::simple(name, value.to_parameter(), style, str::to_owned) else {
            return self;
        };
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            // How a body is framed is the business of whoever sends it.
            (Ok(name), Ok(_)) if [header::CONTENT_LENGTH, header::TRANSFER_ENCODING].contains(&name) => {}
            (Ok(name), Ok(value)) => drop(self.0.headers.insert(name, value)),
            (Err(_), _) => self.fail(format!("`{name}` is not the name of a header")),
            (_, Err(_)) => {
                self.fail(format!("the header `{name}` has a line break or another control character"))
            }
        }
        self
    }

    /// Sets a cookie. A list is a cookie for each item, and an object one for each member.
    pub fn cookie(self, name: &str, value: impl ToParameter) -> Self {
        self.cookie_style(name, value, Style::default())
    }

    /// Sets a cookie in a style of its own.
    pub fn cookie_style(mut self, name: &str, value: impl ToParameter, style: Style) -> Self {
        let cookies = style::cookies(name, value.to_parameter(), style);
        match self.0.cookies.iter_mut().find(|(known, _)| known == name) {
            Some(known) => known.1 = cookies,
            None => self.0.cookies.push((name.to_owned(), cookies)),
        }
        self
    }

    /// Sets which credentials the operation asks for, instead of those that the API asks for by default.
    pub fn security(mut self, alternatives: &'static [Requirement]) -> Self {
        self.0.security = alternatives;
        self
    }

    /// Sets when the request may be sent again, instead of what its method says.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.0.retry = Some(retry);
        self
    }

    /// Sets the server of the operation, which is used unless the client was given a base URL.
    pub fn server(mut self, server: impl Into<Server>) -> Self {
        self.0.server = Some(server.into());
        self
    }
}

/// What the body says. The last one that is set counts.
impl Request {
    /// Sets a JSON body.
    pub fn json<T: Serialize + ?Sized>(self, body: &T) -> Self {
        self.json_as("application/json", body)
    }

    /// Sets a JSON body with a content type of its own, such as `application/merge-patch+json`.
    pub fn json_as<T: Serialize + ?Sized>(self, content_type: &'static str, body: &T) -> Self {
        self.json_bytes(content_type, serde_json::to_vec(body))
    }

    fn json_bytes(mut self, content_type: &'static str, json: serde_json::Result<Vec<u8>>) -> Self {
        match json {
            Ok(json) => self.0.body = Body::Bytes { content_type, bytes: json.into() },
            Err(error) => self.fail(format!("the body cannot be written as JSON: {error}")),
        }
        self
    }

    /// Adds a field that the document does not list to a form or a JSON object.
    pub fn body_field(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Err(error) = self.0.body.add_field(name, value.into()) {
            self.fail_with(error);
        }
        self
    }

    /// Sets a `multipart/form-data` body.
    pub fn multipart(mut self, form: Form) -> Self {
        match form.checked() {
            Ok(form) => self.0.body = Body::Multipart(form),
            Err(error) => self.fail_with(error),
        }
        self
    }

    /// Sets an `application/x-www-form-urlencoded` body.
    pub fn form(mut self, form: Form) -> Self {
        match form.urlencoded() {
            Ok(text) => {
                self.0.body =
                    Body::Bytes { content_type: "application/x-www-form-urlencoded", bytes: text.into() }
            }
            Err(error) => self.fail_with(error),
        }
        self
    }

    /// Sets a body of text.
    pub fn text(mut self, content_type: &'static str, text: impl Into<String>) -> Self {
        self.0.body = Body::Bytes { content_type, bytes: text.into().into() };
        self
    }

    /// Sets a body of bytes, which are streamed.
    ///
    /// A content type that the upload was given goes before `content_type`, and so does the one its file name suggests
    /// where `content_type` has a wildcard.
    pub fn bytes(mut self, content_type: &'static str, upload: impl Into<Upload>) -> Self {
        self.0.body = Body::Upload { content_type, upload: upload.into() };
        self
    }
}

/// How the answer is decoded.
impl Request {
    /// Decodes the answer as JSON. An empty body is read as `null`.
    pub fn decode_json<T: DeserializeOwned>(self) -> Call<T> {
        self.accept(JSON).call(|response| response.json())
    }

    /// Decodes the answer as the receipt of a job.
    pub fn decode_job<T: DeserializeOwned, R: DeserializeOwned>(
        mut self,
        job: &'static JobDescription,
    ) -> Call<Job<T, R>> {
        self.0.job = Some(job);
        self.accept(JSON).call(Job::from_receipt)
    }

    /// Decodes the answer as text.
    pub fn decode_text(self) -> Call<String> {
        self.accept("text/plain, */*;q=0.1").call(|response| response.text())
    }

    /// Returns the body of the answer as it is.
    pub fn decode_bytes(self) -> Call<Bytes> {
        self.decode(|response| Ok(response.into_bytes()))
    }

    /// Decodes the data of each event of a `text/event-stream` as JSON, while they arrive.
    pub fn decode_events<T: DeserializeOwned>(self) -> Call<EventStream<T>> {
        let request = self.streamed("text/event-stream");
        request.call(|response| EventStream::new(response, Framing::Events, stream::json))
    }

    /// Decodes each event of a `text/event-stream` as an object with its `event`, `id`, `retry` and `data`, while they
    /// arrive.
    pub fn decode_whole_events<T: DeserializeOwned>(self) -> Call<EventStream<T>> {
        let request = self.streamed("text/event-stream");
        request.call(|response| EventStream::new(response, Framing::Events, stream::whole))
    }

    /// Returns the data of each event of a `text/event-stream` as it is, while they arrive.
    pub fn decode_event_texts(self) -> Call<EventStream<String>> {
        let request = self.streamed("text/event-stream");
        request.call(|response| EventStream::new(response, Framing::Events, stream::text))
    }

    /// Decodes each line of the answer as JSON, while they arrive.
    pub fn decode_lines<T: DeserializeOwned>(self, media_type: &'static str) -> Call<EventStream<T>> {
        let request = self.streamed(media_type);
        request.call(|response| EventStream::new(response, Framing::Lines, stream::json))
    }

    /// Decodes each record of an `application/json-seq` as JSON, while they arrive.
    pub fn decode_records<T: DeserializeOwned>(self) -> Call<EventStream<T>> {
        let request = self.streamed("application/json-seq");
        request.call(|response| EventStream::new(response, Framing::Records, stream::json))
    }

    fn streamed(self, media_type: &'static str) -> Self {
        self.accept(media_type).streams(true)
    }

    /// Reads the body of the answer, if there is one, and drops it.
    pub fn decode_empty(self) -> Call<()> {
        self.decode(|_| Ok(()))
    }

    /// Decodes the answer with a function, for operations whose statuses have different schemas.
    pub fn decode<T>(self, decode: fn(Response) -> Result<T, Error>) -> Call<T> {
        self.accept("*/*").call(decode)
    }

    fn call<T>(self, decode: fn(Response) -> Result<T, Error>) -> Call<T> {
        Call::new(self, decode)
    }

    /// Says which types of content are understood, unless a header parameter of the operation does.
    fn accept(mut self, types: &'static str) -> Self {
        match HeaderValue::from_maybe_shared(Bytes::from_static(types.as_bytes())) {
            Ok(value) => drop(self.0.headers.entry(header::ACCEPT).or_insert(value)),
            Err(_) => self.fail(format!("the media type `{types}` cannot be asked for")),
        }
        self
    }
}

// Values are not shown: some are secrets that the document describes as parameters.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CallSite { operation, method, template, .. } = &self.0.site;
        write!(f, "Request({operation} {method} {template})")
    }
}

impl Request {
    /// Sets whether the body of a success is left to be read by whoever asked for it.
    pub(crate) fn streams(mut self, streams: bool) -> Self {
        self.0.streams = streams;
        self
    }

    /// Sets how long the call may take.
    pub(crate) fn timeout(mut self, timeout: Duration) -> Self {
        self.0.timeout = Some(timeout);
        self
    }

    /// Makes the call end in this problem, unless there is one already.
    pub(crate) fn refused(mut self, problem: String) -> Self {
        self.fail(problem);
        self
    }

    fn fail(&mut self, message: String) {
        self.fail_with(Error::new(ErrorKind::Request, message));
    }

    fn fail_with(&mut self, error: Error) {
        self.0.problem.get_or_insert_with(|| error.at(&self.0.site));
    }
}

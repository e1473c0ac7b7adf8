//! Turns the description of a request into the value its answer holds, once it is awaited.

use std::{
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use serde::Serialize;

use crate::{
    BodyStream, Decoded, Error, Form, Request, Response, Retry, Style, ToParameter, Upload, Value, transport,
};

/// A call that is ready to be made.
///
/// It is made by `.await`; before that, it can be given a timeout, headers and query parameters of its own.
///
/// A call that starts a job should not be dropped while it is under way, as `select!` and `tokio::time::timeout` do: the
/// API may have accepted the job, and nobody is left to be told its id. The error of
/// [`with_timeout`](Self::with_timeout) says what is known.
#[must_use = "a call is made by `.await`"]
pub struct Call<T> {
    request: Request,
    decode: fn(Response) -> Result<T, Error>,
}

impl<T> Call<T> {
    pub(crate) fn new(request: Request, decode: fn(Response) -> Result<T, Error>) -> Self {
        Self { request, decode }
    }

    /// Sets how long this call may take, from connecting to the last byte of the answer, all attempts included.
    ///
    /// The time of an answer that is read while it arrives ends where its body begins.
    pub fn with_timeout(self, timeout: Duration) -> Self {
        self.map(|request| request.timeout(timeout))
    }

    /// Sets when this call may be sent again.
    pub fn with_retry(self, retry: Retry) -> Self {
        self.map(|request| request.retry(retry))
    }

    /// Sets a header of this call.
    pub fn with_header(self, name: &str, value: impl ToParameter) -> Self {
        self.map(|request| request.header(name, value))
    }

    /// Sets a query parameter of this call.
    pub fn with_query(self, name: &str, value: impl ToParameter) -> Self {
        self.map(|request| request.query(name, value))
    }

    /// Sets a query parameter of this call in a style of its own.
    pub fn with_query_style(self, name: &str, value: impl ToParameter, style: Style) -> Self {
        self.map(|request| request.query_style(name, value, style))
    }

    /// Adds a field that the document does not list to the body, which must be a form or a JSON object.
    pub fn with_body_field(self, name: &str, value: impl Into<Value>) -> Self {
        self.map(|request| request.body_field(name, value))
    }

    /// Makes the call and returns the value together with the status and the headers it came with.
    pub fn response(self) -> impl Future<Output = Result<Decoded<T>, Error>> + Send {
        let Self { request, decode } = self;
        let answer = transport::send(request);
        async move { Decoded::new(answer.await?, decode) }
    }

    /// Makes the call and returns the answer as it is, if it is a success.
    pub fn raw(self) -> CallFuture<Response> {
        CallFuture { answer: Box::pin(transport::send(self.request.streams(false))), decode: Ok }
    }

    /// Makes the call and returns the answer, if it is a success, before its body has arrived.
    ///
    /// The receipt of a job is read to its end, so that the job is not lost.
    pub fn raw_stream(self) -> CallFuture<BodyStream> {
        CallFuture {
            answer: Box::pin(transport::send(self.request.streams(true))),
            decode: |response| Ok(BodyStream::new(response)),
        }
    }

    fn map(self, change: impl FnOnce(Request) -> Request) -> Self {
        Self { request: change(self.request), decode: self.decode }
    }
}

/// What the setters of generated calls are made of, where the document calls it optional.
#[doc(hidden)]
impl<T> Call<T> {
    pub fn with_cookie(self, name: &str, value: impl ToParameter) -> Self {
        self.map(|request| request.cookie(name, value))
    }

    pub fn with_query_reserved(self, name: &str, value: impl ToParameter, style: Style) -> Self {
        self.map(|request| request.query_reserved(name, value, style))
    }

    pub fn with_header_style(self, name: &str, value: impl ToParameter, style: Style) -> Self {
        self.map(|request| request.header_style(name, value, style))
    }

    pub fn with_cookie_style(self, name: &str, value: impl ToParameter, style: Style) -> Self {
        self.map(|request| request.cookie_style(name, value, style))
    }

    pub fn with_json<B: Serialize + ?Sized>(self, body: &B) -> Self {
        self.map(|request| request.json(body))
    }

    pub fn with_json_as<B: Serialize + ?Sized>(self, content_type: &'static str, body: &B) -> Self {
        self.map(|request| request.json_as(content_type, body))
    }

    pub fn with_multipart(self, form: Form) -> Self {
        self.map(|request| request.multipart(form))
    }

    pub fn with_form(self, form: Form) -> Self {
        self.map(|request| request.form(form))
    }

    pub fn with_text(self, content_type: &'static str, text: impl Into<String>) -> Self {
        self.map(|request| request.text(content_type, text))
    }

    pub fn with_bytes(self, content_type: &'static str, upload: impl Into<Upload>) -> Self {
        self.map(|request| request.bytes(content_type, upload))
    }
}

impl<T> IntoFuture for Call<T> {
    type Output = Result<T, Error>;
    type IntoFuture = CallFuture<T>;

    fn into_future(self) -> CallFuture<T> {
        CallFuture { answer: Box::pin(transport::send(self.request)), decode: self.decode }
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let site = &self.request.0.site;
        write!(f, "Call({} {} {})", site.operation, site.method, site.template)
    }
}

/// A call that is being made.
// Everything before `decode` is the same code for all types of answers, so that a client with a thousand operations
// has one state machine for them.
#[must_use = "futures do nothing unless they are awaited"]
pub struct CallFuture<T> {
    answer: Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>,
    decode: fn(Response) -> Result<T, Error>,
}

impl<T> Future for CallFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.answer.as_mut().poll(context));
        Poll::Ready(answer.and_then(self.decode))
    }
}

impl<T> fmt::Debug for CallFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallFuture")
    }
}

/// Makes a type that wraps a [`Call`] awaitable, and gives it the options that every call has.
///
/// The type is a tuple struct with the call as its only field: `call! { SearchVoices -> VoiceList }` belongs to
/// `struct SearchVoices(Call<VoiceList>)`.
#[macro_export]
macro_rules! call {
    ($type:ident -> $output:ty) => {
        impl $type {
            /// Sets how long this call may take, from connecting to the last byte of the answer, all attempts included.
            #[must_use]
            pub fn with_timeout(self, timeout: ::core::time::Duration) -> Self {
                Self(self.0.with_timeout(timeout))
            }

            /// Sets when this call may be sent again.
            #[must_use]
            pub fn with_retry(self, retry: $crate::Retry) -> Self {
                Self(self.0.with_retry(retry))
            }

            /// Sets a header of this call.
            #[must_use]
            pub fn with_header(self, name: &str, value: impl $crate::ToParameter) -> Self {
                Self(self.0.with_header(name, value))
            }

            /// Sets a query parameter of this call.
            #[must_use]
            pub fn with_query(self, name: &str, value: impl $crate::ToParameter) -> Self {
                Self(self.0.with_query(name, value))
            }

            /// Adds a field that the document does not list to the body, which must be a form or a JSON object.
            #[must_use]
            pub fn with_body_field(
                self,
                name: &str,
                value: impl ::core::convert::Into<$crate::Value>,
            ) -> Self {
                Self(self.0.with_body_field(name, value))
            }

            /// Makes the call and returns the value together with the status and the headers it came with.
            pub fn response(
                self,
            ) -> impl ::core::future::Future<
                Output = ::core::result::Result<$crate::Decoded<$output>, $crate::Error>,
            > + Send {
                self.0.response()
            }

            /// Makes the call and returns the answer as it is, if it is a success.
            pub fn raw(self) -> $crate::CallFuture<$crate::Response> {
                self.0.raw()
            }

            /// Makes the call and returns the answer, if it is a success, before its body has arrived.
            pub fn raw_stream(self) -> $crate::CallFuture<$crate::BodyStream> {
                self.0.raw_stream()
            }
        }

        impl ::core::future::IntoFuture for $type {
            type Output = ::core::result::Result<$output, $crate::Error>;
            type IntoFuture = $crate::CallFuture<$output>;

            fn into_future(self) -> Self::IntoFuture {
                ::core::future::IntoFuture::into_future(self.0)
            }
        }

        impl ::core::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}

//! Operations: what is sent, and what comes back.

use super::types::{Type, TypeId};
use super::{Docs, HeadersId, Job, Parameter, Security, Server};
use crate::pointer::Pointer;

/// A group of operations: one file and one cargo feature.
#[derive(Clone, Debug)]
pub struct Tag {
    /// The name of the module.
    pub name: String,
    /// The name of the cargo feature.
    pub feature: String,
    /// The name in the document.
    pub wire_name: String,
    /// What the document says of it.
    pub docs: Docs,
    /// The operations, in the order of the document.
    pub operations: Vec<Operation>,
}

impl Tag {
    /// The name in the document of the tag that operations have if they name none.
    pub const UNTAGGED: &str = "default";

    /// Whether it is the tag of operations that name none.
    #[must_use]
    pub fn is_untagged(&self) -> bool {
        self.wire_name == Self::UNTAGGED
    }
}

/// Finds an operation in [`super::Api::tags`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OperationId {
    /// The place of its tag.
    pub tag: usize,
    /// Its place in the tag.
    pub index: usize,
}

/// One operation: one method of the client.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The name of the method.
    pub name: String,
    /// The `operationId`, or the method and path where there is none: how messages name the operation.
    pub wire_name: String,
    /// The HTTP method.
    pub method: Method,
    /// The path template, as in the document.
    pub path: String,
    /// Where it is in the document.
    pub pointer: Pointer,
    /// What the document says of it.
    pub docs: Docs,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// The arguments of the method, then what setters of the call take.
    pub parameters: Vec<Parameter>,
    /// The body that is sent.
    pub body: Option<Body>,
    /// What a further method of an operation does otherwise: it sends another body than the first one (`as multipart`),
    /// or reads as a stream what the first one waits for (`stream`).
    pub further: Option<String>,
    /// The member of the body that asks for what comes back here, which is set to true.
    pub asked_by: Option<String>,
    /// What comes back when all goes well.
    pub success: SuccessResponse,
    /// What may come back instead.
    pub errors: Vec<StatusResponse>,
    /// The headers that come with a success.
    pub headers: Option<HeadersId>,
    /// The headers that come with an error.
    pub error_headers: Option<HeadersId>,
    /// What the API posts to an address that the request names.
    pub callbacks: Vec<Callback>,
    /// The job that it starts.
    pub job: Option<Job>,
    /// What may be sent again, where that differs from what the HTTP method says.
    pub retry: Option<Retry>,
    /// The type that the method returns, where some parameters are optional.
    pub call: Option<CallType>,
    /// The credentials, where they differ from the API's.
    pub security: Option<Security>,
    /// The base URL, where it differs from the API's.
    pub server: Option<Server>,
}

impl Operation {
    /// Returns the types that stand in it, to be changed; a form and a choice by status are definitions of its own.
    pub fn types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        let body = self.body.as_mut().and_then(|it| match &mut it.content {
            BodyContent::Json(ty, _) | BodyContent::Members(ty, _) => Some(ty),
            _ => None,
        });
        let success = match &mut self.success {
            SuccessResponse::One(payload) => payload.ty_mut(),
            SuccessResponse::ByStatus(_) => None,
        };
        let parameters = self.parameters.iter_mut().map(|it| &mut it.ty);
        let errors = self.errors.iter_mut().filter_map(|it| it.payload.ty_mut());
        let callbacks = self.callbacks.iter_mut().map(|it| &mut it.payload);
        let receipt = self.job.iter_mut().map(|it| &mut it.receipt);
        parameters.chain(body).chain(success).chain(errors).chain(callbacks).chain(receipt)
    }
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// `GET`
    Get,
    /// `PUT`
    Put,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
    /// `OPTIONS`
    Options,
    /// `HEAD`
    Head,
    /// `PATCH`
    Patch,
    /// `TRACE`
    Trace,
}

impl Method {
    /// Returns the name in lower case, as documents write it.
    #[must_use]
    pub fn lower(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
        }
    }
}

/// When a request may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Whatever has happened.
    Always,
    /// When it certainly was not processed.
    Unprocessed,
    /// Not at all.
    Never,
}

impl Retry {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Always, Self::Unprocessed, Self::Never];

    /// Returns the word that documents have for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Unprocessed => "unprocessed",
            Self::Never => "never",
        }
    }
}

/// The type of a call that has setters for its optional parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallType {
    /// The name of the type.
    pub name: String,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// The name of the argument or of the setter.
    pub name: String,
    /// What it is.
    pub content: BodyContent,
    /// Whether the method takes it; otherwise a setter of the call does.
    pub required: bool,
}

/// The content of a request body.
#[derive(Clone, Debug)]
pub enum BodyContent {
    /// JSON; with the media type where it is not `application/json` itself.
    Json(Type, Option<String>),
    /// `multipart/form-data`
    Multipart(TypeId),
    /// `application/x-www-form-urlencoded`
    UrlEncoded(TypeId),
    /// A form of the members that the JSON of the value has.
    Members(Type, FormEncoding),
    /// Text of this media type.
    Text(String),
    /// Bytes of this media type.
    Binary(String),
}

/// How the fields of a form are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormEncoding {
    /// `multipart/form-data`
    Multipart,
    /// `application/x-www-form-urlencoded`
    UrlEncoded,
}

/// How values one after the other are told apart, and what each of them is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamFormat {
    /// As `text/event-stream` does; the data of each event is JSON.
    Events,
    /// As `text/event-stream` does; the data of each event is text.
    EventTexts,
    /// As `text/event-stream` does; each is an object that has the data beside the other fields of the event.
    WholeEvents,
    /// Each is JSON on a line of its own.
    Lines,
    /// Each is JSON behind a record separator, as in `application/json-seq`.
    Records,
}

/// What a successful call gives.
#[derive(Clone, Debug, PartialEq)]
pub enum SuccessResponse {
    /// The same kind of body, whatever the status.
    One(Payload),
    /// A body for each status: the type is a [`super::Shape::ByStatus`].
    ByStatus(TypeId),
}

/// A payload that the API posts to an address that the request names.
#[derive(Clone, Debug)]
pub struct Callback {
    /// The name of the callback in the document.
    pub wire_name: String,
    /// Where its operation is in the document.
    pub pointer: Pointer,
    /// What is posted.
    pub payload: Type,
}

/// The body of a response.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// None.
    Empty,
    /// JSON.
    Json(Type),
    /// Text.
    Text,
    /// Bytes.
    Binary,
    /// Values one after the other, each of which is read when it arrives.
    Stream {
        /// How they are told apart.
        format: StreamFormat,
        /// What the document calls it.
        media_type: String,
        /// The type of each.
        item: Type,
    },
}

impl Payload {
    /// Returns the type of a body, or of each value of a stream.
    #[must_use]
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Stream { item: ty, .. } => Some(ty),
            Self::Empty | Self::Text | Self::Binary => None,
        }
    }

    /// Returns the type of a body, or of each value of a stream, to be changed.
    pub fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Json(ty) | Self::Stream { item: ty, .. } => Some(ty),
            Self::Empty | Self::Text | Self::Binary => None,
        }
    }

    /// Returns the type of a JSON body.
    #[must_use]
    pub fn json(&self) -> Option<&Type> {
        if let Self::Json(ty) = self { Some(ty) } else { None }
    }
}

/// A documented response to one status, or to several.
#[derive(Clone, Debug)]
pub struct StatusResponse {
    /// The status as in the document: `404`, `4XX` or `default`.
    pub status: String,
    /// What the document says of it.
    pub docs: Docs,
    /// The body.
    pub payload: Payload,
}

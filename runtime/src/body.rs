//! Turns the content of a request into the body that is sent; can be asked again for another attempt.

use std::sync::Arc;

use bytes::Bytes;
use http::{Method, header};
use reqwest::{Request, RequestBuilder, multipart::Form as Parts};
use serde_json::Value;

use crate::{Error, ErrorKind, Form, Upload, meter::Meter, multipart, upload::Content};

/// The content of a request.
#[derive(Debug, Default)]
pub(crate) enum Body {
    #[default]
    Empty,
    Bytes {
        content_type: &'static str,
        bytes: Bytes,
    },
    Upload {
        content_type: &'static str,
        upload: Upload,
    },
    Multipart(Form),
}

impl Body {
    /// Tells whether the body has a file, and so takes longer than others.
    pub(crate) fn is_upload(&self) -> bool {
        match self {
            Self::Empty | Self::Bytes { .. } => false,
            Self::Upload { .. } => true,
            Self::Multipart(form) => form.files_of().next().is_some(),
        }
    }

    /// Tells whether the body can be sent again from its beginning.
    pub(crate) fn is_replayable(&self) -> bool {
        match self {
            Self::Empty | Self::Bytes { .. } => true,
            Self::Upload { upload, .. } => upload.is_replayable(),
            Self::Multipart(form) => form.files_of().all(Upload::is_replayable),
        }
    }

    /// Adds a field that the document does not list, in the way of the body's other fields.
    pub(crate) fn add_field(&mut self, name: &str, value: Value) -> Result<(), Error> {
        match self {
            Self::Empty => {
                let body = Value::Object([(name.to_owned(), value)].into_iter().collect());
                *self = Self::json("application/json", &body);
                Ok(())
            }
            Self::Multipart(form) => {
                form.any(name, value);
                Ok(())
            }
            Self::Bytes { content_type, bytes } if content_type.ends_with("urlencoded") => {
                let mut form = Form::new();
                form.any(name, value);
                let (mut text, field) = (bytes.to_vec(), form.urlencoded()?);
                if !text.is_empty() {
                    text.push(b'&');
                }
                text.extend_from_slice(field.as_bytes());
                *bytes = text.into();
                Ok(())
            }
            Self::Bytes { content_type, bytes } => match serde_json::from_slice(bytes) {
                Ok(Value::Object(mut members)) => {
                    members.insert(name.to_owned(), value);
                    *self = Self::json(content_type, &Value::Object(members));
                    Ok(())
                }
                _ => Err(no_fields(name)),
            },
            Self::Upload { .. } => Err(no_fields(name)),
        }
    }

    fn json(content_type: &'static str, body: &Value) -> Self {
        Self::Bytes { content_type, bytes: body.to_string().into() }
    }

    /// Opens the files of the body, for sending it once.
    pub(crate) async fn open(&self, meter: &Arc<Meter>) -> Result<OpenBody<'_>, Error> {
        match self {
            Self::Empty => Ok(OpenBody::Empty),
            Self::Bytes { content_type, bytes } => Ok(OpenBody::Bytes { content_type, bytes }),
            // Opening is boxed, because every call would have to have the room for it, and most have no file.
            Self::Upload { content_type, upload } => {
                let content = Box::pin(upload.open(meter)).await.map_err(|error| error.at("the body"))?;
                Ok(OpenBody::Upload { content_type: narrowest(content_type, upload), content })
            }
            Self::Multipart(form) => Ok(OpenBody::Multipart(Box::pin(multipart::parts(form, meter)).await?)),
        }
    }
}

/// A body whose files are open.
pub(crate) enum OpenBody<'a> {
    Empty,
    Bytes { content_type: &'static str, bytes: &'a Bytes },
    Upload { content_type: String, content: Content },
    Multipart(Parts),
}

impl OpenBody<'_> {
    /// Adds the body to a request, and the headers that describe it. What the caller calls the body goes before what the
    /// document does.
    pub(crate) fn add_to(self, mut request: Request, http: &reqwest::Client) -> RequestBuilder {
        if matches!(self, Self::Multipart(_)) {
            // A form of parts has to name its boundary.
            request.headers_mut().remove(header::CONTENT_TYPE);
        }
        let has_name = request.headers().contains_key(header::CONTENT_TYPE);
        // Some servers answer 411 to a request of these methods that does not say how long its body is.
        let needs_length = [Method::POST, Method::PUT, Method::PATCH].contains(request.method());
        let request = RequestBuilder::from_parts(http.clone(), request);
        let described = |request: RequestBuilder, content_type: &str, length: u64| {
            let request = if has_name { request } else { request.header(header::CONTENT_TYPE, content_type) };
            // An empty body would be sent without its length otherwise.
            request.header(header::CONTENT_LENGTH, length)
        };
        match self {
            Self::Empty if needs_length => request.header(header::CONTENT_LENGTH, 0),
            Self::Empty => request,
            Self::Bytes { content_type, bytes } => {
                described(request, content_type, bytes.len() as u64).body(bytes.clone())
            }
            Self::Upload { content_type, content } => {
                described(request, &content_type, content.length).body(content.body)
            }
            Self::Multipart(parts) => request.multipart(parts),
        }
    }
}

fn no_fields(name: &str) -> Error {
    let message = format!("the field `{name}` cannot be added: the body is neither a form nor a JSON object");
    Error::new(ErrorKind::Request, message)
}

/// Chooses what the content is called: as its owner says, else as the document does, unless that has a wildcard.
fn narrowest(documented: &str, upload: &Upload) -> String {
    match upload.own_content_type() {
        Some(own) => own.to_owned(),
        None if documented.contains('*') => upload.media_type(),
        None => documented.to_owned(),
    }
}

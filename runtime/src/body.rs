//! Turns the content of a request into the body that is sent; can be asked again for another attempt.

use std::sync::Arc;

use bytes::Bytes;
use http::{Method, header};
use reqwest::RequestBuilder;
use serde_json::Value;

use crate::{Error, ErrorKind, Form, Upload, meter::Meter, multipart};

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

    /// Adds the body and the headers that describe it.
    pub(crate) async fn add_to(
        &self,
        request: RequestBuilder,
        method: &Method,
        meter: &Arc<Meter>,
    ) -> Result<RequestBuilder, Error> {
        match self {
            // Some servers answer 411 to a request of these methods that does not say how long its body is.
            Self::Empty if [Method::POST, Method::PUT, Method::PATCH].contains(method) => {
                Ok(request.header(header::CONTENT_LENGTH, 0))
            }
            Self::Empty => Ok(request),
            // Said here, because an empty body would be sent without its length.
            Self::Bytes { content_type, bytes } => Ok(request
                .header(header::CONTENT_TYPE, *content_type)
                .header(header::CONTENT_LENGTH, bytes.len())
                .body(bytes.clone())),
            Self::Upload { content_type, upload } => {
                let content = upload.open(meter).await.map_err(|error| error.at("the body"))?;
                Ok(request
                    .header(header::CONTENT_TYPE, narrowest(content_type, upload))
                    .header(header::CONTENT_LENGTH, content.length)
                    .body(content.body))
            }
            Self::Multipart(form) => Ok(request.multipart(multipart::parts(form, meter).await?)),
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

//! Turns the content of a request into the body that is sent; can be asked again for another attempt.

use bytes::Bytes;
use http::{Method, header};
use reqwest::RequestBuilder;

use crate::{Error, Form, Upload, multipart};

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
    /// Adds the body and the headers that describe it.
    pub(crate) async fn add_to(
        &self,
        request: RequestBuilder,
        method: &Method,
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
                let content = upload.open().await.map_err(|error| error.at("the body"))?;
                Ok(request
                    .header(header::CONTENT_TYPE, narrowest(content_type, upload))
                    .header(header::CONTENT_LENGTH, content.length)
                    .body(content.body))
            }
            Self::Multipart(form) => Ok(request.multipart(multipart::parts(form).await?)),
        }
    }
}

/// Chooses what the content is called: as its owner says, else as the document does, unless that has a wildcard.
fn narrowest(documented: &str, upload: &Upload) -> String {
    match upload.own_content_type() {
        Some(own) => own.to_owned(),
        None if documented.contains('*') => upload.media_type(),
        None => documented.to_owned(),
    }
}

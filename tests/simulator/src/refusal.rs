//! Reasons to refuse a request, as the bodies that the document describes.

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::document::{Document, Operation};
use crate::facts;

/// Why a request is not carried out.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) message: String,
    /// Fields of the error beyond the usual ones.
    pub(crate) more: Map<String, Value>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), more: Map::new() }
    }

    pub(crate) fn unprocessable(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, message)
    }

    /// Returns the body of the refusal: the fields that the operation's schema for this status names, or all of them
    /// where it names none.
    pub(crate) fn body(&self, document: &Document, operation: Option<&Operation>) -> Value {
        let mut body = json!({
            "success": false,
            "error_code": facts::error_code(self.status),
            "message": self.message,
        });
        let fields = body.as_object_mut().expect("it was made an object");
        fields.extend(self.more.clone());
        let schema =
            operation.and_then(|it| it.errors.get(self.status.as_str()).or_else(|| it.errors.get("default")));
        let named = schema.map(|schema| document.schemas.properties(schema)).unwrap_or_default();
        if !named.is_empty() {
            fields.retain(|name, _| named.contains_key(name));
        }
        body
    }
}

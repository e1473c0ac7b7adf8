//! The text of an OpenAPI document to the operations that are served.

mod operation;
mod sample;
mod schemas;

use http::HeaderName;
use serde_json::Value;

pub(crate) use operation::{Body, Callback, JobReport, Operation, Parameter, Place};
pub(crate) use schemas::{Kind, Schemas};

use crate::error::StartError;

/// Where the simulator serves what is not in the document.
const OWN_PATHS: [&str; 3] = ["/files/", "/uploads/", "/__simulator/"];

/// A document, as far as serving it needs.
pub(crate) struct Document {
    /// The path of the first server, without a slash at its end.
    pub(crate) base_path: String,
    /// The header that carries the key. A document without an apiKey scheme in a header is served without a key.
    pub(crate) key_header: Option<HeaderName>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) schemas: Schemas,
}

impl Document {
    pub(crate) fn load(text: &str) -> Result<Self, StartError> {
        let root: Value =
            serde_yaml::from_str(text).map_err(|error| StartError::Document(error.to_string()))?;
        read(root).map_err(StartError::Document)
    }
}

fn read(root: Value) -> Result<Document, String> {
    match root["openapi"].as_str() {
        Some(version) if version.starts_with("3.0") => {}
        Some(version) => return Err(format!("it is OpenAPI {version}; only 3.0 is understood")),
        None => return Err("it has no `openapi` version, so it is not an OpenAPI document".to_owned()),
    }
    let schemas = Schemas::new(root)?;
    let operations = operation::all(&schemas)?;
    let root = schemas.root();
    let base_path = path_of(root["servers"][0]["url"].as_str().unwrap_or("/"));
    for operation in &operations {
        let path = format!("{base_path}{}", operation.path);
        if OWN_PATHS.iter().any(|own| path.starts_with(own)) {
            return Err(format!("the simulator needs the path `{path}` as its own"));
        }
    }
    Ok(Document { base_path, key_header: key_header(root)?, operations, schemas })
}

/// Returns the path of a server's URL: `https://api.example.com/v1/` has `/v1`.
fn path_of(url: &str) -> String {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = after_scheme.find('/').map_or("", |start| &after_scheme[start..]);
    path.trim_end_matches('/').to_owned()
}

fn key_header(root: &Value) -> Result<Option<HeaderName>, String> {
    let schemes = root["components"]["securitySchemes"].as_object();
    let in_header = |scheme: &&Value| scheme["type"] == "apiKey" && scheme["in"] == "header";
    let Some(scheme) = schemes.into_iter().flat_map(|all| all.values()).find(in_header) else {
        return Ok(None);
    };
    let name = scheme["name"].as_str().unwrap_or_default();
    HeaderName::try_from(name).map(Some).map_err(|_| format!("`{name}` cannot be the name of a header"))
}

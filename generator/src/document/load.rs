//! Text to `openapiv3`'s model. The only module that knows `serde_yaml`.

use openapiv3::OpenAPI;
use serde::Deserialize;
use serde_json::Value;

use super::position::{self, Position};
use crate::diagnostic::{Diagnostics, Problem};
use crate::pointer::Pointer;

/// Reads the text as YAML or JSON, checks the version and takes the document apart.
pub(super) fn load(text: &str) -> Result<OpenAPI, Diagnostics> {
    let value = parse(text)?;
    let at = |pointer: Pointer, problem| {
        let position = position::locate(text, [&pointer].into_iter()).remove(&pointer);
        Diagnostics::single(pointer, position, problem)
    };
    check_version(&value).map_err(|(pointer, problem)| at(pointer, problem))?;
    check_paths(&value).map_err(|(pointer, problem)| at(pointer, problem))?;
    // Keeping track of the path doubles the cost, so that is left to documents that are wrong.
    OpenAPI::deserialize(&value).or_else(|_| {
        serde_path_to_error::deserialize(&value)
            .map_err(|error| at(pointer_of(error.path()), Problem::Structure(error.inner().to_string())))
    })
}

/// JSON is read by a JSON parser: not all JSON is YAML (surrogate pairs in `\u` escapes are not).
fn parse(text: &str) -> Result<Value, Diagnostics> {
    let text = text.trim_start_matches('\u{feff}');
    let syntax = |line, column, reason: String| {
        let position = Position { line, column };
        Diagnostics::single(Pointer::root(), Some(position), Problem::Syntax(reason))
    };
    if text.trim_start().starts_with('{')
        && let Ok(value) = serde_json::from_str(text)
    {
        return Ok(value);
    }
    serde_yaml::from_str(text).map_err(|error| match error.location() {
        Some(at) => syntax(at.line(), at.column(), error.to_string()),
        None => syntax(1, 1, error.to_string()),
    })
}

fn check_version(value: &Value) -> Result<(), (Pointer, Problem)> {
    let root = Pointer::root();
    if let Some(version) = value.get("swagger") {
        return Err((root.child("swagger"), Problem::Version(format!("Swagger {}", plain(version)))));
    }
    match value.get("openapi") {
        None => Err((root, Problem::NotOpenApi)),
        Some(Value::String(version)) if version == "3.0" || version.starts_with("3.0.") => Ok(()),
        Some(version) => {
            Err((root.child("openapi"), Problem::Version(format!("OpenAPI {}", plain(version)))))
        }
    }
}

/// `openapiv3` drops a path that does not begin with a slash, and its operations with it.
fn check_paths(value: &Value) -> Result<(), (Pointer, Problem)> {
    let paths = value.get("paths").and_then(Value::as_object);
    let wrong =
        paths.into_iter().flat_map(|it| it.keys()).find(|it| !it.starts_with('/') && !it.starts_with("x-"));
    match wrong {
        None => Ok(()),
        Some(path) => {
            let problem = Problem::Structure(format!("the path `{path}` does not begin with `/`"));
            Err((Pointer::root().child("paths").child(path), problem))
        }
    }
}

/// A version is often a number in YAML: `swagger: 2.0`.
fn plain(version: &Value) -> String {
    version.as_str().map_or_else(|| version.to_string(), str::to_owned)
}

fn pointer_of(path: &serde_path_to_error::Path) -> Pointer {
    use serde_path_to_error::Segment;
    path.iter().fold(Pointer::root(), |pointer, segment| match segment {
        Segment::Seq { index } => pointer.child(index),
        Segment::Map { key } => pointer.child(key),
        Segment::Enum { .. } | Segment::Unknown => pointer,
    })
}

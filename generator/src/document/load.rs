//! Text to `openapiv3`'s model: read, gathered from its files, put right, brought to 3.0, taken apart.

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, PathItem};
use serde::Deserialize;
use serde_json::Value;

use super::gather::gather;
use super::parse::parse;
use super::position;
use super::repair::repair;
use crate::diagnostic::{Diagnostics, Problem};
use crate::pointer::Pointer;

/// What a text is taken apart into.
pub(super) struct Loaded {
    pub(super) openapi: OpenAPI,
    /// The `webhooks` of 3.1, which `openapiv3` does not know.
    pub(super) webhooks: BTreeMap<String, PathItem>,
    pub(super) found: Diagnostics,
}

/// Loads a document; `read` gives the text of another file of its folder.
pub(super) fn load(text: &str, read: &dyn Fn(&str) -> Option<String>) -> Result<Loaded, Diagnostics> {
    let mut value = parse(text)?;
    let at = |pointer: Pointer, problem| {
        let position = position::locate(text, [&pointer].into_iter()).remove(&pointer);
        Diagnostics::single(pointer, position, problem)
    };
    let version = version(&value).map_err(|(pointer, problem)| at(pointer, problem))?;
    let mut found = Diagnostics::default();
    gather(&mut value, &|path| parse(&read(path)?).ok(), &mut found);
    repair(&mut value, version == Version::V3_0, &mut found);
    check_paths(&value).map_err(|(pointer, problem)| at(pointer, problem))?;
    let webhooks = webhooks(&mut value);
    // Keeping track of the path doubles the cost, so that is left to documents that are wrong.
    let openapi = OpenAPI::deserialize(&value).or_else(|_| {
        serde_path_to_error::deserialize(&value)
            .map_err(|error| at(pointer_of(error.path()), Problem::Structure(error.inner().to_string())))
    })?;
    Ok(Loaded { openapi, webhooks, found })
}

/// The versions that are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    V3_0,
    V3_1,
}

fn version(value: &Value) -> Result<Version, (Pointer, Problem)> {
    let root = Pointer::root();
    if let Some(version) = value.get("swagger") {
        return Err((root.child("swagger"), Problem::Version(format!("Swagger {}", plain(version)))));
    }
    let Some(version) = value.get("openapi") else { return Err((root, Problem::NotOpenApi)) };
    let text = plain(version);
    let is = |number: &str| text == number || text.strip_prefix(number).is_some_and(|it| it.starts_with('.'));
    match () {
        () if is("3.0") || text == "3" => Ok(Version::V3_0),
        () if is("3.1") || is("3.2") => Ok(Version::V3_1),
        () => Err((root.child("openapi"), Problem::Version(format!("OpenAPI {text}")))),
    }
}

/// Takes the webhooks out, as far as they can be read.
fn webhooks(value: &mut Value) -> BTreeMap<String, PathItem> {
    let Some(Value::Object(webhooks)) = value.get_mut("webhooks").map(Value::take) else {
        return BTreeMap::new();
    };
    let read = |(name, item): (String, Value)| Some((name, PathItem::deserialize(item).ok()?));
    webhooks.into_iter().filter_map(read).collect()
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

//! Text to `openapiv3`'s model: read, gathered from its files, put right, brought to 3.0, checked, taken apart.

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, PathItem};
use serde::Deserialize;
use serde_json::Value;

use super::files::{Files, Read};
use super::gather::gather;
use super::locate::{Location, Repeated, repeated_keys};
use super::origins::Origins;
use super::overlay::{self, Overlaid, Overlay, Written};
use super::parse::{Parsed, parse};
use super::repair::repair;
use super::{limits, structure, unknown};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Texts, rules};
use crate::doc_text::code;
use crate::pointer::Pointer;

/// What a text is taken apart into.
pub(super) struct Loaded {
    pub(super) openapi: OpenAPI,
    /// The `webhooks` of 3.1, which `openapiv3` does not know.
    pub(super) webhooks: BTreeMap<String, PathItem>,
    /// The places that had to be replaced by something else, so what is said of them may not be true.
    pub(super) replaced: Vec<Pointer>,
}

/// What is known of a text, also of one that cannot be loaded.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) found: Diagnostics,
    pub(super) origins: Origins,
    /// What overlays wrote, in the document before it was gathered.
    pub(super) written: Written,
    pub(super) texts: Texts,
}

/// Loads a document with the changes of overlays; `read` gives the text of another file of its folder. Without a result,
/// the notes have an error.
pub(super) fn load(bytes: &[u8], overlays: &[Overlay], read: Read<'_>) -> (Option<Loaded>, Notes) {
    let mut notes = Notes::default();
    let loaded = overlaid(bytes, overlays, &mut notes).and_then(|value| loaded(value, read, &mut notes));
    let loaded = loaded.map_err(|diagnostic| notes.found.add(diagnostic));
    (loaded.ok(), notes)
}

/// Reads the text of a document, and changes what it says as overlays ask for.
pub(super) fn overlaid(bytes: &[u8], overlays: &[Overlay], notes: &mut Notes) -> Result<Value, Diagnostic> {
    notes.texts.document = String::from_utf8_lossy(bytes).into_owned();
    check_encoding(bytes)?;
    let Parsed { mut value, repeats } = parse(&notes.texts.document)?;
    if repeats {
        repeated(&notes.texts.document).for_each(|it| notes.found.add(it));
    }
    let Overlaid { written, mut found } = overlay::apply(&mut value, overlays, &mut notes.texts);
    notes.written = written;
    let error = found.iter().position(|it| it.severity() == Severity::Error).map(|it| found.remove(it));
    found.into_iter().for_each(|it| notes.found.add(it));
    error.map_or(Ok(value), Err)
}

fn loaded(mut value: Value, read: Read<'_>, notes: &mut Notes) -> Result<Loaded, Diagnostic> {
    let version = version(&value)?;
    let found = &mut notes.found;
    let mut files = Files::new(read);
    let gathered = gather(&mut value, &mut files, found)?;
    notes.origins = gathered.origins;
    notes.texts.files.extend(files.texts);
    unknown::check(&mut value, found);
    repair(&mut value, version == Version::V3_0, found);
    limits::check(&mut value, found)?;
    let mut replaced = structure::check(&mut value, found);
    replaced.extend(gathered.unresolved);
    check_paths(&value, found);
    let webhooks = webhooks(&mut value);
    // Keeping track of the path doubles the cost, so that is left to documents that are wrong.
    let openapi = OpenAPI::deserialize(&value).or_else(|_| {
        serde_path_to_error::deserialize(&value).map_err(|error| {
            let message = format!("this is not valid OpenAPI: {}", error.inner());
            rules::STRUCTURE.at(&pointer_of(error.path()), message)
        })
    })?;
    Ok(Loaded { openapi, webhooks, replaced })
}

pub(super) fn check_encoding(bytes: &[u8]) -> Result<(), Diagnostic> {
    std::str::from_utf8(bytes).map(drop).map_err(|error| {
        let at = error.valid_up_to();
        let message = match bytes {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "the text is UTF-16".to_owned(),
            _ => format!("the byte {at} of the text is not UTF-8"),
        };
        let before = String::from_utf8_lossy(&bytes[..at]);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let location = Location::of_character(before.matches('\n').count() + 1, line.chars().count() + 1);
        rules::NOT_UTF8.at(&Pointer::root(), message).located(location)
    })
}

/// Says which keys of a text are there twice.
pub(super) fn repeated(text: &str) -> impl Iterator<Item = Diagnostic> {
    repeated_keys(text).into_iter().map(|Repeated { pointer, again, first }| {
        let key = pointer.tokens().last().unwrap_or_default();
        let message = format!("the key {} is there twice; only the last one counts", code(&key));
        let diagnostic = rules::DUPLICATE_KEY.at(&pointer, message).located(Location::new(None, again));
        diagnostic.related_at(&pointer, Location::new(None, first), "the first is here")
    })
}

/// The versions that are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    V3_0,
    V3_1,
}

fn version(value: &Value) -> Result<Version, Diagnostic> {
    let root = Pointer::root();
    let unread = |at: Pointer, found: String| {
        rules::VERSION.at(&at, format!("{found} is not supported; OpenAPI 3.0 and 3.1 are"))
    };
    if let Some(version) = value.get("swagger") {
        return Err(unread(root.child("swagger"), format!("Swagger {}", plain(version))));
    }
    let Some(version) = value.get("openapi") else { return Err(rules::NOT_OPENAPI.at(&root, other(value))) };
    let text = plain(version);
    let is = |number: &str| text == number || text.strip_prefix(number).is_some_and(|it| it.starts_with('.'));
    match () {
        () if is("3.0") || text == "3" => Ok(Version::V3_0),
        () if is("3.1") || is("3.2") => Ok(Version::V3_1),
        () => {
            let diagnostic = unread(root.child("openapi"), format!("OpenAPI {text}"));
            let digits: String = text.chars().map(|it| if it.is_ascii_digit() { it } else { '.' }).collect();
            let guess = ["3.0", "3.1"].into_iter().find(|it| digits.trim_matches('.').starts_with(it));
            Err(match guess {
                Some(guess) => diagnostic.help(format!("write {}", code(&format!("{guess}.0")))),
                None => diagnostic,
            })
        }
    }
}

/// Says what a document is that is not OpenAPI.
fn other(value: &Value) -> &'static str {
    let has = |name: &str| value.get(name).is_some();
    match value {
        Value::Array(_) => "this is a list, not an OpenAPI document",
        Value::Object(_) if has("asyncapi") => "this is an AsyncAPI document, not an OpenAPI document",
        Value::Object(_) if has("info") && has("item") => {
            "this is a Postman collection, not an OpenAPI document"
        }
        Value::Object(_) if has("$schema") => "this is a JSON schema, not an OpenAPI document",
        Value::Null => "the document is empty",
        _ => "this is not an OpenAPI document: it has no `openapi` version",
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
fn check_paths(value: &Value, found: &mut Diagnostics) {
    let paths = value.get("paths").and_then(Value::as_object);
    let names = paths.into_iter().flat_map(|it| it.keys());
    for path in names.filter(|it| !it.starts_with('/') && !it.starts_with("x-")) {
        let message = format!("the path {} does not begin with `/`", code(path));
        found.add(rules::PATH_WITHOUT_SLASH.at(&Pointer::root().child("paths").child(path), message));
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

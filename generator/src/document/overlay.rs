//! Overlays to the document that they change: what its user wants otherwise, kept in files of its own.

mod action;
mod apply;
mod merge;
mod select;
mod target;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use self::action::{Action, Version};
use self::apply::Changed;
use super::load::{check_encoding, repeated};
use super::locate::{Location, locate};
use super::parse::{Parsed, parse};
use crate::diagnostic::{Diagnostic, Severity, Texts};
use crate::pointer::Pointer;

pub(super) use written::Written;

/// A file with changes to a document, by the OpenAPI Overlay Specification 1.0 or 1.1.
#[derive(Clone, Debug)]
pub struct Overlay {
    path: String,
    bytes: Vec<u8>,
}

impl Overlay {
    /// Makes an overlay from its text; `path` is that of its file from the folder of the document, as diagnostics name it.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: text.into() }
    }
}

/// An overlay that was read.
struct Read<'a> {
    path: &'a str,
    text: String,
    version: Version,
    actions: Vec<Action>,
    found: Vec<Diagnostic>,
}

/// What overlays leave besides the changed document.
#[derive(Default)]
pub(super) struct Overlaid {
    pub(super) written: Written,
    pub(super) found: Vec<Diagnostic>,
}

/// Applies overlays one after the other; the document is to be used only if no error was found.
pub(super) fn apply(document: &mut Value, overlays: &[Overlay], texts: &mut Texts) -> Overlaid {
    let mut read: Vec<Read<'_>> = overlays.iter().map(read).collect();
    let mut changed = Changed::new(document);
    // What follows from an overlay that cannot be read is not worth saying.
    if !read.iter().any(|it| has_error(&it.found)) {
        for overlay in &mut read {
            for action in &overlay.actions {
                let done = changed.act(action, overlay.version, overlay.path);
                overlay.found.extend(done.err());
            }
        }
    }
    let written = changed.written;
    let mut found = Vec::new();
    for overlay in read {
        found.extend(located(overlay.found, overlay.path, &overlay.text));
        texts.files.insert(overlay.path.to_owned(), overlay.text);
    }
    Overlaid { written, found }
}

fn has_error(found: &[Diagnostic]) -> bool {
    found.iter().any(|it| it.severity() == Severity::Error)
}

fn read(overlay: &Overlay) -> Read<'_> {
    let text = String::from_utf8_lossy(&overlay.bytes).into_owned();
    let mut found = Vec::new();
    let parsed = check_encoding(&overlay.bytes).and_then(|()| parse(&text)).map_err(|it| found.push(it));
    let actions = parsed.ok().and_then(|Parsed { value, repeats }| {
        if repeats {
            found.extend(repeated(&text));
        }
        action::read(value, &mut found)
    });
    let (version, actions) = actions.unwrap_or((Version::V1_0, Vec::new()));
    Read { path: &overlay.path, text, version, actions, found }
}

/// Gives what is said of an overlay its places in the text of the overlay.
fn located(mut found: Vec<Diagnostic>, path: &str, text: &str) -> Vec<Diagnostic> {
    let wanted = found.iter().filter(|it| it.location.is_none()).map(|it| it.pointer.clone());
    let wanted: BTreeSet<Pointer> = wanted.collect();
    let known = if wanted.is_empty() { BTreeMap::new() } else { locate(text, &wanted) };
    for diagnostic in &mut found {
        let related = diagnostic.related.iter_mut().filter_map(|it| it.location.as_mut());
        for location in related.chain(diagnostic.location.as_mut()) {
            location.file = Some(path.to_owned());
        }
        if diagnostic.location.is_none() {
            let extent = known.get(&diagnostic.pointer);
            diagnostic.location = extent.map(|it| Box::new(Location::new(Some(path.to_owned()), *it)));
        }
    }
    found
}

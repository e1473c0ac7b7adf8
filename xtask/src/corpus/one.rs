//! One document to a crate and a line of facts, in a process of its own: one that panics or hangs takes no other along.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use generator::{Diagnostics, Document, Options, Severity};
use serde::{Deserialize, Serialize};

use super::documents;
use crate::codegen;
use crate::failure::Failure;
use crate::tree;

/// What is known of a document once it was generated or refused.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(super) struct Facts {
    pub(super) operations: usize,
    pub(super) types: usize,
    pub(super) lines: usize,
    /// How many warnings there are of each kind.
    pub(super) warnings: BTreeMap<String, usize>,
    /// Why nothing was generated.
    pub(super) refusal: Option<String>,
}

/// Generates a document into a folder and returns the facts as JSON.
pub(super) fn run(path: &Path, out: &Path) -> Result<String, Failure> {
    let facts = match generate(path, out)? {
        Ok(facts) => facts,
        Err(found) => Facts { refusal: Some(refusal(&found)), ..Facts::default() },
    };
    serde_json::to_string(&facts).map_err(|error| Failure::new(format!("error: {error}")))
}

fn generate(path: &Path, out: &Path) -> Result<Result<Facts, Diagnostics>, Failure> {
    let text = codegen::read_document(path)?;
    let document = match Document::load_with(&text, &codegen::beside(path)) {
        Ok(document) => document,
        Err(found) => return Ok(Err(found)),
    };
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let manifest = codegen::standalone(out)?;
    let generated = match generator::generate(&document, &Options::new(name).manifest(manifest)) {
        Ok(generated) => generated,
        Err(found) => return Ok(Err(found)),
    };
    let changes = tree::compare(out, &generated.files)?;
    tree::apply(out, &generated.files, &changes)?;
    // The versions that this workspace has tried, so that nothing needs to be looked up.
    let lock = out.join("Cargo.lock");
    if !lock.exists() {
        fs::copy(codegen::workspace().join("Cargo.lock"), &lock)
            .map_err(|error| Failure::io(&lock, "write", &error, "make room there"))?;
    }
    let rust = generated.files.iter().filter(|(path, _)| path.ends_with(".rs"));
    Ok(Ok(Facts {
        operations: generated.api.operations().count(),
        types: generated.api.types.iter().filter(|it| it.written).count(),
        lines: rust.map(|(_, text)| text.lines().count()).sum(),
        warnings: kinds(&generated.warnings),
        refusal: None,
    }))
}

/// Counts warnings by the name of their kind.
fn kinds(found: &Diagnostics) -> BTreeMap<String, usize> {
    let mut kinds = BTreeMap::new();
    for diagnostic in found.iter() {
        let shown = format!("{:?}", diagnostic.problem);
        let kind = shown.split(['(', ' ']).next().unwrap_or_default().to_owned();
        *kinds.entry(kind).or_insert(0) += 1;
    }
    kinds
}

/// Returns the first error, and how many there are.
fn refusal(found: &Diagnostics) -> String {
    let mut errors = found.iter().filter(|it| it.severity == Severity::Error);
    let Some(first) = errors.next() else { return "no error was named".to_owned() };
    let place = first.position.map(|it| format!(" at {it}")).unwrap_or_default();
    let others = match errors.count() {
        0 => String::new(),
        count => format!(", and {count} more"),
    };
    format!("{}{place} ({}){others}", first.problem, first.pointer)
}

/// Returns the folder of the crate of a document.
pub(super) fn folder(out: &Path, name: &str) -> std::path::PathBuf {
    out.join("crates").join(documents::package(name))
}

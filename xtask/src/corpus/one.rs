//! One document to a crate and a line of facts, in a process of its own: one that panics or hangs takes no other along.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use generator::{Diagnostics, Document, Options, Severity};
use serde::{Deserialize, Serialize};

use super::validity;
use crate::codegen;
use crate::crates;
use crate::failure::Failure;
use crate::tree;

/// What is known of a document once it was generated or refused.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(crate) struct Facts {
    pub(crate) operations: usize,
    pub(crate) types: usize,
    pub(crate) lines: usize,
    /// How many examples of the document its types are tried on.
    pub(crate) samples: usize,
    /// How many examples are not what their schema asks for.
    pub(crate) invalid: usize,
    /// How many warnings there are of each kind.
    pub(crate) warnings: BTreeMap<String, usize>,
    /// Why nothing was generated.
    pub(crate) refusal: Option<String>,
}

/// Generates a document into a folder, with a program that tries its examples if `samples` says so, and returns the facts
/// as JSON.
pub(super) fn run(path: &Path, out: &Path, samples: bool) -> Result<String, Failure> {
    let facts = match generate(path, out, samples)? {
        Ok(facts) => facts,
        Err(found) => Facts { refusal: Some(refusal(&found)), ..Facts::default() },
    };
    serde_json::to_string(&facts).map_err(|error| Failure::new(format!("error: {error}")))
}

fn generate(path: &Path, out: &Path, samples: bool) -> Result<Result<Facts, Diagnostics>, Failure> {
    let bytes = codegen::read_document(path)?;
    let document = match Document::load_with(bytes, &codegen::beside(path)) {
        Ok(document) => document,
        Err(found) => return Ok(Err(found)),
    };
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let manifest = codegen::standalone(out)?;
    let generated = match generator::generate(&document, &Options::new(&*name).manifest(manifest)) {
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
    let (samples, invalid) = if samples { write_samples(&document, &name, out)? } else { (0, 0) };
    let rust = generated.files.iter().filter(|(path, _)| path.ends_with(".rs"));
    Ok(Ok(Facts {
        operations: generated.api.operations().count(),
        types: generated.api.types.iter().filter(|it| it.written).count(),
        lines: rust.map(|(_, text)| text.lines().count()).sum(),
        samples,
        invalid,
        warnings: kinds(&generated.warnings),
        refusal: None,
    }))
}

/// Names the program that tries the examples of a crate; crates share the folder that programs are built into.
pub(super) fn program(out: &Path) -> String {
    format!("{}-samples", out.file_name().unwrap_or_default().to_string_lossy())
}

/// Writes the program that tries the document's examples; returns how many there are, and how many were left out.
fn write_samples(document: &Document, package: &str, out: &Path) -> Result<(usize, usize), Failure> {
    let mut samples = generator::samples(document);
    let all = samples.len();
    validity::keep_valid(&document.understood(), &mut samples);
    let path = out.join("examples").join(format!("{}.rs", program(out)));
    let unwritable = |error| Failure::io(&path, "write", &error, "make room there");
    fs::create_dir_all(out.join("examples")).map_err(unwritable)?;
    fs::write(&path, generator::samples_program(package, &samples)).map_err(unwritable)?;
    Ok((samples.len(), all - samples.len()))
}

/// Counts warnings by their code.
fn kinds(found: &Diagnostics) -> BTreeMap<String, usize> {
    let mut kinds = BTreeMap::new();
    for diagnostic in found.iter() {
        *kinds.entry(diagnostic.rule.code.to_owned()).or_insert(0) += 1;
    }
    kinds
}

/// Returns the first error, and how many there are.
fn refusal(found: &Diagnostics) -> String {
    let mut errors = found.iter().filter(|it| it.severity() == Severity::Error);
    let Some(first) = errors.next() else { return "no error was named".to_owned() };
    let place = first.location.as_ref().map(|it| format!(" at {}", it.start)).unwrap_or_default();
    let others = match errors.count() {
        0 => String::new(),
        count => format!(", and {count} more"),
    };
    format!("{}: {}{place} ({}){others}", first.rule.code, first.message, first.pointer)
}

/// Returns the folder of the crate of a document.
pub(super) fn folder(out: &Path, name: &str) -> std::path::PathBuf {
    out.join("crates").join(crates::package("corpus", name))
}

//! The small documents, by name, and what becomes of them.

use std::fs;
use std::path::{Path, PathBuf};

use generator::{Diagnostics, Document, Generated, Options};

/// Returns the folder of this workspace.
pub(crate) fn workspace() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// Returns the documents of a folder of fixtures, ordered by name.
pub(crate) fn documents(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("it/fixtures").join(folder);
    let entries = fs::read_dir(&folder).expect("the folder of fixtures is there");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be listed").path()).collect();
    paths.sort();
    let named = paths.into_iter().map(|path| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        (name, fs::read_to_string(&path).expect("a fixture is text"))
    });
    named.collect()
}

/// Generates a crate from a document.
pub(crate) fn generate(text: &str) -> Result<Generated, Diagnostics> {
    let document = Document::load(text)?;
    let options = Options::new(document.package_name());
    generator::generate(&document, &options)
}

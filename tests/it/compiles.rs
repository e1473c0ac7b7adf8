//! All that is generated from the fixtures, for the first time or later, and from documents that mean harm, compiles
//! without a warning, tests of the documentation included.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use generator::{Document, Files, Kept, Manifest, Options};

use crate::fixtures::{documents, workspace};

/// Writes a workspace with a crate for each of some fixtures, which keeps the names that it has handed out before, and
/// what `beside` adds to it.
///
/// It has our lock file, so that nothing new has to be fetched.
pub(crate) fn write_crates(
    root: &Path,
    documents: &[(String, String, Kept)],
    beside: impl Fn(&Document, &str) -> Option<(String, String)>,
) {
    let mut members = Vec::new();
    for (name, text, kept) in documents {
        let document = Document::load(text).expect("a fixture is valid");
        let package = name.replace('_', "-");
        let options = standalone(&package).kept(kept.clone());
        let generated = generator::generate(&document, &options).expect("a fixture is supported");
        write_crate(root, &package, &generated.files);
        if let Some((path, text)) = beside(&document, &package) {
            write(&root.join(&package).join(path), &text);
        }
        members.push(package);
    }
    write_workspace(root, &members);
}

/// Returns the options of a crate that finds our runtime wherever it is written to.
pub(crate) fn standalone(package: &str) -> Options {
    Options::new(package)
        .manifest(Manifest::Standalone { runtime: workspace().join("runtime").display().to_string() })
}

/// Writes a crate as a member of a workspace.
pub(crate) fn write_crate(root: &Path, package: &str, files: &Files) {
    for (path, text) in files.iter() {
        let text = if path == "Cargo.toml" { text.replace("[workspace]\n", "") } else { text.to_owned() };
        write(&root.join(package).join(path), &text);
    }
}

/// Writes what makes a workspace of such crates.
pub(crate) fn write_workspace(root: &Path, members: &[String]) {
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
    write(&root.join("Cargo.toml"), &manifest);
    fs::copy(workspace().join("Cargo.lock"), root.join("Cargo.lock")).expect("the lock file can be copied");
}

/// Returns documents as those of crates that have handed out no name yet.
pub(crate) fn first(documents: Vec<(String, String)>) -> Vec<(String, String, Kept)> {
    documents.into_iter().map(|(name, text)| (name, text, Kept::default())).collect()
}

/// Leaves a file alone that is as it should be, so that cargo does not build it again.
pub(crate) fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|found| found == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}

/// Returns where all of these crates are built: in one folder below ours, so that what they depend on is built once and
/// kept.
pub(crate) fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("target")
}

/// Runs cargo in such a workspace, and expects that it finds nothing wrong.
pub(crate) fn cargo(root: &Path, arguments: &[&str]) {
    let output = run_cargo(root, arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {arguments:?} failed:\n{said}");
}

/// Runs cargo in such a workspace, warnings denied. Nobody debugs these crates, so what debuggers need is left out.
pub(crate) fn run_cargo(root: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(root)
        .env("CARGO_TARGET_DIR", target())
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("RUSTFLAGS", "--deny warnings")
        .env("RUSTDOCFLAGS", "--deny warnings")
        .output()
        .expect("cargo can be run")
}

#[test]
fn every_fixture_compiles_without_a_warning() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures");
    let synthetic = ("synthetic".to_owned(), synthetic::text(23, synthetic::Format::Yaml));
    let all = first([documents("output"), crate::injection::payloads::documents(), vec![synthetic]].concat());
    write_crates(&root, &[all, crate::kept::later_documents()].concat(), |_, _| None);
    cargo(&root, &["doc", "--workspace", "--no-deps", "--quiet"]);
    // The crates themselves are built for the tests of their documentation.
    cargo(&root, &["test", "--workspace", "--doc", "--quiet"]);
}

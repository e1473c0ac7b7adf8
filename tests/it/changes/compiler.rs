//! Callers to what the compiler says of them, before and after each change.
//!
//! The workspace has the old crate once, a new crate for each case, and one crate of programs that depends on them:
//! one program with all callers and the old crate, one with those that have to compile after their change, and one for
//! each of the others, because what the compiler finds first may hide what else is wrong.

use std::path::Path;

use generator::surface::EntryKind;
use serde_json::Value;

use super::case::{self, Case};
use crate::compiles::{run_cargo, write, write_crate, write_workspace};

/// The crate of programs.
const PROGRAMS: &str = "callers";

/// The crate that callers were written against, and the program of all callers with it.
const OLD: &str = "old";

/// A version of the crate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// The one that callers were written against.
    Old,
    /// The one after the change.
    New,
}

/// What the compiler said.
#[derive(Default)]
pub(crate) struct Said {
    /// The first error in each caller: the name of the case, the version of the crate, and the message.
    errors: Vec<(String, Version, String)>,
    /// Errors that are not a caller's.
    pub(crate) elsewhere: Vec<String>,
}

/// A crate that the programs depend on, and its features if they are not all of those that are on by default.
struct Dependency {
    name: String,
    features: Option<Vec<String>>,
}

/// Writes all crates and programs, and asks the compiler about them.
pub(crate) fn check(cases: &[Case]) -> Said {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("changes");
    let mut crates = old_crates(&root, cases);
    crates.extend(cases.iter().map(|it| new_crate(&root, it)));
    write_programs(&root.join(PROGRAMS), cases, &crates);
    let members: Vec<String> = crates.into_iter().map(|it| it.name).chain([PROGRAMS.to_owned()]).collect();
    write_workspace(&root, &members);
    let arguments = ["check", "--package", PROGRAMS, "--bins", "--keep-going", "--message-format", "json"];
    let output = run_cargo(&root, &arguments);
    let mut said = Said::default();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        said.read(&serde_json::from_str(line).expect("cargo writes a value in each line"));
    }
    if !output.status.success() && said.errors.is_empty() && said.elsewhere.is_empty() {
        said.elsewhere.push(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    said
}

/// Writes the old crate, once more for each caller that wants certain features of it.
fn old_crates(root: &Path, cases: &[Case]) -> Vec<Dependency> {
    let with_features = cases.iter().filter(|it| it.features.is_some());
    let all = [Dependency { name: OLD.to_owned(), features: None }].into_iter();
    let crates =
        all.chain(with_features.map(|it| Dependency { name: old(it), features: it.features.clone() }));
    crates.inspect(|it| write_crate(root, &it.name, &case::old(&it.name).files)).collect()
}

/// Returns the name of the crate that a caller was written against.
fn old(case: &Case) -> String {
    if case.features.is_some() { format!("{OLD}_{}", case.name) } else { OLD.to_owned() }
}

/// Writes the crate after a change. Cargo refuses to look for a feature that is gone, so nobody asks for it.
fn new_crate(root: &Path, case: &Case) -> Dependency {
    let new = case.new.as_ref().unwrap_or_else(|found| panic!("{}: {}\n{found}", case.name, case.what));
    write_crate(root, &case.name, &new.files);
    let is_there = |feature: &String| {
        let mut entries = new.surface.entries.iter();
        entries.any(|it| it.kind == EntryKind::Feature && it.item.name == *feature)
    };
    let features = case.features.as_ref().map(|it| it.iter().filter(|it| is_there(it)).cloned().collect());
    Dependency { name: case.name.clone(), features }
}

fn write_programs(root: &Path, cases: &[Case], crates: &[Dependency]) {
    for case in cases {
        write(&root.join("src").join(&case.name).with_extension("rs"), &caller(case));
    }
    let new = |case: &Case| case.name.clone();
    let (broken, kept): (Vec<&Case>, Vec<&Case>) = cases.iter().partition(|it| it.must_break());
    let mut programs = vec![
        (OLD.to_owned(), program(cases.iter().map(|it| (it, old(it))))),
        ("kept".to_owned(), program(kept.into_iter().map(|it| (it, new(it))))),
    ];
    programs.extend(broken.into_iter().map(|it| (format!("{}_breaks", it.name), program([(it, new(it))]))));
    let mut manifest = format!("[package]\nname = \"{PROGRAMS}\"\nedition = \"2024\"\nautobins = false\n");
    for (name, text) in programs {
        manifest.push_str(&format!("\n[[bin]]\nname = \"{name}\"\npath = \"src/{name}_main.rs\"\n"));
        write(&root.join(format!("src/{name}_main.rs")), &text);
    }
    manifest.push_str("\n[dependencies]\n");
    manifest.extend(crates.iter().map(Dependency::text));
    write(&root.join("Cargo.toml"), &manifest);
}

impl Dependency {
    fn text(&self) -> String {
        let Self { name, features } = self;
        let features = features.as_ref().map(|it| format!(", default-features = false, features = {it:?}"));
        format!("{name} = {{ path = \"../{name}\"{} }}\n", features.unwrap_or_default())
    }
}

/// Writes a program of callers, each with the crate that it is compiled with.
fn program<'a>(callers: impl IntoIterator<Item = (&'a Case, String)>) -> String {
    let lints = "dead_code, deprecated, unused_imports, unused_variables";
    let mut text = format!("#![allow({lints}, reason = \"a caller shows what compiles\")]\n\n");
    for (Case { name, .. }, client) in callers {
        text.push_str(&format!("use ::{client} as client_of_{name};\nmod {name};\n"));
    }
    text + "\nfn main() {}\n"
}

fn caller(case: &Case) -> String {
    let Case { name, what, caller, .. } = case;
    format!(
        "//! {what}\n\nuse super::client_of_{name}::types::*;\nuse super::client_of_{name}::*;\n\n\
         async fn caller(client: &Client) -> Result<(), Error> {{\n{caller}\nOk(())\n}}\n"
    )
}

impl Said {
    /// Reads one message of cargo.
    fn read(&mut self, message: &Value) {
        let text = &message["message"];
        if message["reason"] != "compiler-message" || text["level"] != "error" {
            return;
        }
        let rendered = text["rendered"].as_str().unwrap_or_default();
        let spans = text["spans"].as_array().map(Vec::as_slice).unwrap_or_default();
        let span = spans.iter().find(|it| it["is_primary"] == true);
        let file = span.and_then(|it| Path::new(it["file_name"].as_str()?).file_stem()?.to_str());
        let program = message["target"]["name"].as_str().unwrap_or_default();
        let is_of_programs = message["target"]["kind"][0] == "bin";
        match file {
            Some(file) if is_of_programs => {
                let version = if program == OLD { Version::Old } else { Version::New };
                self.errors.push((file.to_owned(), version, rendered.to_owned()));
            }
            // It only says how many errors there were.
            None if is_of_programs => {}
            _ => self.elsewhere.push(rendered.to_owned()),
        }
    }

    /// Returns the first error in a caller, compiled with one version of the crate.
    pub(crate) fn about(&self, case: &Case, version: Version) -> Option<&str> {
        let error = self.errors.iter().find(|it| it.0 == case.name && it.1 == version);
        error.map(|it| it.2.as_str())
    }
}

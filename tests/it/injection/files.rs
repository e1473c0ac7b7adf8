//! The files of a crate: where they are, and what is in those that are not Rust.

use std::collections::BTreeSet;

use generator::{Files, Kept};

use super::commands;
use super::markdown::{self, Kind};
use super::marked::marks;
use super::rust;

/// Looks at all files, and returns the words of the Rust in them that hold no mark.
pub(super) fn check(files: &Files) -> Result<BTreeSet<String>, String> {
    let mut words = BTreeSet::new();
    for (path, text) in files.iter() {
        let result = match path {
            _ if !is_place(path) => Err("is no place for a file".to_owned()),
            _ if text.contains(is_unseen) => Err("has an unseen character".to_owned()),
            "Cargo.toml" => manifest(text),
            // A line that a text of the document begins or ends would be none of a lock file.
            "surface.lock" => Kept::read(text).map(drop).map_err(|error| format!("cannot be read: {error}")),
            "src/cli.json" => commands::check(text),
            "README.md" => markdown::check(text, Kind::Readme, &mut BTreeSet::new()),
            _ => rust::check(text, &mut words),
        };
        result.map_err(|error| format!("{path} {error}"))?;
    }
    Ok(words)
}

/// Whether a path is the same on every system, and inside of the crate.
fn is_place(path: &str) -> bool {
    let is_device = |stem: &str| {
        let numbered = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
        matches!(stem, "aux" | "con" | "nul" | "prn") || numbered.is_some_and(|it| it.len() == 1)
    };
    let is_name = |name: &str| {
        let stem = name.split('.').next().unwrap_or_default();
        let is_known = matches!(name, "Cargo.toml" | "README.md");
        let is_plain = name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.'));
        (is_known || is_plain) && !stem.is_empty() && !is_device(stem) && name.len() <= 255
    };
    path.split('/').all(is_name)
}

/// Returns the name of the only program.
fn program(table: &toml::Table) -> Result<toml::Value, String> {
    let programs = table.get("bin").and_then(toml::Value::as_array).map(Vec::as_slice);
    let Some([toml::Value::Table(program)]) = programs else {
        return Err("has not just one program".to_owned());
    };
    let mut program = program.clone();
    let name = program.remove("name").filter(|it| it.as_str().is_some_and(is_package_name));
    let rest: toml::Table =
        "path = 'src/main.rs'\nrequired-features = ['cli']\ndoc = false".parse().expect("it is TOML");
    name.filter(|_| program == rest).ok_or_else(|| format!("has the program {program:?}"))
}

/// Whether a character is not seen where it stands, or moves others.
pub(super) fn is_unseen(c: char) -> bool {
    let is_line = c == '\n';
    let moves = matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    moves || c.is_control() && !is_line
}

pub(super) fn is_package_name(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Asserts that the text of the document is in the name, the description and the features only.
fn manifest(text: &str) -> Result<(), String> {
    let table: toml::Table = text.parse().map_err(|error| format!("is no TOML: {error}"))?;
    let keys = |table: &toml::Table| table.keys().cloned().collect::<Vec<_>>();
    let part = |name: &str| table.get(name).and_then(toml::Value::as_table).cloned().unwrap_or_default();
    let (package, features) = (part("package"), part("features"));
    let known = ["package", "lib", "bin", "features", "dependencies", "dev-dependencies", "lints"];
    if let Some(key) = keys(&table).iter().find(|it| !known.contains(&it.as_str())) {
        return Err(format!("has the table {key}"));
    }
    if keys(&part("dependencies")) != ["runtime"]
        || part("dev-dependencies").keys().any(|it| it != "axum" && it != "tokio")
    {
        return Err("has other dependencies than it should".to_owned());
    }
    let package_keys = ["description", "edition", "license", "name", "rust-version", "version"];
    if let Some(key) = keys(&package).iter().find(|it| !package_keys.contains(&it.as_str())) {
        return Err(format!("has the key package.{key}"));
    }
    if !package["name"].as_str().is_some_and(is_package_name) {
        return Err("has a name that is none".to_owned());
    }
    if let Some(feature) = keys(&features).iter().find(|it| !is_package_name(&it.replace('_', "-"))) {
        return Err(format!("has the feature {feature:?}"));
    }
    let program = program(&table)?;
    let of_values =
        [&package["name"], &package["description"], &program].map(|it| marks(&format!("{it:?}")).len());
    let own = features.iter().filter(|(name, _)| *name != "default");
    let of_features: usize =
        own.map(|(name, needs)| marks(name).len() + marks(&format!("{needs:?}")).len()).sum();
    let of_default = features.get("default").map_or(0, |it| marks(&format!("{it:?}")).len());
    let expected = of_values.iter().sum::<usize>() + of_features + of_default;
    if marks(text).len() == expected { Ok(()) } else { Err("has a mark where none may be".to_owned()) }
}

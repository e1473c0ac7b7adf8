//! One small document for each feature, and all that is generated from it in one snapshot.

use crate::fixtures::{documents, generate};

/// The files that say nothing about a feature, unless the document is about them.
const SAME_FOR_ALL: &[&str] = &["Cargo.toml", "README.md", "src/lib.rs", "src/client.rs", "src/api.rs"];

/// The documents whose features show in those files.
const WHOLE: &[&str] = &[
    "basic_auth",
    "events",
    "features",
    "hostile_text",
    "json_body",
    "security",
    "servers",
    "two_kinds_of_jobs",
];

#[test]
fn each_feature_has_its_snapshot() {
    for (name, text) in documents("output") {
        let generated = generate(&text).unwrap_or_else(|found| panic!("{name}: {found}"));
        let mut listing = String::new();
        if !generated.warnings.is_empty() {
            listing.push_str(&format!("{}\n\n", generated.warnings));
        }
        for (path, text) in generated.files.iter() {
            if WHOLE.contains(&name.as_str()) || !SAME_FOR_ALL.contains(&path) {
                listing.push_str(&format!("=== {path} ===\n{text}\n"));
            }
        }
        insta::assert_snapshot!(name, listing);
    }
}

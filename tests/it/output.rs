//! One small document for each feature, and all that is generated from it in one snapshot.

use crate::fixtures::{documents, generate};

/// The files that say nothing about a feature, unless the document is about them.
const SAME_FOR_ALL: &[&str] = &[
    "Cargo.toml",
    "README.md",
    "src/lib.rs",
    "src/client.rs",
    "src/api.rs",
    "src/cli.rs",
    "src/main.rs",
    "src/cli.json",
    "surface.lock",
];

/// The documents whose features show in those files.
const WHOLE: &[&str] = &[
    "basic_auth",
    "command_line",
    "events",
    "features",
    "hostile_text",
    "json_body",
    "security",
    "servers",
    "several_credentials",
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

/// Registries take no crate with more than 300 features.
#[test]
fn small_tags_share_a_feature_when_there_are_too_many() {
    let mut text = "{openapi: 3.0.3, info: {title: Tags, version: '1'}, paths: {".to_owned();
    for tag in 0..400 {
        // The last tag has a second operation: what is large keeps a feature of its own.
        let also =
            if tag == 399 { ", put: {tags: [t399], responses: {'200': {description: OK}}}" } else { "" };
        let get = format!("get: {{tags: [t{tag}], responses: {{'200': {{description: OK}}}}}}");
        text.push_str(&format!("/p{tag}: {{{get}{also}}}, "));
    }
    text.push_str("}}");
    let files = generate(&text).expect("the document is valid").files;
    let manifest: Vec<&str> = files.get("Cargo.toml").expect("a crate has one").lines().collect();
    let features = manifest.iter().filter(|it| it.ends_with("= []")).count();
    assert_eq!(features, 251);
    assert!(manifest.contains(&"t399 = []") && manifest.contains(&"small-tags = []"));
    assert!(files.get("src/api.rs").expect("there is a list").contains("feature = \"small-tags\""));
}

/// What is said of several alternatives is in each of them; that must not double with each level.
#[test]
fn nested_members_beside_alternatives_are_not_lowered_without_end() {
    let mut schema = "{type: string}".to_owned();
    for _ in 0..24 {
        let one = |name: &str| format!("{{required: [{name}], properties: {{{name}: {{type: string}}}}}}");
        schema = format!("{{properties: {{inner: {schema}}}, oneOf: [{}, {}]}}", one("left"), one("right"));
    }
    let text = format!(
        "{{openapi: 3.0.3, info: {{title: Nested, version: '1'}}, paths: {{}}, \
         components: {{schemas: {{Outer: {schema}}}}}}}"
    );
    let files = generate(&text).expect("the document is valid").files;
    assert!(files.get("src/types/outer.rs").expect("there is a type").contains("pub enum Outer "));
}

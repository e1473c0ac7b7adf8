//! The same document gives the same bytes, in whatever order its schemas stand.

use serde_json::Value;

use crate::fixtures::{documents, generate, workspace};

#[test]
fn ten_runs_give_the_same_files() {
    let path = workspace().join("spec/musicgpt.yaml");
    let text = std::fs::read_to_string(path).expect("the document is there");
    let first = generate(&text).expect("the document is valid").files;
    for _ in 1..10 {
        assert_eq!(generate(&text).expect("the document is valid").files, first);
    }
}

#[test]
fn the_order_of_schemas_does_not_matter() {
    for (name, text) in documents("output") {
        let Ok(document) = generator_value(&text) else { continue };
        let Some(schemas) = document.pointer("/components/schemas").and_then(Value::as_object) else {
            continue;
        };
        let mut turned = document.clone();
        turned["components"]["schemas"] =
            schemas.iter().rev().map(|(name, schema)| (name.clone(), schema.clone())).collect();
        let files = |document: &Value| generate(&document.to_string()).map(|it| it.files);
        assert_eq!(files(&turned), files(&document), "{name}");
    }
}

/// The fixtures are YAML, which the generator alone reads: a round through its own value keeps the order of keys.
fn generator_value(text: &str) -> Result<Value, serde_yaml::Error> {
    serde_yaml::from_str(text)
}

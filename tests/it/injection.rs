//! A document that means harm can neither run code nor leave the folder of the crate.
//!
//! Every string of a document that OpenAPI does not fix gets a mark, and with it what could end a literal, a comment, a
//! name, a table, a line or a path. Wherever a mark comes out, it must be a text, a name or documentation.

mod commands;
mod descriptions;
mod files;
mod markdown;
mod marked;
pub(crate) mod payloads;
mod rust;

use serde_json::Value;

use crate::fixtures::{documents, generate, workspace};
use marked::{Marks, marks};

/// Returns a document whose strings are changed: each text together with its mark.
fn changed(document: &Value, change: &dyn Fn(&str, &str) -> String) -> (String, Vec<String>) {
    let mut marks = Marks::new(change);
    let marked = marks.object(document);
    (marked.to_string(), marks.texts())
}

fn with_mark(text: &str, mark: &str) -> String {
    format!("{text}{mark}")
}

fn read(text: &str) -> Value {
    serde_yaml::from_str(text).expect("a fixture is YAML")
}

/// Returns the document that has every place text can come from.
fn every_sink() -> Value {
    read(include_str!("injection/every_sink.yaml"))
}

#[test]
fn text_of_a_document_is_only_text_names_and_documentation() {
    let spec = workspace().join("spec/musicgpt.yaml");
    let spec = std::fs::read_to_string(spec).expect("the document is there");
    let own = include_str!("injection/every_sink.yaml");
    let all = [("musicgpt".to_owned(), spec), ("every_sink".to_owned(), own.to_owned())];
    let mut failures = Vec::new();
    for (name, text) in documents("output").into_iter().chain(all) {
        let (marked, _) = changed(&read(&text), &with_mark);
        let generated = generate(&marked).unwrap_or_else(|found| panic!("{name}: {found}\n{marked}"));
        failures.extend(files::check(&generated.files).err().map(|error| format!("{name}: {error}")));
        let found = generated.files.iter().map(|(_, text)| marks(text).len()).sum::<usize>();
        assert!(found > 0, "{name}: no mark is found");
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

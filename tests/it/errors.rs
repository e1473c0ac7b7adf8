//! One small document for each mistake, and what is said about it in one snapshot.

use crate::fixtures::{documents, generate};

#[test]
fn each_mistake_has_its_snapshot() {
    for (name, text) in documents("errors") {
        let said = match generate(&text) {
            Ok(generated) => generated.warnings,
            Err(found) => found,
        };
        assert!(!said.is_empty(), "{name}: nothing was said");
        insta::assert_snapshot!(format!("error_{name}"), said.to_string());
    }
}

#[test]
fn any_part_of_a_document_gives_a_crate_or_diagnostics() {
    for (_, text) in documents("output") {
        let ends = text.char_indices().map(|(end, _)| end).step_by(7);
        for end in ends {
            // Reaching the next one is the test: neither a panic nor an endless loop.
            let _ = generate(&text[..end]);
        }
    }
}

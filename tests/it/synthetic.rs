//! The documents that show how costs grow are what they claim to be, or what is measured with them says nothing.

use generator::Document;
use serde_json::Value;
use synthetic::{Format, document, text};

use crate::fixtures::generate;

#[test]
fn there_are_as_many_operations_as_were_asked_for_and_nothing_is_wrong() {
    for operations in [1, 4, 21, 100, 333] {
        let generated = generate(&text(operations, Format::Json)).expect("the document is valid");
        assert_eq!(generated.api.operations().count(), operations);
        assert!(generated.warnings.is_empty(), "{operations}: {}", generated.warnings.report("it"));
    }
}

#[test]
fn both_formats_and_every_run_say_the_same() {
    let json = text(47, Format::Json);
    assert_eq!(json, text(47, Format::Json));
    let understood = |text: &str| Document::load(text).expect("the document is valid").understood();
    assert_eq!(understood(&json), understood(&text(47, Format::Yaml)));
}

/// What is referred to is there, and everything that is there is in use, so that each part costs something.
#[test]
fn nothing_dangles_and_nothing_is_left_over() {
    let whole = document(60);
    let mut targets = Vec::new();
    references(&whole, &mut targets);
    for target in &targets {
        assert!(whole.pointer(&target[1..]).is_some(), "{target} leads nowhere");
    }
    for kind in ["schemas", "parameters", "responses"] {
        let names = whole["components"][kind].as_object().expect("there are components").keys();
        for name in names {
            let place = format!("#/components/{kind}/{name}");
            assert!(targets.contains(&place), "nothing refers to {place}");
        }
    }
}

/// The cost of an operation is alike for every size: so are its lines.
#[test]
fn an_operation_is_as_large_in_every_document() {
    let lines = |operations: usize| text(operations, Format::Json).lines().count() as f64;
    let each = |operations: usize| (lines(operations) - lines(0)) / operations as f64;
    let ratio = each(2_000) / each(20);
    assert!((0.98..1.02).contains(&ratio), "{ratio}");
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|it| references(it, found)),
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|it| references(it, found));
        }
        _ => {}
    }
}

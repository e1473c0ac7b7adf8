//! Turns the document into what these tests compare with, read without the simulator.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde_json::Value;

use crate::fixtures::workspace;

/// Returns the text of the document that the client is generated from.
pub(super) fn text() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let path = workspace().join("spec/musicgpt.yaml");
        std::fs::read_to_string(path).expect("the document is in the workspace")
    })
}

fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| serde_yaml::from_str(text()).expect("the document is YAML"))
}

/// Returns the example of the answer that the document gives for an operation; `null` if there is none.
pub(super) fn example(operation: &str) -> &'static Value {
    &operations()[operation]["responses"]["200"]["content"]["application/json"]["example"]
}

/// Returns the names of all that can be sent to each operation: parameters, and members of the body.
pub(super) fn names() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    operations().iter().map(|(id, operation)| (*id, names_of(operation))).collect()
}

fn operations() -> &'static BTreeMap<&'static str, &'static Value> {
    static OPERATIONS: OnceLock<BTreeMap<&str, &Value>> = OnceLock::new();
    OPERATIONS.get_or_init(|| {
        let paths = document()["paths"].as_object().expect("a document has paths");
        let methods =
            paths.values().flat_map(|item| item.as_object().expect("a path has operations").values());
        methods.map(|operation| (string(&operation["operationId"]), operation)).collect()
    })
}

fn names_of(operation: &'static Value) -> BTreeSet<&'static str> {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let parameters = parameters.map(|parameter| string(&parameter["name"]));
    let content = operation["requestBody"]["content"].as_object().into_iter().flatten();
    // Every request body of the document is a component.
    let schemas = content.map(|(_, media)| string(&media["schema"]["$ref"]).trim_start_matches('#'));
    let schemas = schemas.map(|pointer| document().pointer(pointer).expect("the reference leads somewhere"));
    let members = schemas.flat_map(|schema| schema["properties"].as_object().expect("it has members").keys());
    parameters.chain(members.map(String::as_str)).collect()
}

fn string(value: &'static Value) -> &'static str {
    value.as_str().expect("it is text")
}

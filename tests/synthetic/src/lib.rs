//! A number of operations to an OpenAPI document that has so many, which shows how what is done with it grows.
//!
//! The document is made of resources with five operations and six schemas each, of which four make a tag. A resource
//! refers to the next one of its tag, and all share a few schemas and parameters. So an operation costs the same in a
//! document of any size, and one that costs more in a large document tells of work that is done over and over. The same
//! number gives the same text.

mod operations;
mod resource;
mod schemas;
mod shared;

use serde_json::{Map, Value, json};

use resource::Resource;

/// How a document is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// On lines, indented.
    Json,
    /// In blocks.
    Yaml,
}

/// Writes the document of so many operations.
///
/// # Panics
///
/// Never: all that it is made of can be written.
#[must_use]
pub fn text(operations: usize, format: Format) -> String {
    let document = document(operations);
    match format {
        Format::Json => format!("{document:#}\n"),
        Format::Yaml => serde_yaml::to_string(&document).expect("what is JSON can be written as YAML"),
    }
}

/// Makes the document of so many operations.
#[must_use]
pub fn document(operations: usize) -> Value {
    let resources: Vec<Resource> = Resource::all(operations).collect();
    let mut paths: Map<String, Value> = Map::new();
    for (resource, operation) in operations::all(&resources).take(operations) {
        let item = paths.entry(operation.path(resource)).or_insert_with(|| json!({}));
        item[operation.method] = operation.describe(resource);
    }
    let mut schemas = shared::schemas();
    for (name, schema) in resources.iter().flat_map(schemas::of) {
        schemas[name] = schema;
    }
    let first = resources.iter().filter(|it| it.is_first);
    let tags: Vec<Value> = first.map(Resource::describe_tag).collect();
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": "Synthetic API",
            "version": "1.0.0",
            "description": format!("An API of {operations} operations that nobody serves."),
        },
        "servers": [{ "url": "https://api.example.com/v1" }],
        "security": [{ "key": [] }],
        "tags": tags,
        "paths": paths,
        "components": {
            "securitySchemes": { "key": { "type": "http", "scheme": "bearer" } },
            "parameters": shared::parameters(),
            "responses": shared::responses(),
            "schemas": schemas,
        },
    })
}

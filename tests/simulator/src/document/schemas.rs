//! References and schemas: what a place of the document stands for.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// How deep references and nesting are followed; what is deeper is taken for a cycle.
pub(super) const DEPTH: usize = 32;

/// The whole document, as the place where references lead.
pub(crate) struct Schemas {
    root: Value,
}

/// What a schema wants, as far as text has to be turned into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Boolean,
    Integer,
    Number,
    Array,
    Object,
    Text,
}

impl Schemas {
    /// Takes a document in which every reference leads somewhere.
    pub(super) fn new(root: Value) -> Result<Self, String> {
        let mut todo = vec![&root];
        while let Some(value) = todo.pop() {
            if let Some(reference) = value.get("$ref").and_then(Value::as_str)
                && reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer)).is_none()
            {
                return Err(format!("the reference `{reference}` leads nowhere in the document"));
            }
            match value {
                Value::Object(members) => todo.extend(members.values()),
                Value::Array(items) => todo.extend(items),
                _ => {}
            }
        }
        Ok(Self { root })
    }

    pub(super) fn root(&self) -> &Value {
        &self.root
    }

    /// Follows references until something else is there.
    pub(crate) fn resolve<'a>(&'a self, mut value: &'a Value) -> &'a Value {
        for _ in 0..DEPTH {
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else { break };
            value = self.root.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null);
        }
        value
    }

    /// Returns the properties of an object, those of its `allOf` included.
    pub(crate) fn properties<'a>(&'a self, schema: &'a Value) -> Map<String, Value> {
        let mut all = Map::new();
        self.collect_properties(schema, &mut all, 0);
        all
    }

    fn collect_properties(&self, schema: &Value, all: &mut Map<String, Value>, depth: usize) {
        let schema = self.resolve(schema);
        for part in schema["allOf"].as_array().into_iter().flatten().filter(|_| depth < DEPTH) {
            self.collect_properties(part, all, depth + 1);
        }
        let own = schema["properties"].as_object().into_iter().flatten();
        all.extend(own.map(|(name, property)| (name.clone(), property.clone())));
    }

    /// Tells whether an object says of itself that it takes fields it does not name.
    pub(crate) fn is_open(&self, schema: &Value) -> bool {
        let additional = &self.resolve(schema)["additionalProperties"];
        additional.is_object() || additional == &Value::Bool(true)
    }

    /// Returns what a schema wants, seen through references and compositions.
    pub(crate) fn kind(&self, schema: &Value) -> Kind {
        self.kind_within(schema, 0)
    }

    fn kind_within(&self, schema: &Value, depth: usize) -> Kind {
        let schema = self.resolve(schema);
        match schema["type"].as_str() {
            Some("string") if schema["format"] == "binary" => Kind::File,
            Some("array") if self.kind(&schema["items"]) == Kind::File => Kind::File,
            Some("boolean") => Kind::Boolean,
            Some("integer") => Kind::Integer,
            Some("number") => Kind::Number,
            Some("array") => Kind::Array,
            Some("object") => Kind::Object,
            _ => {
                let parts = ["allOf", "anyOf", "oneOf"].iter().filter_map(|word| schema[word].as_array());
                let mut kinds =
                    parts.flatten().filter(|_| depth < DEPTH).map(|part| self.kind_within(part, depth + 1));
                kinds.find(|kind| *kind != Kind::Text).unwrap_or(Kind::Text)
            }
        }
    }

    /// Returns a JSON Schema, draft 4, for a schema of OpenAPI 3.0, with the components in it that it refers to.
    pub(crate) fn draft4(&self, schema: &Value) -> Value {
        let mut components = Map::new();
        let mut todo = vec![schema];
        while let Some(value) = todo.pop() {
            let reference = value.get("$ref").and_then(Value::as_str).unwrap_or_default();
            if let Some(name) = reference.strip_prefix("#/components/schemas/")
                && !components.contains_key(name)
            {
                let component = self.resolve(value);
                components.insert(name.to_owned(), converted(component));
                todo.push(component);
            }
            match value {
                Value::Object(members) => todo.extend(members.values()),
                Value::Array(items) => todo.extend(items),
                _ => {}
            }
        }
        let schema = if schema.is_object() { converted(schema) } else { json!({}) };
        json!({ "allOf": [schema], "components": { "schemas": components } })
    }

    /// Returns the defaults of the properties of an object, by name.
    pub(crate) fn defaults(&self, schema: &Value) -> BTreeMap<String, Value> {
        let properties = self.properties(schema);
        let default = |property: &Value| {
            property.get("default").or_else(|| self.resolve(property).get("default")).cloned()
        };
        properties.iter().filter_map(|(name, property)| Some((name.clone(), default(property)?))).collect()
    }
}

/// Turns one schema, and those in it, into draft 4. OpenAPI 3.0 differs by `nullable`, and by files, which are checked
/// where they are received: any value fits them here.
fn converted(schema: &Value) -> Value {
    let Some(members) = schema.as_object() else { return schema.clone() };
    if members.get("format").is_some_and(|format| format == "binary") {
        return json!({});
    }
    let mut draft: Map<String, Value> =
        members.iter().map(|(word, value)| (word.clone(), converted_member(word, value))).collect();
    // What is told to people or machines of another kind would only be in the way.
    for word in ["example", "default", "discriminator", "xml", "externalDocs", "nullable"] {
        draft.remove(word);
    }
    if members.get("nullable") == Some(&Value::Bool(true)) {
        return json!({ "anyOf": [draft, { "type": "null" }] });
    }
    Value::Object(draft)
}

fn converted_member(word: &str, value: &Value) -> Value {
    match (word, value) {
        ("properties", Value::Object(all)) => {
            all.iter().map(|(name, schema)| (name.clone(), converted(schema))).collect()
        }
        ("allOf" | "anyOf" | "oneOf", Value::Array(all)) => all.iter().map(converted).collect(),
        ("items" | "not" | "additionalProperties", _) => converted(value),
        _ => value.clone(),
    }
}

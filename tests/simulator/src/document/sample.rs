//! A schema to a value that fits it: examples first, then defaults, first enum values, and the plainest of a type.

use serde_json::{Map, Value, json};

use super::schemas::{DEPTH, Schemas};

impl Schemas {
    /// Returns the example of a media type: its own, the first of several, or one made from its schema.
    pub(crate) fn media_example(&self, media: &Value) -> Value {
        if let Some(example) = media.get("example") {
            return example.clone();
        }
        self.named_examples(media).next().cloned().unwrap_or_else(|| self.sample(&media["schema"]))
    }

    /// Returns all examples of a media type, or the one value that [`media_example`](Self::media_example) finds.
    pub(crate) fn media_examples(&self, media: &Value) -> Vec<Value> {
        let named: Vec<Value> = self.named_examples(media).cloned().collect();
        if named.is_empty() { vec![self.media_example(media)] } else { named }
    }

    fn named_examples<'a>(&'a self, media: &'a Value) -> impl Iterator<Item = &'a Value> {
        let named = media["examples"].as_object().into_iter().flatten();
        named.map(|(_, example)| &self.resolve(example)["value"])
    }

    /// Returns a value that fits a schema.
    pub(crate) fn sample(&self, schema: &Value) -> Value {
        self.sample_within(schema, 0)
    }

    fn sample_within(&self, schema: &Value, depth: usize) -> Value {
        let schema = self.resolve(schema);
        let said = schema.get("example").or_else(|| schema.get("default")).or_else(|| schema["enum"].get(0));
        if let Some(said) = said {
            return said.clone();
        }
        if depth == DEPTH {
            return Value::Null;
        }
        if let Some(choice) = schema["oneOf"].get(0).or_else(|| schema["anyOf"].get(0))
            && schema.get("properties").is_none()
        {
            return self.sample_within(choice, depth + 1);
        }
        let properties = self.properties(schema);
        match schema["type"].as_str() {
            Some("array") => json!([self.sample_within(&schema["items"], depth + 1)]),
            Some("boolean") => json!(false),
            Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or_else(|| json!(0)),
            Some("string") => json!(""),
            _ if properties.is_empty() && schema["allOf"].get(0).is_some() => {
                self.sample_within(&schema["allOf"][0], depth + 1)
            }
            _ => Value::Object(self.sample_members(&properties, depth)),
        }
    }

    /// Deprecated members belong to older versions, so a fresh answer does not have them.
    fn sample_members(&self, properties: &Map<String, Value>, depth: usize) -> Map<String, Value> {
        let current = properties.iter().filter(|(_, property)| property["deprecated"] != true);
        current.map(|(name, property)| (name.clone(), self.sample_within(property, depth + 1))).collect()
    }
}

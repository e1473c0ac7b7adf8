//! Examples to those that are what their own schema asks for: what a document says wrongly of itself proves nothing.

use generator::Sample;
use jsonschema::{Draft, Registry, Validator};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What the document is called by its schemas.
const DOCUMENT: &str = "urn:document";

/// What a place has, but a fragment of a URI may not have.
const NOT_IN_A_FRAGMENT: &AsciiSet = &CONTROLS
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Takes out what its schema does not allow. Where a schema itself is no good, there is no judge, and all stay.
pub(super) fn keep_valid(document: &Value, samples: &mut Vec<Sample>) {
    let schemas = draft_4(document);
    let registry = Registry::new().draft(Draft::Draft4).add(DOCUMENT, schemas);
    let Ok(registry) = registry.and_then(|it| it.prepare()) else { return };
    let mut judges: BTreeMap<String, Option<Validator>> = BTreeMap::new();
    samples.retain(|sample| {
        let place = sample.schema.to_string();
        let judge = judges.entry(place).or_insert_with_key(|place| judge(&registry, place));
        let value = serde_json::from_str::<Value>(&sample.json);
        match (judge, value) {
            (Some(judge), Ok(value)) => judge.is_valid(&value),
            _ => true,
        }
    });
}

fn judge(registry: &Registry<'_>, place: &str) -> Option<Validator> {
    let place = fragment(place);
    let options = jsonschema::options().with_draft(Draft::Draft4).should_validate_formats(false);
    options.with_registry(registry).build(&json!({ "$ref": format!("{DOCUMENT}{place}") })).ok()
}

fn fragment(place: &str) -> String {
    utf8_percent_encode(place, NOT_IN_A_FRAGMENT).to_string()
}

/// Turns the schemas of a document into those of draft 4, where they stand.
///
/// Patterns are left out: types do not have them, and not all are written in the language that judges know.
fn draft_4(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(draft_4).collect(),
        Value::Object(members) => {
            let mut draft: Map<String, Value> =
                members.iter().map(|(name, it)| (name.clone(), draft_4(it))).collect();
            if let Some(Value::String(reference)) = draft.get_mut("$ref") {
                *reference = fragment(reference);
            }
            if draft.get("pattern").is_some_and(Value::is_string) {
                draft.remove("pattern");
            }
            ask_for_what_goes_both_ways(&mut draft);
            if members.get("nullable") == Some(&Value::Bool(true)) { with_null(draft) } else { draft.into() }
        }
        value => value.clone(),
    }
}

/// Whether a value is sent or received is not known here, so nobody is asked for what goes in one direction.
fn ask_for_what_goes_both_ways(schema: &mut Map<String, Value>) {
    let Some(Value::Array(required)) = schema.get("required") else { return };
    let mut required = required.clone();
    let is_true = |property: &Value, word: &str| property.get(word) == Some(&Value::Bool(true));
    let goes_one_way = |it: &Value| is_true(it, "readOnly") || is_true(it, "writeOnly");
    required.retain(|name| {
        let property = name.as_str().and_then(|name| schema.get("properties")?.get(name));
        !property.is_some_and(goes_one_way)
    });
    // Draft 4 does not know an empty list here.
    if required.is_empty() {
        schema.remove("required");
    } else {
        schema.insert("required".to_owned(), required.into());
    }
}

fn with_null(mut schema: Map<String, Value>) -> Value {
    let Some(named) = schema.get_mut("type") else {
        return json!({ "anyOf": [schema, { "type": "null" }] });
    };
    *named = json!([named, "null"]);
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        values.push(Value::Null);
    }
    schema.into()
}

#[cfg(test)]
mod tests {
    use generator::Document;

    use super::keep_valid;

    const DOCUMENT: &str = r##"
openapi: 3.0.3
info: { title: T, version: "1" }
paths: {}
components:
  schemas:
    A: { type: object, required: [id, n], properties: { id: { type: string, readOnly: true }, n: { type: integer, nullable: true, minimum: 1, exclusiveMinimum: true }, b: { $ref: "#/components/schemas/B[T]" } }, example: { n: null, b: { c: x } } }
    Wrong: { allOf: [{ $ref: "#/components/schemas/A" }], type: object, properties: { m: { type: object, properties: { k: { type: integer } }, example: { k: text } } }, example: { n: 1 } }
    "B[T]": { type: object, properties: { c: { type: string, pattern: "(?<=x", enum: [x], nullable: true } }, example: { c: null } }
    "C D": { type: string, enum: [a], example: b }
"##;

    #[test]
    fn what_contradicts_its_schema_is_left_out() {
        let document = Document::load(DOCUMENT).expect("it is valid");
        let mut samples = generator::samples(&document);
        keep_valid(&document.understood(), &mut samples);
        let mut kept: Vec<String> = samples.iter().map(|it| it.pointer.to_string()).collect();
        kept.sort();
        let valid = ["A/example", "B[T]/example", "B[T]/properties"];
        assert_eq!(kept, valid.map(|it| format!("#/components/schemas/{it}")));
    }
}

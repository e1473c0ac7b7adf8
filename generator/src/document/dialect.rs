//! OpenAPI 3.1 to 3.0: what newer schemas say, in the words of the older ones.
//!
//! Each change is a function on one object. In a document of 3.1 they are silent, because they lose nothing that a type
//! could have said; in one of 3.0 the same words are a mistake, and [`super::repair`] tells.

use serde_json::{Map, Value, json};

use super::grammar::Kind;

/// A word of 3.1 that an object may have.
pub(super) struct Newer {
    /// Which objects may have it.
    pub(super) of: Kind,
    /// The word, as a warning names it.
    pub(super) said: &'static str,
    /// Says the same in the words of 3.0, and tells whether it was there.
    pub(super) apply: fn(&mut Value) -> bool,
}

/// The words, in an order in which each finds what it needs.
pub(super) const NEWER: &[Newer] = &[
    Newer { of: Kind::SecurityScheme, said: "`mutualTLS`", apply: mutual_tls },
    Newer { of: Kind::Schema, said: "a schema that is only `true` or `false`", apply: boolean_schema },
    Newer { of: Kind::Schema, said: "`const`", apply: constant },
    Newer { of: Kind::Schema, said: "a list of types", apply: type_list },
    Newer { of: Kind::Schema, said: "null as an alternative", apply: null_alternative },
    Newer { of: Kind::Schema, said: "a bound that is exclusive by itself", apply: exclusive_bounds },
    Newer { of: Kind::Schema, said: "`examples` of a schema", apply: examples },
    Newer { of: Kind::Schema, said: "`prefixItems`", apply: prefix_items },
    Newer { of: Kind::Schema, said: "`contentEncoding` or `contentMediaType`", apply: content },
    Newer { of: Kind::Schema, said: "`patternProperties`", apply: pattern_properties },
    Newer { of: Kind::Schema, said: "`$dynamicRef`", apply: dynamic_reference },
    Newer { of: Kind::Schema, said: BESIDE_REFERENCE, apply: reference_siblings },
];

pub(super) const BESIDE_REFERENCE: &str = "`$ref` beside other words";

/// Where several examples of a schema stay, as 3.0 knows one only.
pub(crate) const EXAMPLES: &str = "x-examples-of-3.1";

/// Writes down what `style` and its kin mean where only some of them are said.
///
/// `openapiv3` takes a missing `explode` for false, which it is for all styles but `form`.
pub(super) fn spell_out_style(encoding: &mut Value) {
    let Some(encoding) = encoding.as_object_mut() else { return };
    if !["style", "explode", "allowReserved"].iter().any(|it| encoding.contains_key(*it)) {
        return;
    }
    let style = encoding.entry("style").or_insert_with(|| "form".into());
    let is_form = *style == "form";
    encoding.entry("explode").or_insert(is_form.into());
}

/// Certificates are between the HTTP client and the server: a scheme of HTTP that nobody else has says so.
fn mutual_tls(scheme: &mut Value) -> bool {
    let is_mutual = scheme.get("type").is_some_and(|it| it == "mutualTLS");
    if is_mutual {
        *scheme = json!({ "type": "http", "scheme": "mutual" });
    }
    is_mutual
}

/// Any value, or none.
fn boolean_schema(schema: &mut Value) -> bool {
    let Value::Bool(anything) = *schema else { return false };
    *schema = if anything { json!({}) } else { json!({"not": {}}) };
    true
}

fn constant(schema: &mut Value) -> bool {
    let Some(schema) = schema.as_object_mut() else { return false };
    let Some(value) = schema.remove("const") else { return false };
    match &value {
        Value::Null => drop(schema.insert("nullable".into(), true.into())),
        Value::Object(_) | Value::Array(_) => {}
        _ => {
            let name = type_of(&value);
            schema.entry("type").or_insert_with(|| name.into());
            schema.insert("enum".into(), json!([value]));
        }
    }
    true
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// `[T, null]` is a `T` that may be null; several other types are alternatives.
fn type_list(value: &mut Value) -> bool {
    let Some(schema) = value.as_object_mut() else { return false };
    let types: Vec<String> = match schema.get("type") {
        Some(Value::Array(types)) => types.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect(),
        Some(Value::String(only)) if only == "null" => vec![only.clone()],
        _ => return false,
    };
    schema.remove("type");
    let mut others: Vec<&String> = types.iter().filter(|it| *it != "null").collect();
    others.dedup();
    if others.len() < types.len() {
        schema.insert("nullable".into(), true.into());
    }
    match others.as_slice() {
        [] => {}
        [only] => drop(schema.insert("type".into(), only.as_str().into())),
        several => alternatives(schema, several),
    }
    true
}

/// The words that only say something about values of one type.
const WORDS: &[(&str, &[&str])] = &[
    ("object", &["properties", "required", "additionalProperties", "minProperties", "maxProperties"]),
    ("array", &["items", "prefixItems", "minItems", "maxItems", "uniqueItems"]),
    ("string", &["format", "pattern", "minLength", "maxLength", "contentEncoding", "contentMediaType"]),
    ("number", &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
    ("integer", &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
];

/// Deals a schema of several types out to a schema for each.
fn alternatives(schema: &mut Map<String, Value>, types: &[&String]) {
    let has_structure = ["allOf", "anyOf", "oneOf", "$ref"].iter().any(|it| schema.contains_key(*it));
    if has_structure {
        // The alternatives are said already; the types only repeat them.
        return;
    }
    let values = schema.remove("enum").and_then(|it| it.as_array().cloned());
    let branch = |name: &&String| {
        let words = WORDS.iter().find(|(known, _)| known == *name).map_or(&[][..], |(_, words)| words);
        let kept = words.iter().filter_map(|word| Some(((*word).to_owned(), schema.get(*word)?.clone())));
        let mut branch: Map<String, Value> = kept.collect();
        branch.insert("type".into(), name.as_str().into());
        if let Some(values) = &values {
            let of_type = |value: &&Value| {
                type_of(value) == **name || (*name == "number" && type_of(value) == "integer")
            };
            let values: Vec<_> = values.iter().filter(of_type).cloned().collect();
            if values.is_empty() {
                return None;
            }
            branch.insert("enum".into(), values.into());
        }
        Some(Value::Object(branch))
    };
    let branches: Vec<Value> = types.iter().filter_map(branch).collect();
    for word in WORDS.iter().flat_map(|(_, words)| *words) {
        schema.remove(*word);
    }
    schema.insert("anyOf".into(), branches.into());
}

/// An alternative that is only null makes the others nullable.
fn null_alternative(schema: &mut Value) -> bool {
    let Some(schema) = schema.as_object_mut() else { return false };
    let mut changed = false;
    for word in ["anyOf", "oneOf"] {
        let Some(Value::Array(branches)) = schema.get_mut(word) else { continue };
        let before = branches.len();
        branches.retain(|branch| !is_null(branch));
        changed |= branches.len() < before;
        if branches.is_empty() {
            schema.remove(word);
        }
    }
    if changed {
        schema.insert("nullable".into(), true.into());
    }
    changed
}

fn is_null(schema: &Value) -> bool {
    let is_only_null = |values: &Value| values.as_array().is_some_and(|it| it.iter().all(Value::is_null));
    let of_type = match schema.get("type") {
        Some(Value::String(name)) => name == "null",
        Some(Value::Array(names)) => !names.is_empty() && names.iter().all(|it| it == "null"),
        _ => false,
    };
    of_type
        || schema.get("const").is_some_and(Value::is_null)
        || schema
            .get("enum")
            .is_some_and(|it| it.as_array().is_some_and(|it| !it.is_empty()) && is_only_null(it))
}

fn exclusive_bounds(schema: &mut Value) -> bool {
    let Some(schema) = schema.as_object_mut() else { return false };
    let mut changed = false;
    for (word, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if let Some(number @ Value::Number(_)) = schema.get(word).cloned() {
            schema.insert(bound.into(), number);
            schema.insert(word.into(), true.into());
            changed = true;
        }
    }
    changed
}

fn examples(schema: &mut Value) -> bool {
    let Some(schema) = schema.as_object_mut() else { return false };
    let Some(Value::Array(examples)) = schema.remove("examples") else { return false };
    if let Some(first) = examples.first() {
        schema.entry("example").or_insert_with(|| first.clone());
    }
    if examples.len() > 1 {
        schema.insert(EXAMPLES.into(), examples.into());
    }
    true
}

/// A list whose first items have schemas of their own holds one of them at every place.
fn prefix_items(schema: &mut Value) -> bool {
    let Some(schema) = schema.as_object_mut() else { return false };
    let Some(Value::Array(mut branches)) = schema.remove("prefixItems") else { return false };
    if let Some(rest @ Value::Object(_)) = schema.remove("items") {
        branches.push(rest);
    }
    let mut distinct: Vec<Value> = Vec::new();
    for branch in branches {
        if !distinct.contains(&branch) {
            distinct.push(branch);
        }
    }
    let items = if distinct.len() == 1 { distinct.remove(0) } else { json!({ "anyOf": distinct }) };
    schema.insert("items".into(), items);
    true
}

/// Text that stands for bytes has had a format of its own.
fn content(schema: &mut Value) -> bool {
    let Some(schema) = schema.as_object_mut() else { return false };
    let encoding = schema.remove("contentEncoding");
    let media_type = schema.remove("contentMediaType");
    let text = |value: &Option<Value>| value.as_ref().and_then(Value::as_str).map(str::to_lowercase);
    let format = match (text(&encoding).as_deref(), text(&media_type).as_deref()) {
        (Some("base64"), _) => Some("byte"),
        (None | Some("binary"), Some(media_type)) if is_binary(media_type) => Some("binary"),
        _ => None,
    };
    if let Some(format) = format {
        schema.entry("type").or_insert_with(|| "string".into());
        schema.entry("format").or_insert_with(|| format.into());
    }
    encoding.is_some() || media_type.is_some()
}

fn is_binary(media_type: &str) -> bool {
    !media_type.starts_with("text/") && !media_type.contains("json") && !media_type.contains("xml")
}

/// Properties whose names only follow a pattern are those of a map.
fn pattern_properties(schema: &mut Value) -> bool {
    let Some(schema) = schema.as_object_mut() else { return false };
    let Some(Value::Object(patterns)) = schema.remove("patternProperties") else { return false };
    let is_open = |it: &Value| it.as_bool().is_none_or(|it| !it);
    if schema.get("additionalProperties").is_none_or(is_open) {
        let mut schemas = patterns.into_iter().map(|(_, schema)| schema);
        let value = match (schemas.next(), schemas.next()) {
            (Some(only), None) => only,
            _ => json!({}),
        };
        schema.insert("additionalProperties".into(), value);
        schema.entry("type").or_insert_with(|| "object".into());
    }
    true
}

/// What a dynamic reference leads to depends on where one comes from: it may be anything.
fn dynamic_reference(schema: &mut Value) -> bool {
    let Some(schema) = schema.as_object_mut() else { return false };
    schema.remove("$dynamicRef").is_some()
}

/// The words beside a reference add to it, which 3.0 says with `allOf`.
fn reference_siblings(schema: &mut Value) -> bool {
    let Some(schema) = schema.as_object_mut() else { return false };
    if schema.len() < 2 || !schema.get("$ref").is_some_and(Value::is_string) {
        return false;
    }
    let reference = schema.remove("$ref").unwrap_or_default();
    match schema.get_mut("allOf") {
        Some(Value::Array(members)) => members.insert(0, json!({ "$ref": reference })),
        _ => drop(schema.insert("allOf".into(), json!([{ "$ref": reference }]))),
    }
    true
}

//! Faults that are known to be harmless, put right: each a function on one object, that tells whether it had to.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::dialect;
use super::grammar::{Kind, texts, walk};
use super::hints::TYPES;
use crate::diagnostic::{Diagnostics, Rule, others, rules};
use crate::pointer::Pointer;
use crate::suggest::nearest;

/// A change that an object may need.
pub(super) struct Change {
    /// Which objects it is about.
    pub(super) of: Kind,
    /// The rule that an object breaks that needs it.
    pub(super) breaks: &'static Rule,
    pub(super) apply: Apply,
}

/// Makes a change, and tells whether there was something to change.
pub(super) enum Apply {
    Whole(fn(&mut Value) -> bool),
    Member(&'static str, fn(&mut Value) -> bool),
    Each(&'static [&'static str], fn(&mut Value, &str) -> bool),
}

/// The repairs, in an order in which each finds what it needs.
const REPAIRS: &[Change] = &[
    Change { of: Kind::Document, breaks: &rules::NO_INFO, apply: Apply::Whole(add_info) },
    Change { of: Kind::Document, breaks: &rules::NO_PATHS, apply: Apply::Whole(add_paths) },
    Change { of: Kind::Info, breaks: &rules::NO_TITLE, apply: Apply::Whole(complete_info) },
    Change {
        of: Kind::Variable,
        breaks: &rules::VARIABLE_VALUES,
        apply: Apply::Member("enum", variable_texts),
    },
    Change { of: Kind::Operation, breaks: &rules::NO_RESPONSES, apply: Apply::Whole(add_responses) },
    Change { of: Kind::Response, breaks: &rules::NO_DESCRIPTION, apply: Apply::Whole(add_description) },
    Change {
        of: Kind::Parameter,
        breaks: &rules::NO_PARAMETER_SCHEMA,
        apply: Apply::Whole(add_parameter_schema),
    },
    Change { of: Kind::Parameter, breaks: &rules::PATH_NOT_REQUIRED, apply: Apply::Whole(require_path) },
    Change {
        of: Kind::Parameter,
        breaks: &rules::PARAMETER_STYLE,
        apply: Apply::Member("style", drop_style),
    },
    Change { of: Kind::Header, breaks: &rules::NO_HEADER_SCHEMA, apply: Apply::Whole(add_header_schema) },
    Change {
        of: Kind::Header,
        breaks: &rules::HEADER_STYLE,
        apply: Apply::Member("style", drop_header_style),
    },
    Change { of: Kind::Encoding, breaks: &rules::FORM_STYLE, apply: Apply::Member("style", drop_form_style) },
    Change {
        of: Kind::Schema,
        breaks: &rules::REQUIRED_NO_LIST,
        apply: Apply::Member("required", drop_required),
    },
    Change {
        of: Kind::Schema,
        breaks: &rules::PROPERTIES_NO_MAP,
        apply: Apply::Member("properties", drop_properties),
    },
    Change { of: Kind::Schema, breaks: &rules::TYPE_NAME, apply: Apply::Member("type", rename_type) },
    Change {
        of: Kind::Schema,
        breaks: &rules::DISCRIMINATOR_NAME,
        apply: Apply::Member("discriminator", complete_discriminator),
    },
    Change { of: Kind::Schema, breaks: &rules::ITEMS_LIST, apply: Apply::Member("items", merge_items) },
    Change { of: Kind::Schema, breaks: &rules::LIMIT_KIND, apply: Apply::Each(COUNTS, drop_count) },
    Change { of: Kind::Schema, breaks: &rules::LIMIT_KIND, apply: Apply::Each(BOUNDS, drop_bound) },
    Change { of: Kind::Schema, breaks: &rules::LIMIT_KIND, apply: Apply::Each(EXCLUSIVE, drop_flag) },
    Change { of: Kind::Schema, breaks: &rules::ENUM_VALUES, apply: Apply::Member("enum", convert_values) },
    Change { of: Kind::Schema, breaks: &rules::FLAG_KIND, apply: Apply::Each(FLAGS, drop_flag) },
];

/// Puts right what is wrong, and says so once for each kind of fault, at the first place.
pub(super) fn repair(document: &mut Value, is_older: bool, found: &mut Diagnostics) {
    let mut seen: BTreeMap<(&'static Rule, &str), (Pointer, usize)> = BTreeMap::new();
    walk(document, &mut |kind, value, way| {
        let mut note = |rule: &'static Rule, what, member: Option<&str>| {
            let place = || member.map_or_else(|| way.pointer(), |it| way.pointer().child(it));
            seen.entry((rule, what)).or_insert_with(|| (place(), 0)).1 += 1;
        };
        for word in dialect::NEWER.iter().filter(|it| it.of == kind) {
            // By the letter of 3.0 what stands beside a `$ref` is nothing, but everybody means something by it.
            if (word.apply)(value) && is_older && word.said != dialect::BESIDE_REFERENCE {
                note(&rules::NEWER_WORD, word.said, None);
            }
        }
        for name in texts(kind).iter().filter(|it| is_text_wrong(value, it)).collect::<Vec<_>>() {
            note(&rules::TEXT_KIND, rules::TEXT_KIND.title, Some(name));
        }
        for change in REPAIRS.iter().filter(|it| it.of == kind) {
            let (rule, said) = (change.breaks, change.breaks.title);
            match change.apply {
                Apply::Whole(apply) if apply(value) => note(rule, said, None),
                Apply::Member(name, apply) if apply(value) => note(rule, said, Some(name)),
                Apply::Each(names, apply) => {
                    names.iter().filter(|it| apply(value, it)).for_each(|it| note(rule, said, Some(it)));
                }
                Apply::Whole(_) | Apply::Member(..) => {}
            }
        }
        if kind == Kind::Encoding {
            dialect::spell_out_style(value);
        }
    });
    for ((rule, what), (pointer, times)) in seen {
        found.add(rule.at(&pointer, format!("{what}{}", others(times))));
    }
}

fn object(value: &mut Value) -> Option<&mut Map<String, Value>> {
    value.as_object_mut().filter(|it| !it.contains_key("$ref"))
}

/// Adds a member that is not there.
fn add(value: &mut Value, name: &str, member: Value) -> bool {
    let Some(object) = object(value).filter(|it| !it.contains_key(name)) else { return false };
    object.insert(name.to_owned(), member);
    true
}

/// Removes a member that does not hold what it should.
fn remove_unless(value: &mut Value, name: &str, fits: impl Fn(&Value) -> bool) -> bool {
    let Some(object) = value.as_object_mut() else { return false };
    let is_wrong = object.get(name).is_some_and(|member| !fits(member));
    if is_wrong {
        object.remove(name);
    }
    is_wrong
}

/// Writes a scalar as the text it stands for, and removes what is no text at all.
fn is_text_wrong(value: &mut Value, name: &str) -> bool {
    let Some(object) = value.as_object_mut() else { return false };
    match object.get_mut(name) {
        None | Some(Value::String(_)) => return false,
        Some(member @ (Value::Bool(_) | Value::Number(_))) => *member = member.to_string().into(),
        Some(Value::Null | Value::Array(_) | Value::Object(_)) => drop(object.remove(name)),
    }
    true
}

fn add_info(document: &mut Value) -> bool {
    add(document, "info", json!({ "title": "API", "version": "0.0.0" }))
}

fn add_paths(document: &mut Value) -> bool {
    let is_empty = document.get("paths").is_some_and(Value::is_null);
    if is_empty {
        document["paths"] = json!({});
    }
    // Documents of webhooks and of schemas alone are as they should be in 3.1.
    add(document, "paths", json!({})) && document.get("components").is_none() || is_empty
}

fn complete_info(info: &mut Value) -> bool {
    let title = add(info, "title", "API".into());
    add(info, "version", "0.0.0".into()) || title
}

fn variable_texts(variable: &mut Value) -> bool {
    let Some(Value::Array(values)) = variable.get_mut("enum") else { return false };
    let mut changed = false;
    for value in values.iter_mut().filter(|it| !it.is_string()) {
        *value = value.to_string().into();
        changed = true;
    }
    changed
}

fn add_responses(operation: &mut Value) -> bool {
    let is_wrong = operation.get("responses").is_some_and(|it| !it.is_object());
    if is_wrong {
        operation["responses"] = json!({});
    }
    add(operation, "responses", json!({ "default": { "description": "" } })) || is_wrong
}

fn add_description(response: &mut Value) -> bool {
    add(response, "description", "".into())
}

fn add_parameter_schema(parameter: &mut Value) -> bool {
    parameter.get("content").is_none() && add(parameter, "schema", json!({}))
}

fn add_header_schema(header: &mut Value) -> bool {
    add_parameter_schema(header)
}

fn require_path(parameter: &mut Value) -> bool {
    let Some(parameter) = object(parameter) else { return false };
    let is_wrong = parameter.get("in").is_some_and(|it| it == "path")
        && parameter.get("required") != Some(&Value::Bool(true));
    if is_wrong {
        parameter.insert("required".into(), true.into());
    }
    is_wrong
}

fn drop_style(parameter: &mut Value) -> bool {
    let place = parameter.get("in").and_then(Value::as_str).unwrap_or_default().to_owned();
    remove_unless(parameter, "style", |style| {
        let styles: &[&str] = match place.as_str() {
            "path" => &["simple", "label", "matrix"],
            "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            "header" => &["simple"],
            _ => &["form"],
        };
        styles.iter().any(|it| style == it)
    })
}

fn drop_header_style(header: &mut Value) -> bool {
    remove_unless(header, "style", |style| style == "simple")
}

fn drop_form_style(encoding: &mut Value) -> bool {
    let styles = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];
    remove_unless(encoding, "style", |style| styles.iter().any(|it| style == it))
}

/// A single name is a list of one; `required: true` in a property is how older documents said what the object around it says today.
fn drop_required(schema: &mut Value) -> bool {
    remove_unless(schema, "required", |it| it.as_array().is_some_and(|it| it.iter().all(Value::is_string)))
}

fn drop_properties(schema: &mut Value) -> bool {
    remove_unless(schema, "properties", Value::is_object)
}

/// Types of other languages are those of OpenAPI that come nearest.
fn rename_type(schema: &mut Value) -> bool {
    let Some(schema) = schema.as_object_mut() else { return false };
    let Some(name) = schema.get("type") else { return false };
    let known = match name.as_str().unwrap_or_default().to_lowercase().as_str() {
        "object" | "array" | "string" | "integer" | "number" | "boolean" if name.is_string() => {
            let is_exact = name.as_str().is_some_and(|it| it.bytes().all(|it| it.is_ascii_lowercase()));
            if is_exact {
                return false;
            }
            name.as_str().map(str::to_lowercase)
        }
        "int" | "int32" | "int64" | "long" => Some("integer".to_owned()),
        "float" | "double" | "decimal" => Some("number".to_owned()),
        "bool" => Some("boolean".to_owned()),
        "file" | "date" | "datetime" | "date-time" | "uuid" | "text" => Some("string".to_owned()),
        "map" | "dict" => Some("object".to_owned()),
        "list" => Some("array".to_owned()),
        misspelled => nearest(misspelled, TYPES.iter().copied()).map(str::to_owned),
    };
    match known {
        Some(known) => drop(schema.insert("type".into(), known.into())),
        None => drop(schema.remove("type")),
    }
    true
}

fn complete_discriminator(schema: &mut Value) -> bool {
    let Some(discriminator) = schema.get_mut("discriminator") else { return false };
    match discriminator {
        Value::String(name) => {
            *discriminator = json!({ "propertyName": name });
            true
        }
        _ => {
            remove_unless(schema, "discriminator", |it| it.get("propertyName").is_some_and(Value::is_string))
        }
    }
}

fn merge_items(schema: &mut Value) -> bool {
    let Some(items) = schema.get_mut("items") else { return false };
    match items {
        Value::Array(branches) => {
            *items = json!({ "anyOf": std::mem::take(branches) });
            true
        }
        _ => remove_unless(schema, "items", |it| it.is_object() || it.is_boolean()),
    }
}

// Limits only reach documentation, so one that makes no sense is no loss.

const COUNTS: &[&str] = &["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"];
const BOUNDS: &[&str] = &["minimum", "maximum", "multipleOf"];
const EXCLUSIVE: &[&str] = &["exclusiveMinimum", "exclusiveMaximum", "uniqueItems"];
const FLAGS: &[&str] = &["nullable", "readOnly", "writeOnly", "deprecated"];

fn drop_count(schema: &mut Value, name: &str) -> bool {
    remove_unless(schema, name, Value::is_u64)
}

fn drop_bound(schema: &mut Value, name: &str) -> bool {
    let is_integer = schema.get("type").is_some_and(|it| it == "integer");
    whole(schema, name);
    remove_unless(schema, name, |it| if is_integer { it.is_i64() } else { it.is_number() })
}

fn drop_flag(schema: &mut Value, name: &str) -> bool {
    remove_unless(schema, name, Value::is_boolean)
}

/// Writes `10.0` as `10` and a text as the number it is, which needs no word.
fn whole(schema: &mut Value, name: &str) {
    let Some(limit) = schema.get_mut(name) else { return };
    let number = match &*limit {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    if let Some(number) = number.filter(|it| !limit.is_i64() && it.fract() == 0.0 && it.abs() < 9e15) {
        *limit = (number as i64).into();
    }
}

/// YAML reads `yes`, `1.0` and `2020-01-01` as it likes; a list of texts means texts.
fn convert_values(schema: &mut Value) -> bool {
    let name = schema.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let Some(values) = schema.get_mut("enum") else { return false };
    let Value::Array(values) = values else { return remove_unless(schema, "enum", Value::is_array) };
    let mut changed = false;
    for value in values {
        let converted = match (name.as_str(), &*value) {
            ("string", Value::Bool(_) | Value::Number(_)) => Some(Value::String(value.to_string())),
            ("integer" | "number", Value::String(text)) => text.trim().parse::<i64>().ok().map(Value::from),
            ("boolean", Value::String(text)) => {
                text.trim().to_lowercase().parse::<bool>().ok().map(Value::from)
            }
            _ => None,
        };
        if let Some(converted) = converted {
            *value = converted;
            changed = true;
        }
    }
    changed
}

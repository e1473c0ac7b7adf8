//! Limits and defaults of a schema, as short sentences for the documentation.

use openapiv3::{AnySchema, Schema, SchemaKind, Type};
use serde_json::Value;

use crate::doc_text::{code, is_invisible};

/// Returns what a schema says about which values are allowed.
pub(super) fn limits(schema: &Schema) -> Vec<String> {
    match &schema.schema_kind {
        SchemaKind::Type(Type::Integer(it)) => numbers(
            it.minimum.map(|it| it.to_string()),
            it.maximum.map(|it| it.to_string()),
            it.exclusive_minimum,
            it.exclusive_maximum,
        ),
        SchemaKind::Type(Type::Number(it)) => {
            let mut limits = numbers(
                it.minimum.map(|it| it.to_string()),
                it.maximum.map(|it| it.to_string()),
                it.exclusive_minimum,
                it.exclusive_maximum,
            );
            limits.extend(listed(it.enumeration.iter().flatten()));
            limits
        }
        SchemaKind::Type(Type::String(it)) => counts(it.min_length, it.max_length, "character"),
        SchemaKind::Type(Type::Array(it)) => counts(it.min_items, it.max_items, "item"),
        SchemaKind::Any(it) => any(it),
        _ => Vec::new(),
    }
}

/// Returns the listed numbers: there is no enum of them, because a number with a fraction is never quite the same.
fn listed<'v>(values: impl Iterator<Item = &'v f64>) -> Option<String> {
    let values: Vec<String> = values.map(|it| code(&it.to_string())).collect();
    (!values.is_empty()).then(|| format!("Allowed: {}.", values.join(", ")))
}

fn any(it: &AnySchema) -> Vec<String> {
    let mut limits = numbers(
        it.minimum.map(|it| it.to_string()),
        it.maximum.map(|it| it.to_string()),
        it.exclusive_minimum.unwrap_or_default(),
        it.exclusive_maximum.unwrap_or_default(),
    );
    limits.extend(counts(it.min_length, it.max_length, "character"));
    limits.extend(counts(it.min_items, it.max_items, "item"));
    limits
}

fn numbers(minimum: Option<String>, maximum: Option<String>, above: bool, below: bool) -> Vec<String> {
    let least = minimum.map(|it| format!("{} {it}", if above { "more than" } else { "at least" }));
    let most = maximum.map(|it| format!("{} {it}", if below { "less than" } else { "at most" }));
    sentence(least, most, "")
}

fn counts(minimum: Option<usize>, maximum: Option<usize>, what: &str) -> Vec<String> {
    let counted = minimum.max(maximum).unwrap_or_default();
    let what = format!(" {what}{}", if counted == 1 { "" } else { "s" });
    sentence(minimum.map(|it| format!("at least {it}")), maximum.map(|it| format!("at most {it}")), &what)
}

fn sentence(least: Option<String>, most: Option<String>, what: &str) -> Vec<String> {
    let limits: Vec<String> = least.into_iter().chain(most).collect();
    if limits.is_empty() { Vec::new() } else { vec![format!("Allowed: {}{what}.", limits.join(", "))] }
}

/// Returns what a value is when it is not sent.
pub(super) fn default(schema: &Schema) -> Option<String> {
    match schema.schema_data.default.as_ref()? {
        Value::Null => None,
        Value::String(text) if text.is_empty() => Some("Default: empty.".to_owned()),
        Value::String(text) => Some(format!("Default: {}.", code(text))),
        value => Some(format!("Default: {}.", code(&value.to_string()))),
    }
}

/// Returns an example that is a text and short enough to be shown.
pub(super) fn example(value: Option<&Value>) -> Option<String> {
    let text = value?.as_str()?;
    let fits = !text.is_empty() && text.chars().count() <= 60 && !text.contains(is_invisible);
    fits.then(|| text.to_owned())
}

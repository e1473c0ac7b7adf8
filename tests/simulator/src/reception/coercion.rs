//! Text to the type that a schema wants. What cannot be read as that type stays text, for the checker to object to.

use serde_json::{Number, Value};

use super::Raw;
use crate::document::{Kind, Schemas};

/// Returns the one value that was sent under a name. JSON values are what they are; texts are read.
pub(super) fn value(schemas: &Schemas, schema: &Value, is_json: bool, raws: Vec<Raw>) -> Value {
    let mut texts = Vec::new();
    for raw in raws {
        match raw {
            Raw::Json(value) => return value,
            Raw::Text(text) => texts.push(text),
            Raw::File(_) => {}
        }
    }
    let kind = schemas.kind(schema);
    match (kind, texts.as_slice()) {
        (Kind::Array, [text]) => json_text(text).filter(Value::is_array).unwrap_or_else(|| {
            // An encoding of JSON leaves no room for a bare item.
            if is_json { Value::String(text.clone()) } else { items(schemas, schema, &texts) }
        }),
        (Kind::Array, _) => items(schemas, schema, &texts),
        (_, [text]) => read(kind, is_json, text),
        // A scalar that is given twice fits no scalar type, and is refused as the list it is.
        _ => texts.into_iter().map(Value::String).collect(),
    }
}

fn items(schemas: &Schemas, schema: &Value, texts: &[String]) -> Value {
    let kind = schemas.kind(&schemas.resolve(schema)["items"]);
    texts.iter().map(|text| read(kind, false, text)).collect()
}

fn read(kind: Kind, is_json: bool, text: &str) -> Value {
    let read = match kind {
        Kind::Boolean => boolean(text),
        Kind::Integer => text.parse::<i64>().ok().map(Value::from),
        Kind::Number => number(text),
        Kind::Array | Kind::Object => json_text(text),
        Kind::Text if is_json => json_text(text),
        Kind::Text | Kind::File => None,
    };
    read.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// Python writes `True`; forms of old write 1.
fn boolean(text: &str) -> Option<Value> {
    match text {
        "true" | "True" | "1" => Some(Value::Bool(true)),
        "false" | "False" | "0" => Some(Value::Bool(false)),
        _ => None,
    }
}

/// `35` and `35.0` are the same number, and shown as the same in the ledger.
fn number(text: &str) -> Option<Value> {
    let integer = text.strip_suffix(".0").unwrap_or(text).parse::<i64>().ok().map(Value::from);
    integer.or_else(|| Number::from_f64(text.parse().ok()?).map(Value::Number))
}

fn json_text(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

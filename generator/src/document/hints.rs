//! What to write instead, for mistakes that people make again and again.

use serde_json::Value;

use super::grammar::Kind;
use super::words::Expected;
use crate::diagnostic::rules;
use crate::doc_text::code;

pub(super) const TYPES: &[&str] = &["object", "array", "string", "integer", "number", "boolean"];

/// What to write where an object belongs and something else stands.
pub(super) fn no_object(kind: Kind, value: &Value) -> String {
    match (kind, value) {
        (Kind::Schema, Value::String(text)) if TYPES.contains(&text.as_str()) => {
            format!("write {}", code(&format!("{{ type: {text} }}")))
        }
        (Kind::Schema, Value::String(text)) if text == "true" || text == "false" => {
            format!("write {} without quotes", code(text))
        }
        (Kind::Schema, Value::String(text)) if text.contains('/') => {
            format!("write {}", code(&format!("{{ $ref: '{text}' }}")))
        }
        (Kind::Response, Value::String(text)) => {
            format!("write {}", code(&format!("{{ description: {text} }}")))
        }
        (_, Value::Null) => "indent what belongs to it, or take it out".to_owned(),
        (_, Value::Array(_)) => "take the `-` out, or write a map from names to objects".to_owned(),
        _ => rules::WRONG_KIND.help.to_owned(),
    }
}

/// What to write where a member has a value of the wrong kind.
pub(super) fn wrong_value(word: &str, expected: Expected, value: &Value) -> String {
    match (word, expected, value) {
        ("$ref", ..) => "put the reference in quotes; what follows a `#` is a comment else".to_owned(),
        (_, Expected::Texts, Value::String(text)) => format!("write {}", code(&format!("[{text}]"))),
        (_, Expected::Requirements, Value::Object(map)) => {
            format!(
                "write a `-` before it: {}",
                code(&format!("- {}: []", map.keys().next().map_or("name", String::as_str)))
            )
        }
        (_, Expected::Requirements, _) => "write `- name: []` for each scheme".to_owned(),
        (_, Expected::List | Expected::Texts, Value::Object(_)) => "write a `-` before each".to_owned(),
        (_, Expected::List | Expected::Texts, _) => "write a list, with a `-` before each".to_owned(),
        (_, Expected::Map, Value::Array(_)) => "write a name for each instead of the `-`".to_owned(),
        (_, Expected::Flag, _) => "write `true` or `false` without quotes".to_owned(),
        _ => rules::WRONG_KIND.help.to_owned(),
    }
}

/// What to write for a security requirement that is none.
pub(super) fn requirement(item: &Value) -> String {
    match item.as_str() {
        Some(name) => format!("write {}", code(&format!("- {name}: []"))),
        None => "write `- name: []` for each scheme, with scopes in the list".to_owned(),
    }
}

/// What to write instead of a word that is not among those of OpenAPI.
pub(super) fn word(member: &str, text: &str) -> &'static str {
    match (member, text) {
        ("type", "bearer") => "write `type: http` and `scheme: bearer`",
        ("type", "basic") => "write `type: http` and `scheme: basic`",
        ("in", "body" | "formData") => "describe it under `requestBody` of the operation instead",
        _ => rules::NOT_A_CHOICE.help,
    }
}

/// What to add where a required member is missing.
pub(super) fn missing(kind: Kind, word: &str) -> &'static str {
    match (kind, word) {
        (Kind::Link, _) => "add the `operationId` or the `operationRef` that it leads to",
        (Kind::Server, "url") => "add `url: https://…`",
        (Kind::Parameter, "in") => "add `in: query`, or `path`, `header` or `cookie`",
        (Kind::SecurityScheme, "scheme") => "add `scheme: bearer` or `scheme: basic`",
        (Kind::SecurityScheme, "in") => "add `in: header`, or `query` or `cookie`",
        (Kind::SecurityScheme, "type") => "add `type: apiKey`, `http`, `oauth2` or `openIdConnect`",
        _ => rules::MISSING_MEMBER.help,
    }
}

/// What to do with a member that OpenAPI does not know, where that is clear.
pub(super) fn unknown(kind: Kind, word: &str, value: &Value) -> Option<&'static str> {
    let is_schema = || value.get("type").is_some_and(Value::is_string) || value.get("$ref").is_some();
    Some(match (kind, word) {
        (Kind::Response | Kind::RequestBody, "schema") => {
            "put it under `content`, below a media type such as `application/json`"
        }
        (Kind::Document, "host" | "basePath" | "schemes") => "write the whole URL under `servers`",
        (Kind::Document, "definitions" | "schemas") => "move its schemas to `components.schemas`",
        (Kind::Document | Kind::Operation, "consumes" | "produces") => {
            "name the media type under `content` of the body or the response"
        }
        (Kind::Parameter, "type" | "format" | "enum" | "items" | "default" | "minimum" | "maximum") => {
            "put it under `schema`"
        }
        (_, "ref") if value.is_string() => "did you mean `$ref`?",
        (Kind::Schema, _) if is_schema() => "put it under `properties`, if it is a property",
        (Kind::PathItem, _) if value.is_object() => {
            "write one of `get`, `put`, `post`, `delete`, `options`, `head`, `patch` and `trace`"
        }
        _ => return None,
    })
}

//! Whether each object has what OpenAPI asks for. All that is wrong is said at once, and replaced by something that lets
//! the rest of the document be looked at; what comes of it is never written.

use serde_json::{Map, Value};

use super::grammar::{Kind, Shape, Way, members, name, walk};
use super::hints;
use super::words::{Expected, words};
use crate::diagnostic::{Diagnostics, rules};
use crate::doc_text::code;
use crate::pointer::Pointer;
use crate::suggest::nearest;

/// Says what is not as OpenAPI has it; returns the places that were replaced.
pub(super) fn check(document: &mut Value, found: &mut Diagnostics) -> Vec<Pointer> {
    let mut check = Check { found, replaced: Vec::new() };
    walk(document, &mut |kind, value, way| check.object(kind, value, way));
    check.replaced
}

struct Check<'a> {
    found: &'a mut Diagnostics,
    replaced: Vec<Pointer>,
}

impl Check<'_> {
    fn object(&mut self, kind: Kind, value: &mut Value, way: &Way<'_>) {
        let Value::Object(object) = value else {
            let message = format!("{} has to be an object, not {}", name(kind), said(value));
            self.found.add(rules::WRONG_KIND.at(&way.pointer(), message).help(hints::no_object(kind, value)));
            self.replaced.push(way.pointer());
            let mut stand_in = Map::new();
            complete(kind, &mut stand_in);
            *value = stand_in.into();
            return;
        };
        if object.contains_key("$ref") && !matches!(kind, Kind::PathItem | Kind::Document) {
            self.member(object, "$ref", Expected::Text, way);
            if object.contains_key("$ref") {
                return;
            }
        }
        let replaced = self.replaced.len();
        for (word, shape, _) in members(kind) {
            let expected = match shape {
                Shape::One => continue,
                Shape::List => Expected::List,
                Shape::Map => Expected::Map,
            };
            self.member(object, word, expected, way);
        }
        for (word, expected) in words(kind) {
            self.member(object, word, *expected, way);
        }
        // What is missing may only be missing because of what was replaced.
        if self.replaced.len() == replaced {
            self.missing(kind, object, way);
        }
        complete(kind, object);
        match kind {
            Kind::Operation => self.statuses(object, way),
            Kind::Response | Kind::RequestBody => self.media_types(object, way),
            _ => {}
        }
    }

    fn member(&mut self, object: &mut Map<String, Value>, word: &str, expected: Expected, way: &Way<'_>) {
        let Some(value) = object.get(word) else { return };
        let kind = match expected {
            Expected::Text if !value.is_string() => "a text",
            Expected::Flag if !value.is_boolean() => "`true` or `false`",
            Expected::Map if !value.is_object() => "a map",
            Expected::List if !value.is_array() => "a list",
            Expected::Texts if !value.as_array().is_some_and(|it| it.iter().all(Value::is_string)) => {
                "a list of texts"
            }
            Expected::Choice(choices) => return self.choice(object, word, choices, way),
            Expected::Requirements if value.is_array() => return self.requirements(object, word, way),
            Expected::Requirements => "a list",
            _ => return,
        };
        let at = way.pointer().child(word);
        let message = format!("{} has to be {kind}, not {}", code(word), said(value));
        self.found.add(rules::WRONG_KIND.at(&at, message).help(hints::wrong_value(word, expected, value)));
        self.replaced.push(at);
        object.remove(word);
    }

    /// Each security requirement is a map from the name of a scheme to a list of scopes.
    fn requirements(&mut self, object: &mut Map<String, Value>, word: &str, way: &Way<'_>) {
        let Some(Value::Array(items)) = object.get_mut(word) else { return };
        let is_scopes = |it: &Value| it.as_array().is_some_and(|it| it.iter().all(Value::is_string));
        for (index, item) in items.iter_mut().enumerate() {
            if item.as_object().is_some_and(|it| it.values().all(is_scopes)) {
                continue;
            }
            let at = way.pointer().child(word).child(index);
            let message = format!("a security requirement has to be a map of lists, not {}", said(item));
            self.found.add(rules::WRONG_KIND.at(&at, message).help(hints::requirement(item)));
            self.replaced.push(at);
            *item = Map::new().into();
        }
    }

    fn choice(&mut self, object: &mut Map<String, Value>, word: &str, choices: &[&str], way: &Way<'_>) {
        let value = object.get(word).cloned().unwrap_or_default();
        let text = value.as_str().unwrap_or_default();
        if choices.contains(&text) {
            return;
        }
        let at = way.pointer().child(word);
        let all: Vec<String> = choices.iter().map(|it| code(it)).collect();
        let message = format!("{} has to be one of {}, not {}", code(word), all.join(", "), said(&value));
        let guess = nearest(text, choices.iter().copied());
        let diagnostic = rules::NOT_A_CHOICE.at(&at, message).help(hints::word(word, text));
        self.found.add(diagnostic.did_you_mean(guess));
        self.replaced.push(at);
        object.remove(word);
        object.extend(guess.map(|it| (word.to_owned(), it.into())));
    }

    fn missing(&mut self, kind: Kind, object: &Map<String, Value>, way: &Way<'_>) {
        for word in required(kind, object).iter().filter(|it| !object.contains_key(**it)) {
            let message = format!("{} without {}", name(kind), code(word));
            self.found
                .add(rules::MISSING_MEMBER.at(&way.pointer(), message).help(hints::missing(kind, word)));
            self.replaced.push(way.pointer());
        }
    }

    fn media_types(&mut self, object: &Map<String, Value>, way: &Way<'_>) {
        let Some(content) = object.get("content").and_then(Value::as_object) else { return };
        for name in content.keys().filter(|it| !it.contains('/')) {
            let at = way.pointer().child("content").child(name);
            let help = match name.as_str() {
                "json" | "xml" | "pdf" | "zip" => format!("write {}", code(&format!("application/{name}"))),
                _ => rules::NO_MEDIA_TYPE.help.to_owned(),
            };
            let message = format!("{} is no media type", code(name));
            self.found.add(rules::NO_MEDIA_TYPE.at(&at, message).help(help));
        }
    }

    fn statuses(&mut self, operation: &Map<String, Value>, way: &Way<'_>) {
        let Some(responses) = operation.get("responses").and_then(Value::as_object) else { return };
        for status in responses.keys().filter(|it| !is_status(it) && !it.starts_with("x-")) {
            let at = way.pointer().child("responses").child(status);
            let message = format!("{} is not a status, so its response is left out", code(status));
            self.found.add(rules::NO_STATUS.at(&at, message));
        }
    }
}

fn is_status(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_range = digits == 1 && text[1..].eq_ignore_ascii_case("xx");
    text == "default" || text.len() == 3 && text.is_ascii() && (digits == 3 || is_range)
}

/// Gives an object what it lacks, so that the rest of the document can be read.
fn complete(kind: Kind, object: &mut Map<String, Value>) {
    let also: &[&str] = match kind {
        Kind::Document => &["info", "paths"],
        Kind::Info => &["title", "version"],
        Kind::Operation => &["responses"],
        Kind::Response => &["description"],
        _ => &[],
    };
    for word in required(kind, object).iter().chain(also) {
        let stand_in = match *word {
            "in" => "query".into(),
            "type" => "http".into(),
            "info" | "paths" | "responses" | "flows" => Value::Object(Map::new()),
            _ => "".into(),
        };
        object.entry(*word).or_insert(stand_in);
    }
    if kind == Kind::Parameter && !object.contains_key("content") {
        object.entry("schema").or_insert_with(|| Map::new().into());
    }
}

/// Returns the members that an object cannot do without.
fn required(kind: Kind, object: &Map<String, Value>) -> Vec<&'static str> {
    let is = |word: &str, value: &str| object.get(word).is_some_and(|it| it == value);
    match kind {
        Kind::Server => vec!["url"],
        Kind::Tag => vec!["name"],
        Kind::Variable => vec!["default"],
        Kind::Parameter => vec!["name", "in"],
        Kind::Link if !object.contains_key("operationRef") => vec!["operationId"],
        Kind::SecurityScheme if is("type", "apiKey") => vec!["name", "in"],
        Kind::SecurityScheme if is("type", "http") => vec!["scheme"],
        Kind::SecurityScheme if is("type", "oauth2") => vec!["flows"],
        Kind::SecurityScheme if is("type", "openIdConnect") => vec!["openIdConnectUrl"],
        Kind::SecurityScheme => vec!["type", "scheme"],
        _ => Vec::new(),
    }
}

/// Says what a value is, in few words.
pub(super) fn said(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(_) | Value::Number(_) => code(&value.to_string()),
        Value::String(text) if text.chars().count() <= 40 => format!("the text {}", code(text)),
        Value::String(_) => "a text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a map".to_owned(),
    }
}

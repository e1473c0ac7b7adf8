//! Whether each object has what OpenAPI asks for. All that is wrong is said at once, and replaced by something that lets
//! the rest of the document be looked at; what comes of it is never written.

use serde_json::{Map, Value};

use super::grammar::{Kind, Shape, Way, members, walk};
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
            let help = match value {
                Value::String(text) if kind == Kind::Schema => format!("write `{{ type: {text} }}`"),
                _ => rules::WRONG_KIND.help.to_owned(),
            };
            let message = format!("{} has to be an object, not {}", name(kind), said(value));
            self.found.add(rules::WRONG_KIND.at(&way.pointer(), message).help(help));
            self.replaced.push(way.pointer());
            *value = Value::Object(Map::new());
            if let Value::Object(object) = value {
                self.complete(kind, object);
            }
            return;
        };
        if object.contains_key("$ref") && !matches!(kind, Kind::PathItem | Kind::Document) {
            return;
        }
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
        self.missing(kind, object, way);
        self.misspelled(kind, object, way);
        if kind == Kind::Operation {
            self.statuses(object, way);
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
            _ => return,
        };
        let at = way.pointer().child(word);
        let message = format!("{} has to be {kind}, not {}", code(word), said(value));
        self.found.add(rules::WRONG_KIND.at(&at, message));
        self.replaced.push(at);
        object.remove(word);
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
        let mut diagnostic = rules::NOT_A_CHOICE.at(&at, message);
        let guess = nearest(text, choices.iter().copied());
        if let Some(guess) = guess {
            diagnostic = diagnostic.help(format!("did you mean {}?", code(guess)));
        }
        self.found.add(diagnostic);
        self.replaced.push(at);
        object.insert(word.to_owned(), guess.unwrap_or(choices[choices.len() - 1]).into());
    }

    fn missing(&mut self, kind: Kind, object: &mut Map<String, Value>, way: &Way<'_>) {
        for word in required(kind, object) {
            if !object.contains_key(word) {
                let message = format!("{} without {}", name(kind), code(word));
                self.found.add(rules::MISSING_MEMBER.at(&way.pointer(), message));
                self.replaced.push(way.pointer());
            }
        }
        self.complete(kind, object);
    }

    /// Gives an object what it lacks, so that the rest of the document can be read.
    fn complete(&mut self, kind: Kind, object: &mut Map<String, Value>) {
        for word in required(kind, object) {
            let stand_in = match word {
                "in" => "query".into(),
                "type" => "http".into(),
                "responses" | "flows" | "schema" => Value::Object(Map::new()),
                _ => "".into(),
            };
            object.entry(word).or_insert(stand_in);
        }
    }

    /// Says when a member is not known, but nearly.
    fn misspelled(&mut self, kind: Kind, object: &Map<String, Value>, way: &Way<'_>) {
        if kind == Kind::Callback {
            return;
        }
        let known = || members(kind).iter().map(|it| it.0).chain(words(kind).iter().map(|it| it.0));
        for word in object.keys().filter(|it| !it.starts_with("x-") && *it != "$ref") {
            if known().any(|it| it == word) {
                continue;
            }
            if let Some(guess) = nearest(word, known().filter(|it| !object.contains_key(*it))) {
                let message = format!("{} is no member of {}", code(word), name(kind));
                let help = format!(
                    "did you mean {}? A member that OpenAPI does not know has no effect",
                    code(guess)
                );
                self.found.add(rules::MISSPELLED.at(&way.pointer().child(word), message).help(help));
            }
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

/// Names a kind of object as a sentence does.
fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Document => "the document",
        Kind::Info => "`info`",
        Kind::Contact => "a contact or license",
        Kind::Server => "a server",
        Kind::Variable => "a variable of a server",
        Kind::Tag => "a tag",
        Kind::Components => "`components`",
        Kind::PathItem => "a path",
        Kind::Operation => "an operation",
        Kind::Parameter => "a parameter",
        Kind::Header => "a header",
        Kind::RequestBody => "a request body",
        Kind::Response => "a response",
        Kind::MediaType => "a media type",
        Kind::Encoding => "an encoding",
        Kind::Link => "a link",
        Kind::Callback => "a callback",
        Kind::SecurityScheme => "a security scheme",
        Kind::Schema => "a schema",
    }
}

/// Says what a value is, in few words.
fn said(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(_) | Value::Number(_) => code(&value.to_string()),
        Value::String(text) if text.chars().count() <= 40 => format!("the text {}", code(text)),
        Value::String(_) => "a text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a map".to_owned(),
    }
}

//! A document whose strings all carry marks: names the same one wherever they are used, so that it stays a document.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// What stands around the number of a mark. No words of ours have it, and letters and digits survive every change of
/// case and every escape, so a mark is found wherever its text comes out.
const START: &str = "zq";
const END: &str = "xn";

/// Members whose values OpenAPI fixes.
const FIXED: &[&str] = &[
    "$schema",
    "contentEncoding",
    "contentMediaType",
    "contentType",
    "in",
    "jsonSchemaDialect",
    "openapi",
    "scheme",
    "style",
    "type",
    "x-retry",
];

/// Members that hold objects by names the document chooses.
const MAPS: &[&str] = &[
    "$defs",
    "callbacks",
    "definitions",
    "encoding",
    "examples",
    "headers",
    "links",
    "parameters",
    "pathItems",
    "patternProperties",
    "paths",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "scopes",
    "securitySchemes",
    "variables",
    "webhooks",
];

/// Members that are any JSON.
const VALUES: &[&str] = &["const", "default", "enum", "example", "value", "x-event"];

/// The formats that mean something.
const FORMATS: &[&str] = &[
    "base64",
    "binary",
    "byte",
    "date",
    "date-time",
    "decimal",
    "double",
    "duration",
    "float",
    "int32",
    "int64",
    "time",
    "uuid",
];

/// What becomes of each text: a function of the text alone, so that what was the same is the same afterwards.
pub(super) struct Marks<'a> {
    numbers: BTreeMap<String, usize>,
    change: &'a dyn Fn(&str, &str) -> String,
}

impl<'a> Marks<'a> {
    /// `change` makes the new text of the old one and its mark.
    pub(super) fn new(change: &'a dyn Fn(&str, &str) -> String) -> Self {
        Self { numbers: BTreeMap::new(), change }
    }

    /// Returns the texts that were marked, in the order of their numbers.
    pub(super) fn texts(&self) -> Vec<String> {
        let mut texts: Vec<_> = self.numbers.iter().collect();
        texts.sort_by_key(|(_, number)| **number);
        texts.into_iter().map(|(text, _)| text.clone()).collect()
    }

    fn text(&mut self, text: &str) -> String {
        let next = self.numbers.len();
        let number = *self.numbers.entry(text.to_owned()).or_insert(next);
        (self.change)(text, &format!("{START}{number}{END}"))
    }

    /// Marks an object whose members OpenAPI knows.
    pub(super) fn object(&mut self, value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|it| self.object(it)).collect(),
            Value::Object(members) => {
                let marked = members.iter().map(|(name, value)| (name.clone(), self.member(name, value)));
                Value::Object(marked.collect())
            }
            Value::String(text) => self.expression(text).into(),
            other => other.clone(),
        }
    }

    fn member(&mut self, name: &str, value: &Value) -> Value {
        match (name, value) {
            ("$ref" | "operationRef", Value::String(text)) => self.reference(text).into(),
            ("url", Value::String(text)) => self.template(text).into(),
            ("format", Value::String(text)) if FORMATS.contains(&text.as_str()) => value.clone(),
            ("content", Value::Object(media_types)) => {
                let marked = media_types.iter().map(|(name, it)| (name.clone(), self.object(it)));
                Value::Object(marked.collect())
            }
            ("mapping", Value::Object(mapping)) => {
                let marked = mapping.iter().map(|(name, it)| {
                    let target = it.as_str().unwrap_or_default();
                    let is_reference = target.contains(['#', '/']);
                    let target = if is_reference { self.reference(target) } else { self.text(target) };
                    (self.text(name), target.into())
                });
                Value::Object(marked.collect())
            }
            ("security", Value::Array(items)) => items.iter().map(|it| self.value(it)).collect(),
            ("x-job", Value::Object(members)) => {
                let marked = members.iter().map(|(name, it)| (name.clone(), self.value(it)));
                Value::Object(marked.collect())
            }
            (name, value) if FIXED.contains(&name) => value.clone(),
            (name, value) if VALUES.contains(&name) => self.value(value),
            (name, Value::Object(members)) if MAPS.contains(&name) => self.map(members),
            (name, value) if name.starts_with("x-") => self.value(value),
            (_, value) => self.object(value),
        }
    }

    fn map(&mut self, members: &Map<String, Value>) -> Value {
        let marked = members.iter().map(|(name, value)| {
            let value = match value {
                // The path items of a callback are one level below its name.
                Value::Object(members) if members.keys().any(|it| it.starts_with("{$")) => self.map(members),
                value => self.object(value),
            };
            (self.name(name), value)
        });
        Value::Object(marked.collect())
    }

    /// Marks a name: of a path, each part of it; of a parameter in a link, what follows its place.
    fn name(&mut self, name: &str) -> String {
        let is_status =
            name == "default" || name.starts_with(|c: char| c.is_ascii_digit()) && name.len() == 3;
        let place = ["path.", "query.", "header.", "cookie."].into_iter().find(|it| name.starts_with(it));
        match place {
            _ if is_status => name.to_owned(),
            Some(place) => format!("{place}{}", self.text(&name[place.len()..])),
            None if name.starts_with('/') => self.template(name),
            None => self.expression(name),
        }
    }

    /// Marks what stands in braces, and puts a mark at the end.
    fn template(&mut self, text: &str) -> String {
        let mut parts = text.split('{');
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}').unwrap_or((part, ""));
            out.push_str(&format!("{{{}}}{rest}", self.text(name)));
        }
        let words = text.replace(|c: char| !c.is_alphanumeric(), "-");
        format!("{}/{}", out.trim_end_matches('/'), self.text(words.trim_matches('-')))
    }

    fn reference(&mut self, text: &str) -> String {
        let Some((file, pointer)) = text.split_once('#') else { return text.to_owned() };
        let mut before = String::new();
        let tokens = pointer.split('/').map(|token| {
            let plain = token.replace("%7B", "{").replace("%7D", "}").replace("~1", "/").replace("~0", "~");
            let marked = if MAPS.contains(&before.as_str()) { self.name(&plain) } else { plain };
            before = token.to_owned();
            fragment(&marked)
        });
        format!("{file}#{}", tokens.collect::<Vec<_>>().join("/"))
    }

    /// Marks any text; of a runtime expression, the names in it.
    fn expression(&mut self, text: &str) -> String {
        let inner = text.strip_prefix('{').and_then(|it| it.strip_suffix('}')).unwrap_or(text);
        if !inner.starts_with("$re") {
            return self.text(text);
        }
        let marked = match inner.split_once('#') {
            Some((source, pointer)) => {
                let tokens = pointer.split('/').skip(1).map(|it| match it.parse::<usize>() {
                    Ok(_) => it.to_owned(),
                    Err(_) => fragment(&self.text(it)),
                });
                format!("{source}#/{}", tokens.collect::<Vec<_>>().join("/"))
            }
            None => match inner.rsplit_once('.') {
                Some((source, name)) if source.contains('.') => format!("{source}.{}", self.text(name)),
                _ => inner.to_owned(),
            },
        };
        if inner == text { marked } else { format!("{{{marked}}}") }
    }

    fn value(&mut self, value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|it| self.value(it)).collect(),
            Value::Object(members) => {
                let marked = members.iter().map(|(name, value)| (self.text(name), self.value(value)));
                Value::Object(marked.collect())
            }
            Value::String(text) => self.expression(text).into(),
            other => other.clone(),
        }
    }
}

/// Writes a token of a JSON Pointer as a part of a URI fragment.
fn fragment(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1").replace('%', "%25").replace('#', "%23")
}

/// Returns the marks in a text, in whatever case.
pub(super) fn marks(text: &str) -> Vec<usize> {
    let text = text.to_ascii_lowercase();
    let after = text.split(START).skip(1);
    let numbers = after.filter_map(|rest| {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        rest[digits..].starts_with(END).then(|| rest[..digits].parse().ok())?
    });
    numbers.collect()
}

//! JSON in which some lists have a line for each item, and whatever is not seen is written out.

use serde_json::{Map, Value};

use crate::doc_text::is_invisible;

/// The members of an object, in their order.
#[derive(Default)]
pub(super) struct Members(Map<String, Value>);

impl Members {
    /// Adds a member, unless it is empty, false or null.
    pub(super) fn with(self, name: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        let is_empty = match &value {
            Value::Null | Value::Bool(false) => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            Value::Object(members) => members.is_empty(),
            Value::Bool(true) | Value::Number(_) => false,
        };
        if is_empty { self } else { self.with_some(name, Some(value)) }
    }

    /// Adds a member that may be empty.
    pub(super) fn with_some(mut self, name: &str, value: Option<impl Into<Value>>) -> Self {
        self.0.extend(value.map(|it| (name.to_owned(), it.into())));
        self
    }

    pub(super) fn value(self) -> Value {
        Value::Object(self.0)
    }

    /// Prints the object.
    pub(super) fn object(self) -> String {
        text(&self.value())
    }

    /// Prints the members, without the braces around them.
    pub(super) fn text(self) -> String {
        let text = self.object();
        text[1..text.len() - 1].to_owned()
    }

    /// Prints the object with a last member that is printed already.
    pub(super) fn followed_by(self, last: &str) -> String {
        let members = [self.text(), last.to_owned()];
        let members: Vec<String> = members.into_iter().filter(|it| !it.is_empty()).collect();
        format!("{{{}}}", members.join(","))
    }
}

/// Prints items between two brackets, each on a line of its own.
pub(super) fn block(open: &str, items: impl Iterator<Item = String>, close: &str) -> String {
    let items: Vec<String> = items.map(|it| it.replace('\n', "\n ")).collect();
    if items.is_empty() {
        return format!("{open}{close}");
    }
    format!("{open}\n {}\n{close}", items.join(",\n "))
}

/// Prints a value on one line; what a reader of the file would not see is escaped.
pub(super) fn text(value: &Value) -> String {
    let mut text = String::new();
    for c in value.to_string().chars() {
        match c {
            c if is_invisible(c) => text.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => text.push(c),
        }
    }
    text
}

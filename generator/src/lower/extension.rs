//! The members of an extension to values, with a diagnostic for each that is not of the kind that is asked for.

use serde_json::{Map, Value};

use super::Context;
use super::expression::{self, Expression, Side};
use crate::diagnostic::rules;
use crate::doc_text::code;
use crate::pointer::Pointer;
use crate::suggest::nearest;

/// An extension that is an object.
pub(super) struct Extension<'a> {
    members: &'a Map<String, Value>,
    pub(super) pointer: Pointer,
}

impl<'a> Extension<'a> {
    /// Opens an extension; a member that is not among those that are known has no effect.
    pub(super) fn open(
        cx: &mut Context<'_>,
        value: &'a Value,
        pointer: Pointer,
        known: &[&str],
    ) -> Option<Self> {
        let Value::Object(members) = value else {
            wrong(cx, &pointer, "an object");
            return None;
        };
        for name in members.keys().filter(|name| !known.contains(&name.as_str())) {
            let text = format!("the member {} is not known here, so it has no effect", code(name));
            let diagnostic = rules::EXTENSION_UNKNOWN.at(&pointer.child(name), text);
            let guess = nearest(name, known.iter().copied().filter(|it| !members.contains_key(*it)));
            cx.found.add(diagnostic.did_you_mean(guess));
        }
        Some(Self { members, pointer })
    }

    pub(super) fn at(&self, name: &str) -> Pointer {
        self.pointer.child(name)
    }

    /// Returns a member, and says so when it is missing.
    pub(super) fn required(&self, cx: &mut Context<'_>, name: &str) -> Option<&'a Value> {
        let member = self.members.get(name);
        if member.is_none() {
            let text = format!("the member {} is missing", code(name));
            cx.found.add(rules::EXTENSION_MISSING.at(&self.pointer, text));
        }
        member
    }

    pub(super) fn optional(&self, name: &str) -> Option<&'a Value> {
        self.members.get(name)
    }

    /// Returns the place in the answer that a member names, if it is there.
    pub(super) fn place(&self, cx: &mut Context<'_>, name: &str) -> Option<Pointer> {
        place(cx, self.members.get(name)?, &self.at(name))
    }

    /// Returns the texts that a member lists; none when it is not there.
    pub(super) fn texts(&self, cx: &mut Context<'_>, name: &str) -> Vec<String> {
        self.members.get(name).and_then(|it| texts(cx, it, &self.at(name))).unwrap_or_default()
    }

    /// Returns the number above zero that a member is, if it is there.
    pub(super) fn count(&self, cx: &mut Context<'_>, name: &str) -> Option<u32> {
        let member = self.members.get(name)?;
        let count = member.as_u64().and_then(|it| u32::try_from(it).ok()).filter(|it| *it > 0);
        if count.is_none() {
            wrong(cx, &self.at(name), "a whole number above zero");
        }
        count
    }
}

/// Returns the place in the answer that a value names.
pub(super) fn place(cx: &mut Context<'_>, value: &Value, at: &Pointer) -> Option<Pointer> {
    match value.as_str().map(expression::parse) {
        Some(Expression::Body(Side::Response, pointer)) => Some(pointer),
        _ => {
            wrong(cx, at, "a place in the answer, as `$response.body#/status` is");
            None
        }
    }
}

/// Returns the texts of a value that is a list of them.
pub(super) fn texts(cx: &mut Context<'_>, value: &Value, at: &Pointer) -> Option<Vec<String>> {
    let items = value.as_array().map(|items| items.iter().map(|it| it.as_str().map(str::to_owned)));
    let texts = items.and_then(Iterator::collect::<Option<Vec<_>>>);
    if texts.is_none() {
        wrong(cx, at, "a list of texts");
    }
    texts
}

/// Says that a value is not what it has to be.
pub(super) fn wrong(cx: &mut Context<'_>, at: &Pointer, kind: &str) {
    let is_item = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let name = at.tokens().last().filter(|it| !is_item(it)).map_or("this".to_owned(), |it| code(&it));
    cx.found.add(rules::EXTENSION_KIND.at(at, format!("{name} has to be {kind}")));
}

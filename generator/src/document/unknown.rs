//! Members that OpenAPI does not have: they have no effect, which their writers do not know.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::grammar::{Kind, Way, members, name, walk};
use super::hints;
use super::words::words;
use crate::diagnostic::{Diagnostics, others, rules};
use crate::doc_text::code;
use crate::pointer::Pointer;
use crate::suggest::nearest;

/// Says which members OpenAPI does not have, and what may have been meant. Those that resemble nothing are named once:
/// the documents of some vendors have hundreds of the same.
pub(super) fn check(document: &mut Value, found: &mut Diagnostics) {
    let mut unknown: BTreeMap<(&'static str, String), Vec<Pointer>> = BTreeMap::new();
    walk(document, &mut |kind, value, way| {
        if let (Value::Object(object), true) = (value, kind != Kind::Callback) {
            for word in resembling_nothing(kind, object, way, found) {
                unknown.entry((name(kind), word)).or_default().push(way.pointer());
            }
        }
    });
    for ((kind, word), places) in unknown {
        let message =
            format!("{} is no member of {kind}, so it has no effect{}", code(&word), others(places.len()));
        found.add(rules::UNKNOWN_MEMBER.at(&places[0].child(&word), message));
    }
}

/// Names the unknown members of an object that resemble a known one, and returns the others.
fn resembling_nothing(
    kind: Kind,
    object: &Map<String, Value>,
    way: &Way<'_>,
    found: &mut Diagnostics,
) -> Vec<String> {
    let known = || members(kind).iter().map(|it| it.0).chain(words(kind).iter().map(|it| it.0));
    let mut others = Vec::new();
    for (word, value) in object.iter().filter(|(it, _)| !it.starts_with("x-") && *it != "$ref") {
        if known().any(|it| it == word) {
            continue;
        }
        let message = format!("{} is no member of {}, so it has no effect", code(word), name(kind));
        let at = || way.pointer().child(word);
        let candidates = known().chain(["$ref"]).filter(|it| !object.contains_key(*it));
        match (hints::unknown(kind, word, value), nearest(word, candidates)) {
            (Some(hint), _) => found.add(rules::UNKNOWN_MEMBER.at(&at(), message).help(hint)),
            (None, Some(guess)) => {
                found.add(rules::MISSPELLED.at(&at(), message).did_you_mean(Some(guess)));
            }
            (None, None) => others.push(word.clone()),
        }
    }
    others
}

//! The value of an overlay to its actions, with all that is wrong with them.

use serde_json::{Map, Value};

use super::target::Target;
use crate::diagnostic::{Diagnostic, rules};
use crate::doc_text::code;
use crate::document::limits;
use crate::document::structure::said;
use crate::pointer::Pointer;
use crate::suggest::nearest;

/// One change of a document.
#[derive(Debug)]
pub(super) struct Action {
    /// Where it is in the overlay.
    pub(super) at: Pointer,
    pub(super) target: Target,
    pub(super) change: Change,
}

/// What an action does to what its target leads to.
#[derive(Debug)]
pub(super) enum Change {
    Remove,
    Update(Value),
    /// Puts in what this leads to.
    Copy(Target),
}

/// The versions of overlays that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    V1_0,
    V1_1,
}

/// What the value of a member has to be.
#[derive(Clone, Copy)]
enum Expected {
    Text,
    Flag,
    Map,
    List,
    Anything,
}

use Expected::{Anything, Flag, List, Map as Object, Text};

/// A kind of object in an overlay: what it is called, its members, and whether it cannot do without them.
struct Kind {
    name: &'static str,
    members: &'static [(&'static str, Expected, bool)],
}

const OVERLAY: Kind = Kind {
    name: "an overlay",
    members: &[
        ("overlay", Anything, true),
        ("info", Object, true),
        ("extends", Text, false),
        ("actions", List, true),
    ],
};
const INFO: Kind = Kind {
    name: "`info`",
    members: &[("title", Text, true), ("version", Text, true), ("description", Text, false)],
};
const ACTION: Kind = Kind {
    name: "an action",
    members: &[
        ("target", Text, true),
        ("description", Text, false),
        ("update", Anything, false),
        ("copy", Text, false),
        ("remove", Flag, false),
    ],
};

/// Reads the actions of an overlay. Nothing of it is to be applied when an error was found.
pub(super) fn read(mut overlay: Value, found: &mut Vec<Diagnostic>) -> Option<(Version, Vec<Action>)> {
    let root = Pointer::root();
    let version = version(&overlay).map_err(|it| found.push(it)).ok()?;
    let Value::Object(members) = &mut overlay else { return None };
    check(&OVERLAY, members, &root, found);
    if let Some(Value::Object(info)) = members.get("info") {
        check(&INFO, info, &root.child("info"), found);
    }
    let Some(Value::Array(actions)) = members.remove("actions") else { return None };
    let at = root.child("actions");
    if actions.is_empty() {
        found.push(rules::MISSING_MEMBER.at(&at, "`actions` without an action").help("add an action"));
    }
    if actions.len() > limits::ACTIONS {
        let message = format!("the overlay has {} actions; {} are allowed", actions.len(), limits::ACTIONS);
        found.push(rules::OVERLAY_LIMIT.at(&at, message));
        return None;
    }
    let actions = actions.into_iter().enumerate();
    let actions = actions.filter_map(|(index, it)| action(it, &at.child(index), version, found)).collect();
    Some((version, actions))
}

fn version(overlay: &Value) -> Result<Version, Diagnostic> {
    let has = |name: &str| overlay.get(name).is_some();
    let Some(version) = overlay.get("overlay") else {
        let message = match overlay {
            Value::Object(_) if has("openapi") || has("swagger") => {
                "this is an OpenAPI document, not an overlay"
            }
            Value::Null => "the overlay is empty",
            _ => "this is not an overlay: it has no `overlay` version",
        };
        return Err(rules::NOT_OVERLAY.at(&Pointer::root(), message));
    };
    // A version is often a number in YAML: `overlay: 1.0`.
    let text = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
    let is = |number: &str| text == number || text.strip_prefix(number).is_some_and(|it| it.starts_with('.'));
    match () {
        () if is("1.0") => Ok(Version::V1_0),
        () if is("1.1") => Ok(Version::V1_1),
        () => {
            let message = format!("version {} of overlays is not supported; 1.0 and 1.1 are", code(&text));
            Err(rules::OVERLAY_VERSION.at(&Pointer::root().child("overlay"), message))
        }
    }
}

fn action(value: Value, at: &Pointer, version: Version, found: &mut Vec<Diagnostic>) -> Option<Action> {
    let Value::Object(mut members) = value else {
        let message = format!("an action has to be an object, not {}", said(&value));
        found
            .push(rules::WRONG_KIND.at(at, message).help("write a `target`, and `update` or `remove: true`"));
        return None;
    };
    if !check(&ACTION, &members, at, found) {
        return None;
    }
    let target = target(&members, "target", at, found)?;
    let is_removal = members.get("remove") == Some(&Value::Bool(true));
    for word in ["update", "copy"].into_iter().filter(|it| is_removal && members.contains_key(*it)) {
        let message = format!("{} has no effect beside `remove: true`", code(word));
        found.push(rules::IDLE_ACTION.at(&at.child(word), message).help("leave one of them out"));
    }
    if version == Version::V1_0 && members.contains_key("copy") {
        let message = "`copy` is of Overlay 1.1, and this is an overlay of 1.0";
        let help = "write `overlay: 1.1.0`; it was read as in 1.1";
        found.push(rules::NEWER_WORD.at(&at.child("copy"), message).help(help));
    }
    let change = match (is_removal, members.remove("update"), members.contains_key("copy")) {
        (true, ..) => Change::Remove,
        (false, Some(_), true) => {
            let message = "an action with `update` and `copy`";
            found.push(rules::MISFIT.at(&at.child("copy"), message).help("make two actions of it"));
            return None;
        }
        (false, Some(update), false) => Change::Update(update),
        (false, None, true) => Change::Copy(self::target(&members, "copy", at, found)?),
        (false, None, false) => {
            found.push(rules::IDLE_ACTION.at(at, "an action without `update`, `copy` or `remove: true`"));
            return None;
        }
    };
    Some(Action { at: at.clone(), target, change })
}

fn target(
    members: &Map<String, Value>,
    word: &str,
    at: &Pointer,
    found: &mut Vec<Diagnostic>,
) -> Option<Target> {
    let text = members.get(word)?.as_str()?;
    let parsed = Target::parse(text).map_err(|error| {
        let message =
            format!("{} is no JSONPath: at character {}, {}", code(text), error.at + 1, error.reason);
        found.push(rules::NO_TARGET.at(&at.child(word), message).help(error.help));
    });
    parsed.ok()
}

/// Says what is wrong with the members of an object; returns whether it can be used.
fn check(kind: &Kind, object: &Map<String, Value>, at: &Pointer, found: &mut Vec<Diagnostic>) -> bool {
    let mut is_usable = true;
    for (word, expected, is_required) in kind.members {
        let asked = match (expected, object.get(*word)) {
            (_, None) if *is_required => {
                let message = format!("{} without {}", kind.name, code(word));
                found.push(rules::MISSING_MEMBER.at(at, message));
                is_usable = false;
                continue;
            }
            (Text, Some(value)) if !value.is_string() => "a text",
            (Flag, Some(value)) if !value.is_boolean() => "`true` or `false`",
            (Object, Some(value)) if !value.is_object() => "a map",
            (List, Some(value)) if !value.is_array() => "a list",
            _ => continue,
        };
        let message = format!("{} has to be {asked}, not {}", code(word), said(&object[*word]));
        found.push(rules::WRONG_KIND.at(&at.child(word), message).help(format!("write {asked}")));
        is_usable = false;
    }
    let known = || kind.members.iter().map(|it| it.0);
    for word in object.keys().filter(|it| !it.starts_with("x-") && !known().any(|known| known == *it)) {
        let message = format!("{} is no member of {}, so it has no effect", code(word), kind.name);
        let guess = nearest(word, known().filter(|it| !object.contains_key(*it)));
        let rule = if guess.is_some() { &rules::MISSPELLED } else { &rules::UNKNOWN_MEMBER };
        found.push(rule.at(&at.child(word), message).did_you_mean(guess));
    }
    is_usable
}

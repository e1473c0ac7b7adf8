//! How much a document may be. Nothing that people write comes near; what does is broken, or means harm.

use serde_json::Value;

use super::grammar::{Kind, walk};
use crate::diagnostic::{Diagnostics, rules};
use crate::pointer::Pointer;

/// How many bytes a file may have.
pub(super) const BYTES: usize = 64 << 20;

/// How many values a document may have once its aliases are followed and its files are gathered.
pub(super) const VALUES: usize = 10_000_000;

/// How deep the values of a file may be nested.
pub(super) const DEPTH: usize = 100;

/// How many operations a document may have.
const OPERATIONS: usize = 50_000;

/// How many bytes a name may have that becomes one of Rust's.
const NAME: usize = 1_000;

/// Counts a value and all it holds.
pub(super) fn size(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(size).sum::<usize>(),
        _ => 1,
    }
}

/// Says what is too much in a document that was read.
pub(super) fn check(document: &mut Value, found: &mut Diagnostics) {
    let mut operations = 0;
    walk(document, &mut |kind, value, way| {
        if kind == Kind::Operation {
            operations += 1;
        }
        if let Some((length, way_to_it)) = too_long(kind, value) {
            let at = way_to_it.iter().fold(way.pointer(), |at, token| at.child(token));
            let message = format!("a name of {length} bytes; {NAME} are allowed");
            found.add(rules::NAME_TOO_LONG.at(&at, message));
        }
    });
    if operations > OPERATIONS {
        let message = format!("the document has {operations} operations; {OPERATIONS} are allowed");
        found.add(rules::TOO_MANY_OPERATIONS.at(&Pointer::root().child("paths"), message));
    }
}

/// Looks for a name that is too long among those in an object that become names of types, methods and members; returns
/// its length, and the way to it.
fn too_long(kind: Kind, value: &Value) -> Option<(usize, Vec<String>)> {
    let member = |name: &str| value.get(name).and_then(Value::as_str).map(|it| (it, vec![name.to_owned()]));
    let texts: &[&str] = match kind {
        Kind::Operation => &["operationId"],
        Kind::Parameter | Kind::Tag => &["name"],
        _ => &[],
    };
    let maps: &[&str] = match kind {
        Kind::Document => &["paths", "webhooks"],
        Kind::Components => &["schemas", "parameters", "securitySchemes"],
        Kind::Schema => &["properties"],
        _ => &[],
    };
    let text = texts.iter().filter_map(|name| member(name)).find(|(it, _)| it.len() > NAME);
    let key = maps.iter().find_map(|name| {
        let key = value.get(*name)?.as_object()?.keys().find(|it| it.len() > NAME)?;
        Some((key.as_str(), vec![(*name).to_owned(), key.clone()]))
    });
    text.or(key).map(|(name, way)| (name.len(), way))
}

//! How much a document may be. Nothing that people write comes near; what does is broken, or means harm.

use serde_json::Value;

use super::grammar::{Kind, walk};
use crate::diagnostic::{Diagnostic, Diagnostics, rules};
use crate::pointer::Pointer;

/// How many bytes a file may have.
pub(super) const BYTES: usize = 64 << 20;

/// How many values a document may have once its aliases are followed and its files are gathered.
pub(super) const VALUES: usize = 10_000_000;

/// How deep the values of a file may be nested.
pub(super) const DEPTH: usize = 100;

/// How many values may be copied to where a `$ref` cannot stay.
pub(super) const COPIED: usize = 1_000_000;

/// How many values of a document overlays may look at, each counted as often as it is looked at.
pub(super) const LOOKED_AT: usize = 50_000_000;

/// How many values overlays may write into a document.
pub(super) const WRITTEN: usize = 1_000_000;

/// How many actions an overlay may have.
pub(super) const ACTIONS: usize = 10_000;

/// How many bytes the target of an action may have, and how deep its brackets may be nested.
pub(super) const TARGET: usize = 1_000;
pub(super) const TARGET_DEPTH: usize = 6;

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

/// Says what is too much in a document that was gathered; an error is something that nobody could go on with.
pub(super) fn check(document: &mut Value, found: &mut Diagnostics) -> Result<(), Diagnostic> {
    let mut deepest = 0;
    let mut operations = 0;
    walk(document, &mut |kind, value, way| {
        deepest = deepest.max(way.depth);
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
        return Err(rules::TOO_MANY_OPERATIONS.at(&Pointer::root().child("paths"), message));
    }
    if deepest > 2 * DEPTH {
        let message = format!("values are nested {deepest} deep once `$ref`s are followed");
        return Err(rules::TOO_DEEP.at(&Pointer::root(), message));
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::{DEPTH, NAME, OPERATIONS};
    use crate::{Document, check};

    /// Returns the code of the first error.
    fn code(text: &str) -> &'static str {
        let found = Document::load(text).and_then(|it| check(&it));
        found.err().and_then(|it| it.iter().next().map(|it| it.rule.code)).unwrap_or("none")
    }

    fn document(rest: &str) -> String {
        format!("{{\"openapi\": \"3.0.3\", \"info\": {{\"title\": \"T\", \"version\": \"1\"}}, {rest}}}")
    }

    #[test]
    fn each_limit_has_a_code() {
        let deep =
            |depth: usize| format!("\"paths\": {{}}, \"x\": {}1{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(code(&document(&deep(DEPTH - 1))), "none");
        assert_eq!(code(&document(&deep(DEPTH))), "E0106");
        assert_eq!(code(&document(&deep(100_000))), "E0106");
        assert_eq!(code(&format!("openapi: 3.0.3\nx: {}", "[".repeat(100_000))), "E0106");

        let nested =
            (0..DEPTH / 2 - 4).fold("{}".to_owned(), |it, _| format!("{{\"properties\": {{\"a\": {it}}}}}"));
        let schemas = format!("\"paths\": {{}}, \"components\": {{\"schemas\": {{\"A\": {nested}}}}}");
        assert_eq!(code(&document(&schemas)), "none");

        let name = |length: usize| format!("\"paths\": {{\"/{}\": {{}}}}", "a".repeat(length - 1));
        assert_eq!(code(&document(&name(NAME))), "none");
        assert_eq!(code(&document(&name(NAME + 1))), "E0109");

        let paths: Vec<String> = (0..=OPERATIONS).map(|it| format!("\"/{it}\": {{\"get\": {{}}}}")).collect();
        assert_eq!(code(&document(&format!("\"paths\": {{{}}}", paths.join(",")))), "E0108");
    }

    #[test]
    fn aliases_cannot_be_made_a_bomb() {
        let mut bomb = "openapi: 3.0.3\nx0: &x0 [a, a, a, a, a, a, a, a, a, a]\n".to_owned();
        for it in 1..12 {
            let inner = format!("*x{}", it - 1);
            bomb.push_str(&format!("x{it}: &x{it} [{}]\n", vec![inner; 10].join(", ")));
        }
        assert_eq!(code(&bomb), "E0107");
    }

    #[test]
    fn references_cannot_be_made_a_bomb() {
        let callbacks = "\"callbacks\": {\"a\": {\"{$url}\": {\"$ref\": \"#/paths/~1a\"}}, \
                         \"b\": {\"{$url}\": {\"$ref\": \"#/paths/~1a\"}}}";
        let paths = format!("\"paths\": {{\"/a\": {{\"get\": {{{callbacks}, \"responses\": {{}}}}}}}}");
        assert_eq!(code(&document(&paths)), "E0303");
    }
}

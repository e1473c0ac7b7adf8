//! Keys: what a name stands for in the document, as a text that stays when the rest of the document changes.
//!
//! A key is made of what its name was made of, so whoever changes that in the document asks for another name.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{
    Alternative, Header, Parameter, ParameterLocation, Place, StatusVariant, Type, TypeDef, TypeId, UnionTag,
    Variant,
};
use crate::pointer::Pointer;

/// The key of the client.
pub(crate) const CLIENT: &str = "client";

/// The key of the type of all events.
pub(crate) const EVENTS: &str = "events";

/// The key of what takes everything that the document does not list.
pub(crate) const REST: &str = "*";

/// Returns the key of a feature and a module of calls.
pub(crate) fn tag(wire_name: &str) -> String {
    format!("{TAG}{wire_name}")
}

/// Returns the tag that a key of a feature stands for, if it stands for one.
pub(super) fn tag_of(key: &str) -> Option<&str> {
    key.strip_prefix(TAG)
}

/// What the keys of tags begin with.
const TAG: &str = "tag ";

/// Returns the key of a method: the operation and, for a further method, what it does otherwise.
pub(super) fn method(wire_name: &str, further: Option<&str>) -> String {
    match further {
        Some(further) => format!("{wire_name} {further}"),
        None => wire_name.to_owned(),
    }
}

/// Returns the keys of methods, each with its operation's id, what it does otherwise, and its place.
pub(crate) fn method_keys<'a>(
    methods: impl Iterator<Item = (&'a str, Option<&'a str>, &'a Pointer)>,
) -> Vec<String> {
    let (mut keys, places): (Vec<String>, Vec<&Pointer>) =
        methods.map(|(wire_name, further, at)| (method(wire_name, further), at)).unzip();
    tell_apart(places.into_iter().zip(&mut keys));
    keys
}

/// Whether a key is that of a further method of one of these operations.
pub(crate) fn is_of_further_method(key: &str, operations: &BTreeSet<&str>) -> bool {
    let of = |end: usize, rest: &str| {
        operations.contains(&key[..end]) && (rest == "stream" || rest.starts_with("as "))
    };
    key.match_indices(' ').any(|(end, blank)| of(end, &key[end + blank.len()..]))
}

/// Returns the key of a member, a value or the like: what it is called in the document.
pub(super) fn member(wire_name: &str) -> String {
    // What takes everything else keeps its key, even if a member is called so, too.
    if wire_name == REST { format!("'{wire_name}'") } else { wire_name.to_owned() }
}

/// Returns the key of an argument or a setter: its place in the request, and its name there.
pub(crate) fn parameter(parameter: &Parameter) -> String {
    let place = match parameter.location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    };
    format!("{place} {}", parameter.wire_name)
}

/// Returns the keys of a type: that of its own place, then those of the parts that it stands for.
pub(crate) fn type_keys(types: &[TypeDef], id: TypeId) -> Vec<String> {
    let definition = &types[id.0];
    std::iter::once(&id).chain(&definition.stands_for).map(|it| place(types, *it)).collect()
}

fn place(types: &[TypeDef], id: TypeId) -> String {
    let (of, name, part) = match &types[id.0].place {
        Place::Component(name, part) => ("schema", name, part),
        Place::Operation(name, part) => ("operation", name, part),
        Place::Inside(owner, part) => return format!("{} / {part}", place(types, *owner)),
    };
    if part.is_empty() { format!("{of} {name}") } else { format!("{of} {name}, {part}") }
}

/// Returns the key of a variant of a union: its tags, else its type.
pub(crate) fn variant(variant: &Variant, ty: &str) -> String {
    match &variant.tag {
        UnionTag::Values(values) => member(&values.join(" | ")),
        UnionTag::Kind(..) => ty.to_owned(),
    }
}

/// Returns the key of a group of members.
pub(crate) fn alternative(alternative: &Alternative) -> String {
    let members: Vec<&str> = alternative.fields.iter().map(|it| it.wire_name.as_str()).collect();
    members.join(" + ")
}

/// Returns the key of the answer with one status.
pub(crate) fn status_variant(variant: &StatusVariant) -> String {
    variant.status.map_or_else(|| REST.to_owned(), |it| it.to_string())
}

/// Returns the key of headers that come together: their names and types, because others may have the same names.
pub(super) fn set_of_headers(headers: &[Header], mut written: impl FnMut(&Type) -> String) -> String {
    let headers = headers.iter().map(|it| format!("{}: {}", it.wire_name.to_lowercase(), written(&it.ty)));
    format!("headers {}", headers.collect::<Vec<_>>().join(", "))
}

/// Tells keys apart that are the same, because a document may say the same thing twice: by their places, which have an
/// order that neither names nor the rest of the document move, and one after the other at the same place.
pub(super) fn tell_apart<'a>(keys: impl Iterator<Item = (&'a Pointer, &'a mut String)>) {
    let mut keys: Vec<_> = keys.collect();
    keys.sort_by_key(|(place, _)| *place);
    let mut seen = BTreeMap::new();
    for (_, key) in keys {
        let times = seen.entry(key.clone()).and_modify(|it| *it += 1).or_insert(1);
        if *times > 1 {
            key.push_str(&format!(" ({times})"));
        }
    }
}

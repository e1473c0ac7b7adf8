//! Keys: what a name stands for in the document, as a text that stays when the rest of the document changes.
//!
//! A key is made of what its name was made of, so whoever changes that in the document asks for another name.

use crate::ir::{
    Alternative, Header, Operation, Parameter, ParameterLocation, Place, StatusVariant, TypeDef, TypeId,
    UnionTag, Variant,
};

/// The key of the client.
pub(crate) const CLIENT: &str = "client";

/// The key of the type of all events.
pub(crate) const EVENTS: &str = "events";

/// The key of what takes everything that the document does not list.
pub(crate) const REST: &str = "*";

/// Returns the key of a method: the operation and, for a further method, what it does otherwise.
pub(crate) fn method(operation: &Operation) -> String {
    match &operation.further {
        Some(further) => format!("{} {further}", operation.wire_name),
        None => operation.wire_name.clone(),
    }
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
        UnionTag::Values(values) => values.join(" | "),
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

/// Returns the key of headers that come together.
pub(crate) fn set_of_headers(headers: &[Header]) -> String {
    let names: Vec<String> = headers.iter().map(|it| it.wire_name.to_lowercase()).collect();
    format!("headers {}", names.join(", "))
}

/// Tells keys apart that are the same, by their order; a document may say the same thing twice.
pub(super) fn tell_apart<'a>(keys: impl Iterator<Item = &'a mut String>) {
    let mut seen = std::collections::BTreeMap::new();
    for key in keys {
        let times = seen.entry(key.clone()).and_modify(|it| *it += 1).or_insert(1);
        if *times > 1 {
            key.push_str(&format!(" ({times})"));
        }
    }
}

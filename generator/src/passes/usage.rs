//! Where values of each type occur, and what follows from it.

use std::collections::BTreeSet;

use super::{closure, ids, received, sent};
use crate::ir::{Alternative, Api, Field, FieldKind, FormPart, Place, Presence, Shape, Type, TypeId, Union};

/// Marks what is sent and what is received; what no operation uses counts as both.
pub(super) fn mark(api: &mut Api) {
    let requests = closure(&api.types, api.operations().flat_map(sent));
    let responses = closure(&api.types, api.operations().flat_map(received));
    for (index, definition) in api.types.iter_mut().enumerate() {
        let id = TypeId(index);
        let unused = !requests.contains(&id) && !responses.contains(&id);
        definition.usage.request = unused || requests.contains(&id);
        definition.usage.response = unused || responses.contains(&id);
    }
}

/// In what is only sent, a closed object has no place for other members. An answer that has some has not lost them.
pub(super) fn close_what_is_sent(api: &mut Api) {
    let tagged = alternatives_without_tag(api);
    for (index, definition) in api.types.iter_mut().enumerate().filter(|(_, it)| !it.usage.response) {
        if let Shape::Struct(structure) = &mut definition.shape
            && !tagged.contains(&TypeId(index))
        {
            structure.rest.take_if(|it| it.only_received);
        }
    }
}

/// Returns the structs that a discriminator tells apart without being one of their fields: it is among the other members,
/// also where the document closes the object and forgets it.
fn alternatives_without_tag(api: &Api) -> BTreeSet<TypeId> {
    let mut found = BTreeSet::new();
    for definition in &api.types {
        let Shape::Union(Union { variants, discriminator: Some(by), .. }) = &definition.shape else {
            continue;
        };
        found.extend(variants.iter().filter_map(|it| it.ty.named()).filter(|id| {
            let Shape::Struct(structure) = &api.type_def(*id).shape else { return false };
            structure.fields.iter().all(|it| it.wire_name != *by)
        }));
    }
    found
}

/// In what is received, alternatives of members are members that may be missing: no answer is refused for having
/// both or none.
pub(super) fn read_alternatives_as_options(api: &mut Api) {
    for index in 0..api.types.len() {
        if !api.types[index].usage.response {
            continue;
        }
        let Shape::Struct(structure) = &api.types[index].shape else { continue };
        let members = structure.fields.iter().enumerate().flat_map(|(index, field)| match field.kind {
            FieldKind::Member => {
                vec![(field.clone(), structure.form.as_ref().map(|it| it.parts[index]))]
            }
            FieldKind::Alternatives => optional_members(api, field),
        });
        let (fields, parts): (Vec<Field>, Vec<Option<FormPart>>) = members.unzip();
        if let Shape::Struct(structure) = &mut api.types[index].shape {
            structure.fields = fields;
            structure.form.iter_mut().for_each(|it| it.parts = parts.iter().flatten().copied().collect());
        }
    }
}

/// Returns the members of all groups, each with how it is sent if it is ever in a form.
fn optional_members(api: &Api, field: &Field) -> Vec<(Field, Option<FormPart>)> {
    let Some(Shape::Alternatives(alternatives)) = field.ty.named().map(|id| &api.type_def(id).shape) else {
        return Vec::new();
    };
    let mut members: Vec<(Field, Option<FormPart>)> = Vec::new();
    let in_groups = |it: &Alternative| {
        let parts = it.form.iter().copied().map(Some).chain(std::iter::repeat(None));
        it.fields.clone().into_iter().zip(parts).collect::<Vec<_>>()
    };
    for (member, part) in alternatives.iter().flat_map(in_groups) {
        if members.iter().all(|(it, _)| it.wire_name != member.wire_name) {
            let presence = match member.presence {
                Presence::RequiredNullable | Presence::OptionalNullable => Presence::OptionalNullable,
                _ => Presence::Optional,
            };
            members.push((Field { presence, ..member }, part));
        }
    }
    members
}

/// In what is only received, null says no more than a missing member does.
pub(super) fn read_null_as_missing(api: &mut Api) {
    for definition in api.types.iter_mut().filter(|it| !it.usage.request) {
        if let Shape::Struct(structure) = &mut definition.shape {
            for field in &mut structure.fields {
                if field.presence == Presence::OptionalNullable {
                    field.presence = Presence::Optional;
                }
            }
        }
    }
}

/// A file is a part of a form or a whole body; in JSON, `format: binary` is text.
pub(super) fn send_files_only_in_forms(api: &mut Api) {
    let is_form = |id: &TypeId| matches!(&api.type_def(*id).shape, Shape::Struct(it) if it.form.is_some());
    let is_choice = |id: &TypeId| matches!(api.type_def(*id).shape, Shape::Alternatives(_));
    let forms: Vec<TypeId> = ids(api).filter(is_form).collect();
    let choices = forms.iter().flat_map(|id| api.type_def(*id).shape.types()).filter_map(Type::named);
    let with_files: Vec<TypeId> = choices.filter(is_choice).chain(forms.iter().copied()).collect();
    for (index, definition) in api.types.iter_mut().enumerate() {
        let has_files = with_files.contains(&TypeId(index));
        if !has_files {
            definition.shape.types_mut().into_iter().for_each(text);
        }
    }
    api.types_of_operations_mut().for_each(text);
}

fn text(ty: &mut Type) {
    let inner = ty.innermost_mut();
    if *inner == Type::Upload {
        *inner = Type::String;
    }
}

/// In a form there is no null: a member is there or it is not.
pub(super) fn send_no_null_in_forms(api: &mut Api) {
    for definition in api.types.iter_mut() {
        if let Shape::Struct(structure) = &mut definition.shape
            && structure.form.is_some()
        {
            for field in &mut structure.fields {
                if field.presence == Presence::OptionalNullable {
                    field.presence = Presence::Optional;
                }
            }
        }
    }
}

/// A definition inside of another is left out when nothing refers to it any more.
pub(super) fn leave_out_unused_parts(api: &mut Api) {
    let roots = ids(api);
    let roots = roots.filter(|id| !matches!(api.type_def(*id).place, Place::Inside(..)));
    let reached = closure(&api.types, roots);
    for (index, definition) in api.types.iter_mut().enumerate() {
        definition.written = reached.contains(&TypeId(index));
    }
}

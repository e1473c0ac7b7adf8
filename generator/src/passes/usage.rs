//! Where values of each type occur, and what follows from it.

use super::{closure, parts, received, sent};
use crate::ir::{Api, BodyContent, Field, FieldKind, Place, Presence, Shape, Type, TypeId};

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

/// In what is received, alternatives of members are members that may be missing: no answer is refused for having
/// both or none.
pub(super) fn read_alternatives_as_options(api: &mut Api) {
    for index in 0..api.types.len() {
        if !api.types[index].usage.response {
            continue;
        }
        let Shape::Struct(structure) = &api.types[index].shape else { continue };
        let fields = structure.fields.iter().flat_map(|field| match field.kind {
            FieldKind::Member => vec![field.clone()],
            FieldKind::Alternatives => optional_members(api, field),
        });
        let fields: Vec<Field> = fields.collect();
        if let Shape::Struct(structure) = &mut api.types[index].shape {
            structure.fields = fields;
        }
    }
}

fn optional_members(api: &Api, field: &Field) -> Vec<Field> {
    let Some(Shape::Alternatives(alternatives)) = field.ty.named().map(|id| &api.type_def(id).shape) else {
        return Vec::new();
    };
    let mut members: Vec<Field> = Vec::new();
    for member in alternatives.iter().flat_map(|it| &it.fields) {
        if members.iter().all(|it| it.wire_name != member.wire_name) {
            members.push(Field { presence: Presence::Optional, ..member.clone() });
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
    let forms: Vec<TypeId> = api
        .operations()
        .filter_map(|it| match it.body.as_ref()?.content {
            BodyContent::Multipart(id) | BodyContent::UrlEncoded(id) => Some(id),
            _ => None,
        })
        .collect();
    let in_forms: Vec<TypeId> = forms
        .iter()
        .flat_map(|id| parts(api.type_def(*id)).into_iter().filter_map(Type::named))
        .filter(|id| matches!(api.type_def(*id).shape, Shape::Alternatives(_)))
        .chain(forms.iter().copied())
        .collect();
    for (index, definition) in api.types.iter_mut().enumerate() {
        if in_forms.contains(&TypeId(index)) {
            continue;
        }
        match &mut definition.shape {
            Shape::Struct(it) => {
                it.fields.iter_mut().for_each(|it| text(&mut it.ty));
                it.rest.iter_mut().for_each(|it| text(&mut it.value));
            }
            Shape::Alternatives(it) => {
                it.iter_mut().flat_map(|it| &mut it.fields).for_each(|it| text(&mut it.ty))
            }
            Shape::Union(it) => it.variants.iter_mut().for_each(|it| text(&mut it.ty)),
            _ => {}
        }
    }
    for parameter in api.tags.iter_mut().flat_map(|it| &mut it.operations).flat_map(|it| &mut it.parameters) {
        text(&mut parameter.ty);
    }
}

fn text(ty: &mut Type) {
    match ty {
        Type::Upload => *ty = Type::String,
        Type::List(item) | Type::Map(item) => text(item),
        _ => {}
    }
}

/// A definition inside of another is left out when nothing refers to it any more.
pub(super) fn leave_out_unused_parts(api: &mut Api) {
    let roots = (0..api.types.len()).map(TypeId);
    let roots = roots.filter(|id| !matches!(api.type_def(*id).place, Place::Inside(..)));
    let reached = closure(&api.types, roots);
    for (index, definition) in api.types.iter_mut().enumerate() {
        definition.written = reached.contains(&TypeId(index));
    }
}

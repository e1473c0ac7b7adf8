//! `readOnly` and `writeOnly`: a member that goes in one direction is not there, or not asked for, in the other.

use std::collections::BTreeSet;

use crate::ir::{Access, Api, Field, FollowUpValue, Presence, Shape, Struct, Usage};

/// Leaves out what is never sent or never received, and asks nobody for it in a type that goes both ways.
pub(super) fn apply(api: &mut Api) {
    let read = read_by_methods(api);
    for definition in &mut api.types {
        let usage = definition.usage;
        let Shape::Struct(structure) = &mut definition.shape else { continue };
        leave_out(structure, |it| is_useless(it, usage) && !read.contains(&it.name));
        for field in structure.fields.iter_mut().filter(|it| it.access != Access::Both) {
            field.presence = match field.presence {
                Presence::Required if usage.request && usage.response => Presence::Optional,
                Presence::RequiredNullable if usage.request && usage.response => Presence::OptionalNullable,
                presence => presence,
            };
        }
    }
}

fn is_useless(field: &Field, usage: Usage) -> bool {
    match field.access {
        Access::Both => false,
        Access::ReadOnly => !usage.response,
        Access::WriteOnly => !usage.request,
    }
}

/// Takes members out of a struct, and their parts out of its form.
fn leave_out(structure: &mut Struct, is_out: impl Fn(&Field) -> bool) {
    let mut fields = structure.fields.iter();
    if let Some(form) = &mut structure.form {
        form.parts.retain(|_| !fields.next().is_some_and(&is_out));
    }
    structure.fields.retain(|it| !is_out(it));
}

/// Returns the names of the fields that generated methods read, so that these stay whatever is said of them.
fn read_by_methods(api: &Api) -> BTreeSet<String> {
    let structures = api.types.iter().filter_map(|it| match &it.shape {
        Shape::Struct(it) => Some(it),
        _ => None,
    });
    let mut names = BTreeSet::new();
    for structure in structures {
        names.extend(structure.outputs.iter().flat_map(|it| &it.fields).cloned());
        for (_, value) in structure.follow_ups.iter().flat_map(|it| &it.values) {
            if let FollowUpValue::Member { path, .. } = value {
                names.extend(path.iter().cloned());
            }
        }
    }
    names
}

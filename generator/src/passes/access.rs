//! `readOnly` and `writeOnly`: a member that goes in one direction is not there, or not asked for, in the other.

use std::collections::BTreeSet;

use super::ids;
use crate::ir::{
    Access, Alternative, Api, Docs, Field, FollowUpValue, Presence, Shape, Struct, TypeDef, TypeId, Usage,
};

/// Leaves out what is never sent or never received, and asks nobody for it in a type that goes both ways.
pub(super) fn apply(api: &mut Api) {
    let read = read_by_methods(api);
    for definition in &mut api.types {
        let usage = definition.usage;
        let is_out = |it: &Field| is_useless(it, usage) && !read.contains(&it.name);
        match &mut definition.shape {
            Shape::Struct(structure) => {
                leave_out(structure, is_out);
                ask_nobody(structure, usage);
            }
            Shape::Alternatives(alternatives) => leave_out_of_groups(alternatives, is_out),
            _ => {}
        }
    }
    leave_out_empty_choices(api);
}

/// Lets members that go in one direction be missing in a type that goes in both.
fn ask_nobody(structure: &mut Struct, usage: Usage) {
    for field in structure.fields.iter_mut().filter(|it| it.access != Access::Both) {
        field.presence = match field.presence {
            Presence::Required if usage.request && usage.response => Presence::Optional,
            Presence::RequiredNullable if usage.request && usage.response => Presence::OptionalNullable,
            presence => presence,
        };
    }
}

/// Takes members that never go that way out of groups, and the groups that have no others.
fn leave_out_of_groups(alternatives: &mut Vec<Alternative>, is_out: impl Fn(&Field) -> bool) {
    for alternative in alternatives.iter_mut().filter(|it| it.fields.iter().any(&is_out)) {
        let mut fields = alternative.fields.iter();
        alternative.form.retain(|_| !fields.next().is_some_and(&is_out));
        alternative.fields.retain(|it| !is_out(it));
        alternative.docs = Docs::of_group(alternative.fields.iter().map(|it| it.wire_name.as_str()));
    }
    alternatives.retain(|it| !it.fields.is_empty());
}

/// Takes out the fields for a choice that has no group left.
fn leave_out_empty_choices(api: &mut Api) {
    let is_empty = |it: &TypeDef| matches!(&it.shape, Shape::Alternatives(it) if it.is_empty());
    let empty: BTreeSet<Option<TypeId>> =
        ids(api).filter(|it| is_empty(api.type_def(*it))).map(Some).collect();
    for definition in &mut api.types {
        if let Shape::Struct(structure) = &mut definition.shape {
            leave_out(structure, |it| empty.contains(&it.ty.named()));
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

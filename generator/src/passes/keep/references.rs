//! What refers to a member by its name follows it to its new one.

use super::members::Inside;
use super::rename;
use crate::ir::{Api, FollowUpValue, Shape, TypeId};
use crate::passes::ids;

/// Changes the names in references; what they lead to still has its old name.
pub(super) fn follow(api: &mut Api, inside: &Inside) {
    for id in ids(api) {
        let Shape::Struct(structure) = &mut api.types[id.0].shape else { continue };
        let mut outputs = std::mem::take(&mut structure.outputs);
        let mut follow_ups = std::mem::take(&mut structure.follow_ups);
        for output in &mut outputs {
            if let Some(changes) = inside.of_type(api, id) {
                output.fields.iter_mut().for_each(|it| rename(it, &changes.members));
            }
        }
        for (_, value) in follow_ups.iter_mut().flat_map(|it| &mut it.values) {
            match value {
                FollowUpValue::Variant(of, variant) => {
                    if let Some(changes) = inside.of_type(api, *of) {
                        rename(variant, &changes.members);
                    }
                }
                FollowUpValue::Member { path, .. } => follow_path(api, inside, id, path),
                _ => {}
            }
        }
        if let Shape::Struct(structure) = &mut api.types[id.0].shape {
            structure.outputs = outputs;
            structure.follow_ups = follow_ups;
        }
    }
    let Some(events) = &mut api.events else { return };
    let Some(changes) = inside.of_events(&events.name) else { return };
    for (variant, _) in events.confirmations.iter_mut().flat_map(|it| &mut it.jobs) {
        rename(variant, &changes.members);
    }
}

/// Changes the names of the fields on the way from a struct to one of its members.
fn follow_path(api: &Api, inside: &Inside, from: TypeId, path: &mut [String]) {
    let mut at = Some(from);
    for name in path {
        let Some(id) = at else { return };
        at = match &api.type_def(id).shape {
            Shape::Struct(it) => it.fields.iter().find(|it| it.name == *name).and_then(|it| it.ty.named()),
            _ => None,
        };
        if let Some(changes) = inside.of_type(api, id) {
            rename(name, &changes.members);
        }
    }
}

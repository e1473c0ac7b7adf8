//! Names of definitions, handed out for the whole API at once.
//!
//! Components come first, in the order of their names, then parts of them and of operations, then what is inside of
//! either: so the order of the document does not matter, and a name of the document is never changed by one of ours.

use crate::ir::{CallType, Place, Shape, Tag, TypeDef, TypeId};
use crate::naming::{Case, Scope};

/// Names all definitions and the modules they are in; returns the scope for what else has a name.
pub(super) fn assign(types: &mut [TypeDef]) -> Scope {
    let mut names = Scope::default();
    let mut modules = Scope::default();
    let mut order: Vec<usize> = (0..types.len()).filter(|it| owner(&types[*it]).is_none()).collect();
    order.sort_by_key(|index| (is_part(&types[*index].place), types[*index].place.clone()));
    for index in order {
        let text = match &types[index].place {
            Place::Component(name, part) => format!("{name} {part}"),
            Place::Operation(name, part) => format!("{name} {part}"),
            Place::Inside(..) => continue,
        };
        let definition = &mut types[index];
        definition.name = names.claim(Case::Type, text.trim(), &["schema"]);
        definition.module = modules.claim(Case::Module, &definition.name, &[]);
    }
    // An owner is always defined before what is inside of it.
    for index in 0..types.len() {
        let Some(owner) = owner(&types[index]) else { continue };
        let (base, module) = (types[owner.0].name.clone(), types[owner.0].module.clone());
        let Place::Inside(_, part) = &types[index].place else { continue };
        let base = match types[index].shape {
            Shape::Alternatives(_) => base.trim_end_matches("Request"),
            _ => base.as_str(),
        };
        types[index].name = names.claim(Case::Type, &format!("{base} {part}"), &["member"]);
        types[index].module = module;
    }
    names
}

/// Whether the name is one of ours, made from the name of something else.
fn is_part(place: &Place) -> bool {
    !matches!(place, Place::Component(_, part) if part.is_empty())
}

fn owner(definition: &TypeDef) -> Option<TypeId> {
    match &definition.place {
        Place::Inside(owner, _) => Some(*owner),
        _ => None,
    }
}

/// Names the types of calls that have setters.
pub(super) fn assign_calls(names: &mut Scope, tags: &mut [Tag]) {
    for operation in tags.iter_mut().flat_map(|tag| &mut tag.operations) {
        let has_setters = operation.parameters.iter().any(|it| !it.required)
            || operation.body.as_ref().is_some_and(|it| !it.required);
        if has_setters {
            let name = names.claim(Case::Type, &format!("{} call", operation.name), &[]);
            operation.call = Some(CallType { name });
        }
    }
}

//! Which traits each type derives: the same few for all, and `Default` and `PartialEq` where they are possible.

use std::collections::BTreeSet;

use super::holders;
use crate::ir::{Api, Derive, Presence, Shape, Struct, Type, TypeDef, TypeId};

/// Chooses the derived traits of every type.
pub(super) fn choose(api: &mut Api) {
    let with_files = with_files(api);
    for (index, definition) in api.types.iter_mut().enumerate() {
        let mut derives = vec![Derive::Clone, Derive::Debug];
        if matches!(&definition.shape, Shape::Struct(it) if can_be_empty(it)) {
            derives.push(Derive::Default);
        }
        // Open enums compare by what they are written as, which is the business of their codec.
        let is_open = matches!(definition.shape, Shape::StringEnum { .. } | Shape::IntegerEnum { .. });
        if !is_open && !with_files.contains(&TypeId(index)) {
            derives.push(Derive::PartialEq);
        }
        definition.derives = derives;
    }
}

fn can_be_empty(structure: &Struct) -> bool {
    let may_be_missing = |it: &Presence| matches!(it, Presence::Optional | Presence::OptionalNullable);
    structure.fields.iter().all(|it| may_be_missing(&it.presence))
}

/// Returns the types that hold a file, which cannot be compared.
fn with_files(api: &Api) -> BTreeSet<TypeId> {
    let holds_file = |it: &TypeDef| it.shape.types().iter().any(|ty| *ty.innermost() == Type::Upload);
    let seeds = api.types.iter().enumerate().filter(|(_, it)| holds_file(it)).map(|(index, _)| TypeId(index));
    holders(&api.types, seeds)
}

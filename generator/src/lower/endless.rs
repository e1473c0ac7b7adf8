//! Unions that are one of themselves, directly or through other unions: reading a value would ask the same question of it
//! without end, and say no more than the other alternatives do.

use std::collections::BTreeSet;

use super::Context;
use crate::diagnostic::rules;
use crate::doc_text::code;
use crate::ir::{Shape, Type, TypeDef, TypeId};

impl Context<'_> {
    /// Takes alternatives out of unions that lead back to the union itself.
    pub(super) fn leave_out_endless_alternatives(&mut self) {
        for id in (0..self.types.len()).map(TypeId) {
            let unions = unions_in(&self.types[id.0]);
            let endless: BTreeSet<TypeId> =
                unions.into_iter().filter(|it| leads_to(&self.types, *it, id)).collect();
            let definition = &mut self.types[id.0];
            let Shape::Union(union) = &mut definition.shape else { continue };
            let is_endless = |ty: &Type| matches!(ty, Type::Named(it) if endless.contains(it));
            for variant in union.variants.iter().filter(|it| is_endless(&it.ty)) {
                let text = format!("the alternative {} leads back to this union", code(&variant.name));
                self.found.add(rules::ENDLESS_ALTERNATIVE.at(&definition.pointer, text));
            }
            union.variants.retain(|it| !is_endless(&it.ty));
        }
    }
}

/// Returns the definitions that values of a union are by themselves.
fn unions_in(definition: &TypeDef) -> Vec<TypeId> {
    let Shape::Union(union) = &definition.shape else { return Vec::new() };
    let named = |ty: &Type| match ty {
        Type::Named(id) => Some(*id),
        _ => None,
    };
    union.variants.iter().filter_map(|it| named(&it.ty)).collect()
}

fn leads_to(types: &[TypeDef], from: TypeId, to: TypeId) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = vec![from];
    while let Some(id) = next.pop() {
        if id == to {
            return true;
        }
        if seen.insert(id) {
            next.extend(unions_in(&types[id.0]));
        }
    }
    false
}

//! Inline schemas: what they have in common with components, of which each is lowered once.
//!
//! An inline schema is lowered for each definition that it is a part of, which has its own name for it. That has to end
//! where a schema leads back to itself, as it does in `parent: {allOf: [Node, ...]}` of a `Node`, whose members have the
//! same `parent` again; and where schemas that are said of several others stand in each other, level upon level.

use openapiv3::Schema;

use super::Context;
use super::merge::ANYTHING;
use super::view::View;
use crate::ir::{Place, Type, TypeId};
use crate::pointer::Pointer;

/// How many definitions an inline schema gets before further ones are those that there are.
const MOST: usize = 16;
/// How many inline schemas are lowered inside of each other; people do not write as many.
const DEEPEST: usize = 100;

/// What is known of an inline schema.
#[derive(Debug, Default)]
pub(super) struct Inline {
    /// Its type, as soon as there is one.
    ty: Option<Type>,
    /// How often it is being lowered right now.
    open: usize,
    /// How often it was lowered.
    times: usize,
}

impl<'a> Context<'a> {
    /// Lowers a schema that stands where it is used.
    pub(super) fn inline(&mut self, schema: &'a Schema, pointer: &Pointer, place: &Place) -> Type {
        // It takes the place of schemas that contradict each other, and is not what is written there.
        if std::ptr::eq(schema, &raw const *ANYTHING) {
            return Type::Value;
        }
        let is_inside = matches!(place, Place::Inside(..));
        let known = self.inline.entry(pointer.clone()).or_default();
        let is_enough = known.open > 0 || (is_inside && known.times >= MOST);
        if let Some(ty) = known.ty.clone().filter(|_| is_enough) {
            return ty;
        }
        // A list is seen a second time before its items are, which are a definition.
        if known.open > 1 || self.open_inline >= DEEPEST {
            let instead = "let one of the schemas on the way be a component with `properties`";
            return self.untyped(pointer, "a schema inside of itself or of too many others", instead);
        }
        if known.open == 0 {
            known.ty = None;
        }
        known.open += 1;
        known.times += 1;
        self.open_inline += 1;
        let ty = self.viewed(View::new(schema, pointer.clone()), place);
        self.open_inline -= 1;
        let known = self.inline.entry(pointer.clone()).or_default();
        known.open -= 1;
        known.ty = Some(ty.clone());
        ty
    }

    /// Remembers the definition of an inline schema, so that what is inside can already refer to it.
    pub(super) fn remember_inline(&mut self, pointer: &Pointer, id: TypeId) {
        if let Some(known) = self.inline.get_mut(pointer).filter(|it| it.open > 0) {
            known.ty.get_or_insert(Type::Named(id));
        }
    }
}

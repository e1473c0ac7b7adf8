//! Names of the methods that structs get besides their setters.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use super::linked::Known;
use crate::ir::{Shape, TypeId};
use crate::naming::{Case, Scope, taken};
use crate::passes::{closure, sent};

/// The names that are taken on each struct.
pub(super) struct Methods {
    sent: BTreeSet<TypeId>,
    scopes: BTreeMap<TypeId, Scope>,
}

impl Methods {
    pub(super) fn new(cx: &Context<'_>, known: &Known<'_, '_>) -> Self {
        let sent = closure(&cx.types, known.operations().flat_map(sent));
        Self { sent, scopes: BTreeMap::new() }
    }

    /// Names a method of a struct; `kind` tells it apart from a setter.
    pub(super) fn claim(&mut self, cx: &Context<'_>, id: TypeId, text: &str, kind: &str) -> String {
        let has_setters = self.sent.contains(&id);
        let scope = self.scopes.entry(id).or_insert_with(|| {
            let setters = match &cx.types[id.0].shape {
                Shape::Struct(it) if has_setters => it.fields.iter().map(|it| it.name.as_str()).collect(),
                _ => Vec::new(),
            };
            Scope::with(&[taken::STRUCT_METHODS, &setters].concat())
        });
        scope.claim(Case::Method, text, &[kind])
    }
}

//! Decisions that need the whole API: each pass is one function that changes the IR in one way.

mod access;
mod boxes;
mod codecs;
mod commands;
mod derives;
mod features;
mod formats;
mod keep;
mod share;
mod usage;

use std::collections::BTreeSet;

use crate::ir::{Api, BodyContent, Operation, SuccessResponse, Type, TypeDef, TypeId};
use crate::surface::Kept;

/// Runs all passes, in an order in which each has what it needs.
pub(crate) fn run(api: &mut Api, kept: &Kept) {
    usage::mark(api);
    access::apply(api);
    usage::close_what_is_sent(api);
    usage::read_alternatives_as_options(api);
    usage::read_null_as_missing(api);
    usage::send_files_only_in_forms(api);
    usage::send_no_null_in_forms(api);
    usage::leave_out_unused_parts(api);
    share::share_identical_parts(api);
    boxes::box_recursion(api);
    keep::keep_names(api, kept);
    codecs::choose(api);
    derives::choose(api);
    features::group_small_tags(api);
    features::assign(api);
    formats::gather(api);
    commands::make(api);
}

/// Returns all definitions.
fn ids(api: &Api) -> impl Iterator<Item = TypeId> + use<> {
    (0..api.types.len()).map(TypeId)
}

/// Returns the definitions that an operation sends, by themselves.
pub(crate) fn sent(operation: &Operation) -> Vec<TypeId> {
    let body = operation.body.as_ref().and_then(|it| match &it.content {
        BodyContent::Json(ty, _) | BodyContent::Members(ty, _) => ty.named(),
        BodyContent::Multipart(id) | BodyContent::UrlEncoded(id) => Some(*id),
        BodyContent::Text(_) | BodyContent::Binary(_) => None,
    });
    operation.parameters.iter().filter_map(|it| it.ty.named()).chain(body).collect()
}

/// Returns the definitions that an operation receives, by themselves, in answers and in callbacks.
pub(crate) fn received(operation: &Operation) -> Vec<TypeId> {
    answered(operation).into_iter().chain(posted(operation)).collect()
}

/// Returns the definitions that come with the answers to an operation.
fn answered(operation: &Operation) -> Vec<TypeId> {
    let success = match &operation.success {
        SuccessResponse::One(payload) => payload.ty().and_then(Type::named),
        SuccessResponse::ByStatus(id) => Some(*id),
    };
    let errors = operation.errors.iter().filter_map(|it| it.payload.ty()?.named());
    success.into_iter().chain(errors).collect()
}

/// Returns the definitions that come with the callbacks of an operation.
fn posted(operation: &Operation) -> impl Iterator<Item = TypeId> {
    operation.callbacks.iter().filter_map(|it| it.payload.named())
}

/// Returns these definitions and all that hold one of them, directly or not.
fn holders(types: &[TypeDef], seeds: impl IntoIterator<Item = TypeId>) -> BTreeSet<TypeId> {
    let mut holders_of = vec![Vec::new(); types.len()];
    for (index, definition) in types.iter().enumerate() {
        for part in definition.shape.types().into_iter().filter_map(Type::named) {
            holders_of[part.0].push(TypeId(index));
        }
    }
    let mut reached = BTreeSet::new();
    let mut next: Vec<TypeId> = seeds.into_iter().collect();
    while let Some(id) = next.pop() {
        if reached.insert(id) {
            next.extend(&holders_of[id.0]);
        }
    }
    reached
}

/// Returns these definitions and all that they are made of.
pub(crate) fn closure(types: &[TypeDef], roots: impl IntoIterator<Item = TypeId>) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<TypeId> = roots.into_iter().collect();
    while let Some(id) = next.pop() {
        if reached.insert(id) {
            next.extend(types[id.0].shape.types().into_iter().filter_map(Type::named));
        }
    }
    reached
}

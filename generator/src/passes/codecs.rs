//! How each type becomes JSON and back.

use std::collections::BTreeSet;

use super::{closure, holders, ids};
use crate::ir::{Api, BodyContent, Codec, Place, Shape, SuccessResponse, Type, TypeId};

/// Chooses a codec for every type.
pub(super) fn choose(api: &mut Api) {
    let as_json = as_json(api);
    let one_way = one_way(api);
    for (index, definition) in api.types.iter_mut().enumerate() {
        let id = TypeId(index);
        definition.codec = match definition.shape {
            Shape::ByStatus(_) => Codec::None,
            _ if !as_json.contains(&id) => Codec::None,
            _ if one_way.contains(&id) => Codec::Serialize,
            _ => Codec::Both,
        };
    }
}

/// Returns all types whose values are JSON somewhere: all but those that are only ever a form.
fn as_json(api: &Api) -> BTreeSet<TypeId> {
    let is_form = |id: &TypeId| matches!(&api.type_def(*id).shape, Shape::Struct(it) if !it.form.is_empty());
    let is_choice = |id: &TypeId| matches!(&api.type_def(*id).shape, Shape::Alternatives(_));
    let sent = api.operations().filter_map(|it| match &it.body.as_ref()?.content {
        BodyContent::Json(ty, _) | BodyContent::Members(ty, _) => ty.named(),
        _ => None,
    });
    let parameters = api.operations().flat_map(|it| &it.parameters).filter_map(|it| it.ty.named());
    let received = api.operations().filter_map(|it| match &it.success {
        SuccessResponse::One(payload) => payload.ty()?.named(),
        SuccessResponse::ByStatus(id) => Some(*id),
    });
    // What a form holds is text, a file or JSON of its own; so is what a choice in it holds.
    let in_choices = ids(api).filter(is_choice).flat_map(|id| api.type_def(id).shape.types());
    let in_forms = ids(api).filter(is_form).flat_map(|id| api.type_def(id).shape.types());
    let held = in_forms.chain(in_choices).filter_map(Type::named).filter(|it| !is_choice(it));
    let others = (0..api.types.len())
        .map(TypeId)
        .filter(|id| !is_form(id) && !is_choice(id) && !matches!(api.type_def(*id).place, Place::Inside(..)));
    closure(&api.types, sent.chain(parameters).chain(received).chain(held).chain(others))
}

/// Returns the types that cannot be read back, because they hold a choice between groups of members.
fn one_way(api: &Api) -> BTreeSet<TypeId> {
    let is_choice = |id: &TypeId| matches!(&api.type_def(*id).shape, Shape::Alternatives(_));
    holders(&api.types, ids(api).filter(is_choice))
}

//! How each type becomes JSON and back.

use std::collections::BTreeSet;

use super::{closure, holders, ids};
use crate::ir::{Api, BodyContent, Codec, Place, Shape, SuccessResponse, Type, TypeId};

/// Chooses a codec for every type.
pub(super) fn choose(api: &mut Api) {
    let values = Values::of(api);
    let in_forms = closure(&api.types, values.held_by_forms);
    let as_json = closure(&api.types, values.whole);
    let one_way = one_way(api);
    for (index, definition) in api.types.iter_mut().enumerate() {
        let id = TypeId(index);
        definition.codec = match definition.shape {
            Shape::ByStatus(_) => Codec::None,
            _ if one_way.contains(&id) && (as_json.contains(&id) || in_forms.contains(&id)) => {
                Codec::Serialize
            }
            _ if as_json.contains(&id) => Codec::Both,
            // Nobody has JSON of a part that exists in one form only.
            _ if in_forms.contains(&id) => Codec::Serialize,
            _ => Codec::None,
        };
    }
}

/// Where values become JSON.
struct Values {
    /// The types whose values are JSON by themselves: bodies, and whatever has a name in the document.
    whole: Vec<TypeId>,
    /// The types that a form or a parameter holds: what they hold is text, a file or JSON of its own.
    held_by_forms: Vec<TypeId>,
}

impl Values {
    fn of(api: &Api) -> Self {
        let is_form =
            |id: &TypeId| matches!(&api.type_def(*id).shape, Shape::Struct(it) if it.form.is_some());
        let is_choice = |id: &TypeId| matches!(&api.type_def(*id).shape, Shape::Alternatives(_));
        let sent = api.operations().filter_map(|it| match &it.body.as_ref()?.content {
            BodyContent::Json(ty, _) | BodyContent::Members(ty, _) => ty.named(),
            _ => None,
        });
        let received = api.operations().filter_map(|it| match &it.success {
            SuccessResponse::One(payload) => payload.ty()?.named(),
            SuccessResponse::ByStatus(id) => Some(*id),
        });
        let named = ids(api)
            .filter(|id| !is_form(id) && !is_choice(id))
            .filter(|id| !matches!(api.type_def(*id).place, Place::Inside(..)));
        let parameters = api.operations().flat_map(|it| &it.parameters).filter_map(|it| it.ty.named());
        let forms = ids(api).filter(|id| is_form(id) || is_choice(id));
        let held = forms.flat_map(|id| api.type_def(id).shape.types()).filter_map(Type::named);
        Self {
            whole: sent.chain(received).chain(named).collect(),
            held_by_forms: parameters.chain(held.filter(|it| !is_choice(it))).collect(),
        }
    }
}

/// Returns the types that cannot be read back, because they hold a choice between groups of members.
fn one_way(api: &Api) -> BTreeSet<TypeId> {
    let is_choice = |id: &TypeId| matches!(&api.type_def(*id).shape, Shape::Alternatives(_));
    holders(&api.types, ids(api).filter(is_choice))
}

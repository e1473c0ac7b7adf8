//! Identical parts become one type: an enum of the same values at the same member of twenty requests is written once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::ids;
use crate::ir::{
    Api, Docs, EnumValue, Field, FollowUpValue, IntegerValue, Place, Rest, Shape, Type, TypeDef, TypeId,
    Union,
};
use crate::naming::{Case, Scope, identifier};
use crate::pointer::Pointer;

/// From how many values on two equal lists of words are one idea, whatever the members that hold them are called.
const LONG_LIST: usize = 10;

/// What makes two parts the same type: the name of the member they stand at, and what a caller sees of them.
#[derive(PartialEq, Eq, Hash)]
struct Look {
    member: String,
    made_of: MadeOf,
}

/// What a part is made of, without what only documents it.
#[derive(PartialEq, Eq, Hash)]
enum MadeOf {
    Members(Vec<Field>, Option<Rest>),
    Words(Vec<EnumValue>),
    Numbers(Vec<IntegerValue>),
    OneOf(Union),
}

/// Puts one type in the place of all parts that look the same, until no two do.
///
/// Components keep their own types, and so do the bodies of operations: these have a name of their own, and may grow
/// apart. The text of a member belongs to its look, so that no field gets the words of another one.
pub(super) fn share_identical_parts(api: &mut Api) {
    loop {
        let instead = same_looks(api);
        if instead.is_empty() {
            break;
        }
        for (part, kept) in &instead {
            let left = &mut api.types[part.0];
            left.written = false;
            let (usage, parts) = (left.usage, std::mem::take(&mut left.stands_for));
            let kept = &mut api.types[kept.0];
            kept.usage.request |= usage.request;
            kept.usage.response |= usage.response;
            kept.stands_for.extend(parts.into_iter().chain([*part]));
        }
        replace(api, &instead);
    }
    name_after_members(api);
}

/// Returns the parts that another one can stand for, each with that one.
fn same_looks(api: &Api) -> BTreeMap<TypeId, TypeId> {
    let mut parts: Vec<TypeId> = ids(api).filter(|id| api.type_def(*id).written).collect();
    // The part that stands for the others is one of a component, if one is, with the shortest name.
    parts.sort_by_key(|id| {
        let name = &api.type_def(*id).name;
        (!matches!(root(api, *id), Place::Component(..)), name.len(), name)
    });
    let mut first: HashMap<Look, TypeId> = HashMap::new();
    let mut instead = BTreeMap::new();
    for id in parts {
        let Some(look) = look(api.type_def(id)) else { continue };
        let kept = *first.entry(look).or_insert(id);
        if kept != id {
            instead.insert(id, kept);
        }
    }
    instead
}

/// Returns the component or the operation that a part belongs to.
fn root(api: &Api, id: TypeId) -> &Place {
    match &api.type_def(id).place {
        Place::Inside(owner, _) => root(api, *owner),
        place => place,
    }
}

/// Returns the look of a part, or nothing for what keeps a type of its own.
fn look(definition: &TypeDef) -> Option<Look> {
    // Whole bodies are called so. A parameter with such a name keeps a type of its own, too.
    let is_body = |part: &str| ["request", "response", "event"].iter().any(|it| part.starts_with(it));
    if matches!(&definition.place, Place::Operation(_, part) if is_body(part)) {
        return None;
    }
    let (made_of, is_long) = match &definition.shape {
        Shape::StringEnum { values, .. } => (MadeOf::Words(values.clone()), values.len() >= LONG_LIST),
        Shape::IntegerEnum { values, .. } => (MadeOf::Numbers(values.clone()), values.len() >= LONG_LIST),
        Shape::Struct(it) if it.outputs.is_empty() && it.follow_ups.is_empty() && it.form.is_none() => {
            let alike = |it: &Field| Field { example: None, pointer: Pointer::root(), ..it.clone() };
            let fields = it.fields.iter().map(alike);
            (MadeOf::Members(fields.collect(), it.rest.clone()), false)
        }
        Shape::Union(it) => (MadeOf::OneOf(without_docs(it)), false),
        _ => return None,
    };
    let member = member(definition)?;
    Some(Look { member: if is_long { String::new() } else { member.to_owned() }, made_of })
}

/// Returns the name of the member or parameter that a part stands at.
fn member(definition: &TypeDef) -> Option<&str> {
    match &definition.place {
        Place::Inside(_, member) | Place::Operation(_, member) => Some(member),
        Place::Component(..) => None,
    }
}

fn without_docs(union: &Union) -> Union {
    let mut union = union.clone();
    union.variants.iter_mut().for_each(|it| it.docs = Docs::default());
    union
}

/// Refers to other types instead, wherever a type is referred to.
fn replace(api: &mut Api, instead: &BTreeMap<TypeId, TypeId>) {
    let change = |id: &mut TypeId| *id = instead.get(id).copied().unwrap_or(*id);
    let change_type = |ty: &mut Type| {
        if let Type::Named(id) | Type::Boxed(id) = ty.innermost_mut() {
            change(id);
        }
    };
    api.types_of_operations_mut().for_each(change_type);
    for definition in &mut api.types {
        definition.shape.types_mut().into_iter().for_each(change_type);
        let Shape::Struct(structure) = &mut definition.shape else { continue };
        for (_, value) in structure.follow_ups.iter_mut().flat_map(|it| &mut it.values) {
            if let FollowUpValue::Variant(id, _) = value {
                change(id);
            }
        }
    }
}

/// Gives each type that stands in several components or operations a file of its own, and the name of the member that it
/// stands at.
///
/// Where several types ask for a name, or another one has it, all keep the names of the parts that they were.
fn name_after_members(api: &mut Api) {
    let mut asked: BTreeMap<String, Vec<TypeId>> = BTreeMap::new();
    let mut apart = Vec::new();
    for id in ids(api).filter(|id| api.type_def(*id).written) {
        let all = || api.type_def(id).stands_for.iter().chain([&id]);
        let members: BTreeSet<_> = all().map(|it| member(api.type_def(*it))).collect();
        let roots: BTreeSet<_> = all().map(|it| root(api, *it)).collect();
        if roots.len() < 2 {
            continue;
        }
        apart.push(id);
        if let [Some(member)] = Vec::from_iter(members).as_slice() {
            asked.entry(identifier(Case::Type, member)).or_default().push(id);
        }
    }
    let calls = api.operations().filter_map(|it| Some(&it.call.as_ref()?.name));
    let names = api.types.iter().map(|it| &it.name).chain(calls).chain(api.events.iter().map(|it| &it.name));
    let mut names = Scope::with(&Vec::from_iter(names.map(String::as_str)));
    let mut modules = Scope::with(&Vec::from_iter(api.types.iter().map(|it| it.module.as_str())));
    for (name, ids) in asked {
        if let [id] = ids.as_slice()
            && names.claim(Case::Type, &name, &[]) == name
        {
            api.types[id.0].name = name;
        }
    }
    for id in apart {
        let definition = &mut api.types[id.0];
        definition.module = modules.claim(Case::Module, &definition.name, &[]);
    }
}

//! Definitions to types: what they are, and their fields, variants and methods.

use super::keys::{self, EVENTS, REST};
use super::{Entry, EntryKind, Item, ItemKind, WIRE_NAME};
use crate::emit::Written;
use crate::ir::{
    Access, Alternative, Api, Codec, Derive, Events, Field, FieldKind, Headers, Payload, Presence, Shape,
    StatusVariant, Struct, Type, TypeDef, TypeId, Union, UnionTag,
};
use crate::pointer::Pointer;

/// Lists the types by their names, then those of headers and events.
pub(super) fn entries(api: &Api) -> Vec<Entry> {
    let mut written = Written::new(api);
    let mut ids: Vec<TypeId> =
        (0..api.types.len()).map(TypeId).filter(|it| api.type_def(*it).written).collect();
    ids.sort_by_key(|it| &api.type_def(*it).name);
    let mut entries: Vec<Entry> = ids.into_iter().map(|id| entry(api, id, &mut written)).collect();
    keys::tell_apart(entries.iter_mut().flat_map(|it| it.item.keys_mut()));
    let mut headers: Vec<Entry> = api.headers.iter().map(|it| of_headers(it, &mut written)).collect();
    headers.sort_by(|a, b| a.item.name.cmp(&b.item.name));
    entries.extend(headers);
    entries.extend(api.events.iter().map(|it| of_events(api, it, &mut written)));
    for entry in &mut entries {
        keys::tell_apart(entry.members.iter_mut().flat_map(Item::keys_mut));
    }
    entries
}

fn entry(api: &Api, id: TypeId, written: &mut Written<'_>) -> Entry {
    let definition = api.type_def(id);
    let at = &definition.pointer;
    let (kind, members) = match &definition.shape {
        Shape::Struct(it) => (EntryKind::Struct, fields(it, at, written)),
        Shape::StringEnum { values, fallback } => {
            let values = values.iter().map(|it| (it.name.as_str(), keys::member(&it.value)));
            (EntryKind::Values, listed(values, fallback, "String", at))
        }
        Shape::IntegerEnum { values, fallback } => {
            let values = values.iter().map(|it| (it.name.as_str(), it.value.to_string()));
            (EntryKind::Values, listed(values, fallback, "i64", at))
        }
        Shape::Union(it) => (EntryKind::Union, of_union(it, at, written)),
        Shape::Alternatives(it) => (EntryKind::Alternatives, groups(it, at, written)),
        Shape::ByStatus(it) => (EntryKind::Answers, answers(it, at, written)),
    };
    let mut item = Item::new(ItemKind::Entry, &definition.name, "", "", at).deprecated(definition.deprecated);
    item.keys = keys::type_keys(&api.types, id);
    if let Shape::Union(union) = &definition.shape {
        item = item.fact("discriminator", union.discriminator.clone().unwrap_or_default());
    }
    let features = definition.features.clone();
    Entry { kind, item, traits: traits(definition), features, members }
}

fn traits(definition: &TypeDef) -> Vec<&'static str> {
    let mut traits: Vec<&'static str> = definition
        .derives
        .iter()
        .map(|it| match it {
            Derive::Clone => "Clone",
            Derive::Debug => "Debug",
            Derive::Default => "Default",
            Derive::PartialEq => "PartialEq",
        })
        .collect();
    traits.extend(match definition.codec {
        Codec::Both => ["Serialize", "Deserialize"].as_slice(),
        Codec::Serialize => &["Serialize"],
        Codec::None => &[],
    });
    if definition.usage.request && matches!(definition.shape, Shape::Struct(_)) {
        traits.push("new");
    }
    traits
}

fn fields(structure: &Struct, at: &Pointer, written: &mut Written<'_>) -> Vec<Item> {
    let mut items: Vec<Item> = structure.fields.iter().map(|it| field(it, written)).collect();
    items.extend(structure.rest.as_ref().map(|it| {
        let map = if it.value == Type::Value { "Map" } else { "BTreeMap" };
        let ty = format!("{map}<String, {}>", written.ty(&it.value));
        Item::new(ItemKind::Optional, &it.name, REST, ty, at)
    }));
    let function = |name: &str, key: String, ty: &str| Item::new(ItemKind::Function, name, key, ty, at);
    let outputs = structure.outputs.iter();
    items.extend(
        outputs.map(|it| function(&it.name, format!("output {}", it.wire_name), "() -> Option<&str>")),
    );
    let follow_ups = structure.follow_ups.iter();
    items.extend(
        follow_ups.map(|it| function(&it.name, format!("link {}", it.wire_name), &written.follow_up(it))),
    );
    items
}

fn field(field: &Field, written: &mut Written<'_>) -> Item {
    let kind = match field.presence {
        Presence::Required | Presence::RequiredNullable => ItemKind::Required,
        Presence::Optional | Presence::OptionalNullable => ItemKind::Optional,
    };
    let key = match field.kind {
        FieldKind::Member => keys::member(&field.wire_name),
        FieldKind::Alternatives => "one of several".to_owned(),
    };
    let direction = match field.access {
        Access::Both => "sent and received",
        Access::ReadOnly => "only received",
        Access::WriteOnly => "only sent",
    };
    Item::new(kind, &field.name, key, written.field(&field.ty, field.presence), &field.pointer)
        .deprecated(field.deprecated)
        .limits(&field.facts)
        .fact(WIRE_NAME, &field.wire_name)
        .fact("direction", direction)
}

fn listed<'v>(
    values: impl Iterator<Item = (&'v str, String)>,
    fallback: &str,
    raw: &str,
    at: &Pointer,
) -> Vec<Item> {
    let values = values.map(|(name, value)| {
        Item::new(ItemKind::Variant, name, value.clone(), "", at).fact(WIRE_NAME, value)
    });
    values.chain([Item::new(ItemKind::Variant, fallback, REST, format!("({raw})"), at)]).collect()
}

fn of_union(union: &Union, at: &Pointer, written: &mut Written<'_>) -> Vec<Item> {
    let variants = union.variants.iter().map(|it| {
        let ty = written.ty(&it.ty);
        let tag = match &it.tag {
            UnionTag::Values(values) => values.join(" | "),
            UnionTag::Kind(..) => String::new(),
        };
        let key = keys::variant(it, &ty);
        Item::new(ItemKind::Variant, &it.name, key, format!("({ty})"), at).fact(WIRE_NAME, tag)
    });
    let mut variants: Vec<Item> = variants.collect();
    variants.push(Item::new(ItemKind::Variant, &union.fallback, REST, "(Value)", at));
    variants
}

fn groups(groups: &[Alternative], at: &Pointer, written: &mut Written<'_>) -> Vec<Item> {
    let ty = |group: &Alternative, written: &mut Written<'_>| match group.fields.as_slice() {
        [one] => format!("({})", written.ty(&one.ty)),
        several => {
            let fields =
                several.iter().map(|it| format!("{}: {}", it.name, written.field(&it.ty, it.presence)));
            format!(" {{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
    };
    let variant =
        |it: &Alternative| Item::new(ItemKind::Variant, &it.name, keys::alternative(it), ty(it, written), at);
    groups.iter().map(variant).collect()
}

fn answers(variants: &[StatusVariant], at: &Pointer, written: &mut Written<'_>) -> Vec<Item> {
    let ty = |payload: &Payload, written: &mut Written<'_>| match payload {
        Payload::Empty => String::new(),
        Payload::Json(ty) => format!("({})", written.ty(ty)),
        Payload::Text | Payload::Stream { .. } => "(String)".to_owned(),
        Payload::Binary => "(Bytes)".to_owned(),
    };
    let variant = |it: &StatusVariant| {
        Item::new(ItemKind::Variant, &it.name, keys::status_variant(it), ty(&it.payload, written), at)
    };
    variants.iter().map(variant).collect()
}

fn of_headers(headers: &Headers, written: &mut Written<'_>) -> Entry {
    let root = Pointer::root();
    let key = keys::set_of_headers(&headers.members, |it| written.ty(it));
    let members = headers.members.iter().map(|it| {
        let ty = format!("Option<{}>", written.ty(&it.ty));
        Item::new(ItemKind::Optional, &it.name, it.wire_name.to_lowercase(), ty, &root)
            .deprecated(it.deprecated)
    });
    Entry {
        kind: EntryKind::Headers,
        item: Item::new(ItemKind::Entry, &headers.name, key, "", &root),
        traits: vec!["Clone", "Debug", "Default", "PartialEq"],
        features: Vec::new(),
        members: members.collect(),
    }
}

fn of_events(api: &Api, events: &Events, written: &mut Written<'_>) -> Entry {
    let root = Pointer::root();
    let mut members = of_union(&events.union, &root, written);
    let callbacks: Vec<_> = api.operations().flat_map(|it| &it.callbacks).collect();
    for (item, variant) in members.iter_mut().zip(&events.union.variants) {
        let posted = callbacks.iter().find(|it| it.payload == variant.ty);
        item.pointer = posted.map_or(root.clone(), |it| it.pointer.clone());
    }
    Entry {
        kind: EntryKind::Events,
        item: Item::new(ItemKind::Entry, &events.name, EVENTS, "", &root),
        traits: vec!["Clone", "Debug", "PartialEq", "Serialize", "Deserialize"],
        features: vec!["webhooks".to_owned()],
        members,
    }
}

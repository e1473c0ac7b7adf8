//! The names inside of types, methods and the like.

use std::collections::BTreeMap;

use super::{Renames, rename as rename_one};
use crate::ir::{Api, Shape, Struct, TypeId, Union};
use crate::naming::{Case, Scope, keep, taken};
use crate::surface::{Entry, EntryKind, ItemKind, Kept, Namespace, Surface};

/// The names that change inside of the entries, by the namespaces and the names of these.
pub(super) struct Inside(BTreeMap<(Namespace, String), Changes>);

/// The names that change inside of an entry.
#[derive(Default)]
pub(super) struct Changes {
    /// Fields, arguments and variants.
    pub(super) members: Renames,
    /// Methods, which may be called as a field is.
    functions: Renames,
}

impl Inside {
    fn of(&self, namespace: Namespace, name: &str) -> Option<&Changes> {
        self.0.get(&(namespace, name.to_owned()))
    }

    pub(super) fn of_type(&self, api: &Api, id: TypeId) -> Option<&Changes> {
        self.of(Namespace::Types, &api.type_def(id).name)
    }

    pub(super) fn of_events(&self, name: &str) -> Option<&Changes> {
        self.of(Namespace::Events, name)
    }
}

/// A scope inside of an entry: what the names are for, which are taken, and what has one.
type Inner = (Case, &'static [&'static str], &'static [ItemKind]);

/// Returns the scopes inside of an entry.
fn scopes(entry: &Entry) -> &'static [Inner] {
    const FIELDS: &[ItemKind] = &[ItemKind::Required, ItemKind::Optional];
    match entry.kind {
        EntryKind::Client => &[(Case::Method, taken::CLIENT_METHODS, &[ItemKind::Function])],
        EntryKind::Feature => &[],
        EntryKind::Method => &[(Case::Field, taken::CALL_METHODS, &[ItemKind::Argument, ItemKind::Setter])],
        // What callers make has setters, and these are methods.
        EntryKind::Struct if entry.traits.contains(&"new") => {
            &[(Case::Field, taken::FIELDS, &[ItemKind::Required, ItemKind::Optional, ItemKind::Function])]
        }
        EntryKind::Struct => &[
            (Case::Field, taken::FIELDS, FIELDS),
            (Case::Method, taken::STRUCT_METHODS, &[ItemKind::Function]),
        ],
        EntryKind::Headers => &[(Case::Field, &[], FIELDS)],
        EntryKind::Values
        | EntryKind::Union
        | EntryKind::Alternatives
        | EntryKind::Answers
        | EntryKind::Events => &[(Case::Variant, &[], &[ItemKind::Variant])],
    }
}

/// Finds what changes: an entry is looked up by its name, which is final.
pub(super) fn renames(api: &Api, surface: &Surface, kept: &Kept) -> Inside {
    let known = kept.by_name();
    let changed = surface.entries.iter().filter_map(|entry| {
        let namespace = entry.kind.namespace();
        let kept = known.get(&(namespace, entry.item.name.as_str()))?;
        let mut changes = Changes::default();
        for (case, taken, kinds) in scopes(entry) {
            let items: Vec<_> = entry.members.iter().filter(|it| kinds.contains(&it.kind)).collect();
            let asked: Vec<_> = items.iter().map(|it| it.named()).collect();
            let operations = api.operations().filter(|_| namespace == Namespace::Client);
            let taken: Vec<&str> =
                taken.iter().copied().chain(operations.map(|it| it.name.as_str())).collect();
            let mut scope = Scope::with(&taken);
            let names = keep(*case, &mut scope, &asked, &kept.members());
            for (item, name) in items.into_iter().zip(names).filter(|(item, name)| item.name != *name) {
                let is_function = item.kind == ItemKind::Function;
                let renames = if is_function { &mut changes.functions } else { &mut changes.members };
                renames.insert(item.name.clone(), name);
            }
        }
        Some(((namespace, entry.item.name.clone()), changes))
    });
    Inside(changed.collect())
}

/// Renames what has a name inside of something else.
pub(super) fn rename(api: &mut Api, inside: &Inside) {
    for definition in &mut api.types {
        if let Some(changes) = inside.of(Namespace::Types, &definition.name) {
            rename_in_shape(&mut definition.shape, changes);
        }
    }
    for operation in api.tags.iter_mut().flat_map(|it| &mut it.operations) {
        let Some(Changes { members, .. }) = inside.of(Namespace::Methods, &operation.name) else { continue };
        operation.parameters.iter_mut().for_each(|it| rename_one(&mut it.name, members));
        operation.body.iter_mut().for_each(|it| rename_one(&mut it.name, members));
    }
    for headers in &mut api.headers {
        let Some(Changes { members, .. }) = inside.of(Namespace::Headers, &headers.name) else { continue };
        headers.members.iter_mut().for_each(|it| rename_one(&mut it.name, members));
    }
    if let Some(events) = &mut api.events
        && let Some(Changes { members, .. }) = inside.of_events(&events.name)
    {
        rename_in_union(&mut events.union, members);
    }
    if let Some(Changes { functions, .. }) = inside.of(Namespace::Client, "Client") {
        api.status_operations.iter_mut().for_each(|it| rename_one(&mut it.resume, functions));
        let confirmations = api.events.iter_mut().flat_map(|it| &mut it.confirmations);
        confirmations.for_each(|it| rename_one(&mut it.name, functions));
    }
}

fn rename_in_shape(shape: &mut Shape, changes: &Changes) {
    let members = &changes.members;
    match shape {
        Shape::Struct(it) => rename_in_struct(it, changes),
        Shape::StringEnum { values, fallback } => {
            values.iter_mut().for_each(|it| rename_one(&mut it.name, members));
            rename_one(fallback, members);
        }
        Shape::IntegerEnum { values, fallback } => {
            values.iter_mut().for_each(|it| rename_one(&mut it.name, members));
            rename_one(fallback, members);
        }
        Shape::Union(it) => rename_in_union(it, members),
        Shape::Alternatives(it) => it.iter_mut().for_each(|it| rename_one(&mut it.name, members)),
        Shape::ByStatus(it) => it.iter_mut().for_each(|it| rename_one(&mut it.name, members)),
    }
}

fn rename_in_struct(structure: &mut Struct, Changes { members, functions }: &Changes) {
    structure.fields.iter_mut().for_each(|it| rename_one(&mut it.name, members));
    structure.rest.iter_mut().for_each(|it| rename_one(&mut it.name, members));
    structure.outputs.iter_mut().for_each(|it| rename_one(&mut it.name, functions));
    structure.follow_ups.iter_mut().for_each(|it| rename_one(&mut it.name, functions));
}

fn rename_in_union(union: &mut Union, renames: &Renames) {
    union.variants.iter_mut().for_each(|it| rename_one(&mut it.name, renames));
    rename_one(&mut union.fallback, renames);
}

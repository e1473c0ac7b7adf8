//! Names once handed out stay: what the lock of the crate lists gets its name back, and its place among arguments.
//!
//! What asks for which name is read from the surface, which says of each what it stands for. Only what callers can name
//! changes: a file of types keeps the name that it has, because nobody outside of the crate can say it.

mod members;
mod order;
mod references;

use std::collections::BTreeMap;

use crate::ir::Api;
use crate::naming::{Case, Named, Scope, keep};
use crate::surface::{ItemKind, Kept, Namespace, Surface};

/// The names in a scope that change: by what they are, what they become.
type Renames = BTreeMap<String, String>;

/// Gives names back to what had them before, except for those that lowering has given back.
pub(super) fn keep_names(api: &mut Api, kept: &Kept) {
    if kept.is_empty() {
        return;
    }
    let surface = Surface::of(api);
    rename_types(api, &surface, kept);
    rename_headers(api, &surface, kept);
    // What a member stands for may be a type, which has its final name now.
    let surface = Surface::of(api);
    order::keep_order(api, &surface, kept);
    let inside = members::renames(api, &surface, kept);
    references::follow(api, &inside);
    members::rename(api, &inside);
}

/// Renames the types: definitions, those of calls and the enum of events have names in one scope.
fn rename_types(api: &mut Api, surface: &Surface, kept: &Kept) {
    let calls = surface.entries.iter().filter_map(|it| {
        let call = it.members.iter().find(|it| it.kind == ItemKind::Call)?;
        Some((call.name.as_str(), call_of(&it.item.name)))
    });
    let calls: Vec<(&str, String)> = calls.collect();
    let kept_calls = kept.of(Namespace::Methods).filter_map(|it| {
        let (_, name) = it.members.iter().find(|(key, _)| key == "call")?;
        Some((name.as_str(), call_of(&it.name)))
    });
    let kept_calls: Vec<(&str, String)> = kept_calls.collect();
    let of_types = |namespace| matches!(namespace, Namespace::Types | Namespace::Events);
    let asked = named(surface, of_types).chain(calls.iter().map(|(name, key)| Named::new(name, key)));
    let before = kept.entries.iter().filter(|it| of_types(it.namespace)).map(|it| it.named());
    let before = before.chain(kept_calls.iter().map(|(name, key)| Named::new(name, key)));
    let renames = changes(Case::Type, &asked.collect::<Vec<_>>(), &before.collect::<Vec<_>>());
    let definitions = api.types.iter_mut().filter(|it| it.written).map(|it| &mut it.name);
    let operations = api.tags.iter_mut().flat_map(|it| &mut it.operations);
    let calls = operations.filter_map(|it| it.call.as_mut()).map(|it| &mut it.name);
    let events = api.events.iter_mut().map(|it| &mut it.name);
    definitions.chain(calls).chain(events).for_each(|it| rename(it, &renames));
}

/// Returns the key of the type of a call: its method has its final name already.
fn call_of(method: &str) -> String {
    format!("call of {method}")
}

fn rename_headers(api: &mut Api, surface: &Surface, kept: &Kept) {
    let asked: Vec<Named<'_>> = named(surface, |it| it == Namespace::Headers).collect();
    let renames = changes(Case::Type, &asked, &kept.names(Namespace::Headers));
    api.headers.iter_mut().for_each(|it| rename(&mut it.name, &renames));
}

/// Returns what entries are called now.
fn named(surface: &Surface, of: impl Fn(Namespace) -> bool) -> impl Iterator<Item = Named<'_>> {
    let entries = surface.entries.iter().filter(move |it| of(it.kind.namespace()));
    entries.map(|it| it.item.named())
}

/// Returns what changes in a scope in which no name is taken.
fn changes(case: Case, asked: &[Named<'_>], kept: &[Named<'_>]) -> Renames {
    let names = keep(case, &mut Scope::default(), asked, kept);
    asked.iter().map(|it| it.name.to_owned()).zip(names).filter(|(before, now)| before != now).collect()
}

fn rename(name: &mut String, renames: &Renames) {
    if let Some(new) = renames.get(name) {
        name.clone_from(new);
    }
}

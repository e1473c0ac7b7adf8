//! Two versions of an entry to the changes between them.

use super::matching::Matched;
use super::members::{self, Members};
use super::{Change, ChangeKind, Class, Place};
use crate::surface::{Entry, EntryKind, Fact, Item, ItemKind, WIRE_NAME};

/// Says that an entry is gone.
pub(super) fn removed(old: &Entry) -> Change {
    let before = Some(signature(old));
    Change {
        before,
        ..whole(old, Class::Breaking, ChangeKind::Removed, Place::Old(old.item.pointer.clone()))
    }
}

/// Says that an entry is new.
pub(super) fn added(new: &Entry) -> Change {
    Change { after: Some(signature(new)), ..about(new, Class::Addition, ChangeKind::Added) }
}

/// Adds what changes between two versions of an entry.
pub(super) fn changed(old: &Entry, new: &Entry, matched: &Matched<'_>, list: &mut Vec<Change>) {
    if old.item.name != new.item.name {
        let names = (Some(callers_name(old)), Some(callers_name(new)));
        let renamed = about(new, Class::Breaking, ChangeKind::Renamed);
        list.push(Change { before: names.0, after: names.1, ..renamed });
    }
    list.extend(deprecation(&old.item, &new.item).map(|(class, kind)| about(new, class, kind)));
    list.extend(features(old, new, matched));
    if old.kind != new.kind {
        let nouns = (Some(noun(old).to_owned()), Some(noun(new).to_owned()));
        let other = about(new, Class::Breaking, ChangeKind::Type);
        list.push(Change { before: nouns.0, after: nouns.1, ..other });
        return;
    }
    let before = list.len();
    Members { old, new, matched }.compare(list);
    let is_given_otherwise = list[before..].iter().any(|it| it.class == Class::Breaking);
    traits(old, new, is_given_otherwise, list);
    facts(&old.item, &new.item, &about(new, Class::Patch, ChangeKind::Added), list);
}

/// Makes a change of a whole entry of the new surface.
pub(super) fn about(new: &Entry, class: Class, kind: ChangeKind) -> Change {
    whole(new, class, kind, Place::New(new.item.pointer.clone()))
}

fn whole(entry: &Entry, class: Class, kind: ChangeKind, place: Place) -> Change {
    let (noun, entry) = (noun(entry), callers_name(entry));
    Change { class, kind, noun, entry, member: None, before: None, after: None, place }
}

/// Returns how callers name an entry.
fn callers_name(entry: &Entry) -> String {
    match entry.kind {
        EntryKind::Method => format!("Client::{}", entry.item.name),
        EntryKind::Headers => format!("headers::{}", entry.item.name),
        EntryKind::Events => format!("webhook::{}", entry.item.name),
        _ => entry.item.name.clone(),
    }
}

pub(super) fn noun(entry: &Entry) -> &'static str {
    match entry.kind {
        EntryKind::Client => "client",
        EntryKind::Feature => "cargo feature",
        EntryKind::Method => "method",
        EntryKind::Struct | EntryKind::Headers => "struct",
        EntryKind::Values | EntryKind::Union | EntryKind::Alternatives => "enum",
        EntryKind::Answers | EntryKind::Events => "enum",
    }
}

/// Writes a method as callers use it; other entries say enough by their names.
fn signature(entry: &Entry) -> String {
    if entry.kind != EntryKind::Method {
        return callers_name(entry);
    }
    let success = entry.members.iter().find(|it| it.kind == ItemKind::Success);
    let success = success.map_or("()", |it| it.ty.as_str());
    format!("Client::{} -> {success}", members::call(entry))
}

/// Returns what a change of the document's advice asks for.
pub(super) fn deprecation(old: &Item, new: &Item) -> Option<(Class, ChangeKind)> {
    match (old.deprecated, new.deprecated) {
        (false, true) => Some((Class::Addition, ChangeKind::Deprecated)),
        (true, false) => Some((Class::Patch, ChangeKind::Recommended)),
        _ => None,
    }
}

/// Says when a feature that brought an entry no longer does. What was always there came with each of them.
fn features(old: &Entry, new: &Entry, matched: &Matched<'_>) -> Option<Change> {
    let brought = |it: &&str| old.features.is_empty() || old.features.iter().any(|old| old == it);
    let brings = |it: &str| new.features.is_empty() || new.features.iter().any(|new| new == it);
    if matched.features.iter().filter(|it| brought(it)).all(|it| brings(it)) {
        return None;
    }
    let written = |entry: &Entry| match entry.features.as_slice() {
        [] => "always".to_owned(),
        features => features.join(" or "),
    };
    let moved = about(new, Class::Breaking, ChangeKind::Features);
    Some(Change { before: Some(written(old)), after: Some(written(new)), ..moved })
}

/// Says which traits are gone or new; `Default` comes and goes with what has to be given, which is said already.
fn traits(old: &Entry, new: &Entry, is_given_otherwise: bool, list: &mut Vec<Change>) {
    let lost = old.traits.iter().filter(|it| !new.traits.contains(it));
    let won = new.traits.iter().filter(|it| !old.traits.contains(it));
    let lost = lost.map(|it| (Class::Breaking, ChangeKind::Removed, *it));
    let won = won.map(|it| (Class::Addition, ChangeKind::Added, *it));
    for (class, kind, name) in lost.chain(won) {
        if name == "Default" && is_given_otherwise {
            continue;
        }
        let noun = if name == "new" { "function" } else { "trait" };
        list.push(Change { noun, member: Some(name.to_owned()), ..about(new, class, kind) });
    }
}

/// Adds what is otherwise without callers seeing it in a type; `change` says of what.
pub(super) fn facts(old: &Item, new: &Item, change: &Change, list: &mut Vec<Change>) {
    let text = |facts: &[Fact], about| facts.iter().find(|it| it.about == about).map(|it| it.text.clone());
    let mut abouts: Vec<&'static str> = Vec::new();
    for fact in old.facts.iter().chain(&new.facts) {
        if !abouts.contains(&fact.about) {
            abouts.push(fact.about);
        }
    }
    // What has another name in Rust has it because of its name on the wire.
    abouts.retain(|about| *about != WIRE_NAME || old.name == new.name);
    for about in abouts {
        let (before, after) = (text(&old.facts, about), text(&new.facts, about));
        if before != after {
            let kind = ChangeKind::Fact(about);
            list.push(Change { class: Class::Patch, kind, before, after, ..change.clone() });
        }
    }
}

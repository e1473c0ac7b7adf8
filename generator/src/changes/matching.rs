//! Which entry of the new surface is which of the old one.
//!
//! A program knows entries by their names, so these decide. What has lost its name is looked for by what it stands for
//! in the document, then by what it looks like: it was renamed if it is there under another name.

use std::collections::BTreeMap;

use crate::surface::{Entry, EntryKind, Item, ItemKind, Surface};

/// From which part of their members on two types are one with another name.
const ALIKE: f64 = 0.6;

/// Entries of both surfaces, in pairs, in the order of the new one; what is gone comes last.
pub(super) struct Matched<'a> {
    pub(super) pairs: Vec<Pair<'a>>,
    /// The new names of types that have another one.
    renamed: BTreeMap<&'a str, &'a str>,
}

/// An entry in both surfaces, or in one of them.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) old: Option<&'a Entry>,
    pub(super) new: Option<&'a Entry>,
}

/// Matches the entries of two surfaces.
pub(super) fn entries<'a>(old: &'a Surface, new: &'a Surface) -> Matched<'a> {
    let mut left: Vec<&Entry> = old.entries.iter().collect();
    let mut found: Vec<Pair<'a>> = new.entries.iter().map(|it| Pair { old: None, new: Some(it) }).collect();
    let mut matched = Matched { pairs: Vec::new(), renamed: BTreeMap::new() };
    matched.pair(&mut left, &mut found, |old, new, _| f64::from(old.item.name == new.item.name));
    matched.pair(&mut left, &mut found, |old, new, _| f64::from(stand_for_the_same(old, new)));
    // What is renamed changes the types of what holds it, so each round may find more.
    while matched.pair(&mut left, &mut found, |old, new, matched| matched.likeness(old, new)) {}
    matched.pairs = found;
    matched.pairs.extend(left.into_iter().map(|it| Pair { old: Some(it), new: None }));
    matched
}

fn stand_for_the_same(old: &Entry, new: &Entry) -> bool {
    old.item.keys.iter().any(|it| new.item.keys.contains(it)) || is_same_route(old, new)
}

fn is_same_route(old: &Entry, new: &Entry) -> bool {
    let route = |entry: &Entry| {
        let fact = entry.item.facts.iter().find(|it| it.about == "route");
        fact.map(|it| it.text.clone())
    };
    old.kind == EntryKind::Method && route(old).is_some() && route(old) == route(new)
}

impl<'a> Matched<'a> {
    /// Pairs what is left with the entry of its namespace that is most alike, if one is alike at all; returns whether
    /// there was any.
    fn pair(
        &mut self,
        left: &mut Vec<&'a Entry>,
        found: &mut [Pair<'a>],
        likeness: impl Fn(&Entry, &Entry, &Self) -> f64,
    ) -> bool {
        let before = left.len();
        left.retain(|old| {
            let mut best: Option<(f64, &mut Pair<'a>)> = None;
            for pair in found.iter_mut().filter(|it| it.old.is_none()) {
                let Some(new) = pair.new.filter(|it| is_namespace_of(it, old)) else { continue };
                let alike = likeness(old, new, self);
                if alike > best.as_ref().map_or(0.0, |(most, _)| *most) {
                    best = Some((alike, pair));
                }
            }
            let Some((_, pair)) = best else { return true };
            pair.old = Some(old);
            let names = pair.new.map(|new| (old.item.name.as_str(), new.item.name.as_str()));
            self.renamed.extend(names.filter(|(old, new)| old != new));
            false
        });
        left.len() < before
    }

    /// Returns which part of the members of two types are the same, if that is enough to take one for the other.
    fn likeness(&self, old: &Entry, new: &Entry) -> f64 {
        let is_type = !matches!(old.kind, EntryKind::Method | EntryKind::Feature | EntryKind::Client);
        let (old_members, new_members) = (named(old), named(new));
        let most = old_members.len().max(new_members.len());
        if !is_type || old.kind != new.kind || most < 2 {
            return 0.0;
        }
        let has_same = |it: &&&Item| {
            let same = |other: &&Item| other.keys == it.keys && other.ty == self.translated(&it.ty);
            new_members.iter().any(same)
        };
        let part = ratio(old_members.iter().filter(has_same).count(), most);
        // Of several that are alike the one with the most similar name is taken.
        if part < ALIKE { 0.0 } else { part + strsim::jaro(&old.item.name, &new.item.name) / 10.0 }
    }

    /// Writes a type of the old surface with the names that its parts have in the new one.
    pub(super) fn translated(&self, ty: &str) -> String {
        if self.renamed.is_empty() {
            return ty.to_owned();
        }
        let is_part = |c: char| c == '_' || c.is_alphanumeric();
        let mut text = String::new();
        let mut rest = ty;
        while !rest.is_empty() {
            let start = rest.find(is_part).unwrap_or(rest.len());
            let end = rest[start..].find(|c| !is_part(c)).map_or(rest.len(), |it| start + it);
            let word = &rest[start..end];
            text.push_str(&rest[..start]);
            text.push_str(self.renamed.get(word).unwrap_or(&word));
            rest = &rest[end..];
        }
        text
    }
}

/// Returns the members by which types are told apart: what every type has says nothing.
fn named(entry: &Entry) -> Vec<&Item> {
    let says_something = |it: &&Item| it.kind != ItemKind::Function && it.keys != [crate::surface::REST];
    entry.members.iter().filter(says_something).collect()
}

fn is_namespace_of(a: &Entry, b: &Entry) -> bool {
    let of = |entry: &Entry| match entry.kind {
        EntryKind::Values | EntryKind::Union | EntryKind::Alternatives | EntryKind::Answers => {
            EntryKind::Struct
        }
        kind => kind,
    };
    of(a) == of(b)
}

fn ratio(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(part) / number(whole)
}

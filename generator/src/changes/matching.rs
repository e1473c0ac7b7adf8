//! Which entry of the new surface is which of the old one.
//!
//! A program knows entries by their names, so these decide. What has lost its name is looked for by what it stands for
//! in the document, then by what it looks like: it was renamed if it is there under another name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::surface::{Entry, EntryKind, Item, ItemKind, Namespace, REST, Surface};

/// From which part of their members on two types are one with another name.
const ALIKE: f64 = 0.6;

/// How similar the names of two types are that may be one that was changed.
const SIMILAR: f64 = 0.7;

/// Entries of both surfaces.
pub(super) struct Matched<'a> {
    /// In the order of the new surface; what is gone comes last.
    pub(super) pairs: Vec<Pair<'a>>,
    /// The features of tags that were there and are still, so that programs may have chosen one of them.
    pub(super) features: BTreeSet<&'a str>,
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
    let mut matching = Matching {
        left: old.entries.iter().collect(),
        found: new.entries.iter().map(|it| Pair { old: None, new: Some(it) }).collect(),
        renamed: BTreeMap::new(),
    };
    matching.by(|entry| vec![entry.item.name.clone()]);
    matching.by(|entry| entry.item.keys.clone());
    matching.by(|entry| Vec::from_iter(route(entry)));
    // What is renamed changes the types of what holds it, so each round may find more.
    while matching.by_look() {}
    let Matching { left, found: mut pairs, renamed } = matching;
    let stayed = pairs.iter().filter_map(|it| Some((it.old?, it.new?)));
    let is_of_tag =
        |it: &Entry| it.kind == EntryKind::Feature && it.item.keys.iter().any(|key| key.starts_with("tag "));
    let stayed = stayed.filter(|(old, new)| is_of_tag(old) && old.item.name == new.item.name);
    let features = stayed.map(|(old, _)| old.item.name.as_str()).collect();
    pairs.extend(left.into_iter().map(|it| Pair { old: Some(it), new: None }));
    Matched { pairs, features, renamed }
}

/// What is matched so far.
struct Matching<'a> {
    left: Vec<&'a Entry>,
    found: Vec<Pair<'a>>,
    renamed: BTreeMap<&'a str, &'a str>,
}

impl<'a> Matching<'a> {
    /// Pairs what has a mark in common; the first in the order of the document is taken.
    fn by(&mut self, marks: impl Fn(&Entry) -> Vec<String>) {
        let mut places: HashMap<(Namespace, String), Vec<usize>> = HashMap::new();
        for (place, entry) in self.unpaired() {
            for mark in marks(entry) {
                places.entry((entry.kind.namespace(), mark)).or_default().push(place);
            }
        }
        for old in std::mem::take(&mut self.left) {
            let found = marks(old).into_iter().find_map(|mark| {
                let places = places.get(&(old.kind.namespace(), mark))?;
                places.iter().copied().find(|it| self.found[*it].old.is_none())
            });
            self.pair(old, found);
        }
    }

    /// Pairs types that have most of their members in common; returns whether there were any.
    fn by_look(&mut self) -> bool {
        let mut holders: HashMap<(Namespace, EntryKind, Look), BTreeSet<usize>> = HashMap::new();
        for (place, entry) in self.unpaired().filter(|(_, it)| it.kind.namespace() == Namespace::Types) {
            for item in telling(entry) {
                let look = (entry.kind.namespace(), entry.kind, look(item, item.ty.clone()));
                holders.entry(look).or_default().insert(place);
            }
        }
        let before = self.left.len();
        for old in std::mem::take(&mut self.left) {
            let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
            for item in telling(old) {
                let look = (old.kind.namespace(), old.kind, look(item, translated(&self.renamed, &item.ty)));
                for place in holders.get(&look).into_iter().flatten() {
                    *shared.entry(*place).or_default() += 1;
                }
            }
            let alike = shared.into_iter().filter(|(place, _)| self.found[*place].old.is_none());
            let alike = alike
                .filter_map(|(place, shared)| Some((likeness(old, self.found[place].new?, shared)?, place)));
            let best = alike.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, place)| place);
            self.pair(old, best);
        }
        self.left.len() < before
    }

    fn unpaired(&self) -> impl Iterator<Item = (usize, &'a Entry)> {
        let pairs = self.found.iter().enumerate();
        pairs.filter(|(_, it)| it.old.is_none()).filter_map(|(place, it)| Some((place, it.new?)))
    }

    /// Pairs an entry with the one at a place, or leaves it for the next way to look for it.
    fn pair(&mut self, old: &'a Entry, place: Option<usize>) {
        let Some(pair) = place.map(|it| &mut self.found[it]) else { return self.left.push(old) };
        pair.old = Some(old);
        let names = pair.new.map(|new| (old.item.name.as_str(), new.item.name.as_str()));
        self.renamed.extend(names.filter(|(old, new)| old != new));
    }
}

impl Matched<'_> {
    /// Writes a type of the old surface with the names that its parts have in the new one.
    pub(super) fn translated(&self, ty: &str) -> String {
        translated(&self.renamed, ty)
    }
}

fn translated(renamed: &BTreeMap<&str, &str>, ty: &str) -> String {
    if renamed.is_empty() {
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
        text.push_str(renamed.get(word).unwrap_or(&word));
        rest = &rest[end..];
    }
    text
}

fn route(entry: &Entry) -> Option<String> {
    entry.item.facts.iter().find(|it| it.about == "route").map(|it| it.text.clone())
}

/// What a member looks like: what it stands for, and its type.
type Look = (Vec<String>, String);

fn look(item: &Item, ty: String) -> Look {
    (item.keys.clone(), ty)
}

/// Returns the members by which types are told apart: what every type has says nothing.
fn telling(entry: &Entry) -> impl Iterator<Item = &Item> {
    let tells = |it: &&Item| it.kind != ItemKind::Function && it.keys != [REST];
    entry.members.iter().filter(tells)
}

/// Returns how alike two types are that share some members, if that is enough to take one for the other.
///
/// Of several that are, the one with the most similar name comes first. One member alone is a chance.
fn likeness(old: &Entry, new: &Entry, shared: usize) -> Option<f64> {
    let most = telling(old).count().max(telling(new).count());
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let (part, name) = (number(shared) / number(most), strsim::jaro(&old.item.name, &new.item.name));
    // What was changed as well has to be called alike.
    let is_same = shared == most || (part >= ALIKE && name >= SIMILAR);
    (most > 1 && is_same).then_some(part + name / 10.0)
}

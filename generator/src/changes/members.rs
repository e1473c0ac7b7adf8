//! What two versions of an entry have, to the changes between them.

use super::entries::{about, deprecation, facts};
use super::matching::Matched;
use super::{Change, ChangeKind, Class, Place};
use crate::surface::{Entry, EntryKind, Item, ItemKind};

/// How similar two names are that may be one that was changed.
const SIMILAR: f64 = 0.75;

/// Two versions of an entry.
pub(super) struct Members<'a> {
    pub(super) old: &'a Entry,
    pub(super) new: &'a Entry,
    pub(super) matched: &'a Matched<'a>,
}

impl Members<'_> {
    /// Adds what changes in what the entry has.
    pub(super) fn compare(&self, list: &mut Vec<Change>) {
        let mut gone: Vec<&Item> = self.old.members.iter().collect();
        let mut pairs: Vec<(Option<&Item>, &Item)> = Vec::new();
        for new in &self.new.members {
            let same = gone.iter().position(|old| is_same(old, new));
            pairs.push((same.map(|it| gone.remove(it)), new));
        }
        for (old, new) in &mut pairs {
            if old.is_none() {
                *old = self.renamed_from(&gone, new).map(|it| gone.remove(it));
            }
        }
        for (old, new) in &pairs {
            match old {
                Some(old) => self.changed(old, new, list),
                None => list.extend(self.added(new)),
            }
        }
        list.extend(gone.into_iter().filter_map(|old| self.removed(old)));
        list.extend(self.order(&pairs));
    }

    /// Finds the member that has this name now: of the same type, and with a similar name or a type that tells.
    fn renamed_from(&self, gone: &[&Item], new: &Item) -> Option<usize> {
        let has_name = !matches!(new.kind, ItemKind::Success | ItemKind::Error | ItemKind::Call);
        let alike = |it: &Item| has_name && it.kind == new.kind && self.matched.translated(&it.ty) == new.ty;
        // A type that few members have tells who is who, whatever the name is.
        let is_told = is_telling(&new.ty) && gone.iter().filter(|it| alike(it)).count() == 1;
        let similar = |it: &Item| is_told || strsim::jaro_winkler(&it.name, &new.name) >= SIMILAR;
        gone.iter().position(|it| alike(it) && similar(it))
    }

    fn change(&self, new: &Item, class: Class, kind: ChangeKind) -> Change {
        Change { place: Place::New(new.pointer.clone()), ..self.named(new, class, kind) }
    }

    fn named(&self, item: &Item, class: Class, kind: ChangeKind) -> Change {
        let whole = about(self.new, class, kind);
        let member = if item.name.is_empty() { item.keys.concat() } else { item.name.clone() };
        Change { noun: noun(item), member: Some(member), ..whole }
    }

    fn added(&self, new: &Item) -> Option<Change> {
        let class = match new.kind {
            ItemKind::Argument => Class::Breaking,
            ItemKind::Required if self.is_made_by_callers() => Class::Breaking,
            ItemKind::Error | ItemKind::Success => Class::Patch,
            // It comes with the first setter, which is said.
            ItemKind::Call => return None,
            _ => Class::Addition,
        };
        let after = if class == Class::Breaking { call(self.new) } else { new.ty.clone() };
        Some(Change { after: Some(after), ..self.change(new, class, ChangeKind::Added) })
    }

    fn removed(&self, old: &Item) -> Option<Change> {
        let class = match old.kind {
            ItemKind::Error | ItemKind::Success => Class::Patch,
            ItemKind::Call => return None,
            _ => Class::Breaking,
        };
        let place = Place::Old(old.pointer.clone());
        Some(Change { before: Some(old.ty.clone()), place, ..self.named(old, class, ChangeKind::Removed) })
    }

    fn changed(&self, old: &Item, new: &Item, list: &mut Vec<Change>) {
        let is_positional = new.kind == ItemKind::Argument && old.kind == ItemKind::Argument;
        if old.name != new.name && !is_positional {
            let names = (Some(old.name.clone()), Some(new.name.clone()));
            let renamed = self.change(new, Class::Breaking, ChangeKind::Renamed);
            list.push(Change { before: names.0, after: names.1, ..renamed });
        }
        let types = (Some(old.ty.clone()), Some(new.ty.clone()));
        let presence = self.presence(old, new);
        if let Some(kind) = presence {
            let change = self.change(new, Class::Breaking, kind);
            list.push(Change { before: Some(call(self.old)), after: Some(call(self.new)), ..change });
        } else if self.matched.translated(&old.ty) != new.ty && new.kind != ItemKind::Call {
            let class = if new.kind == ItemKind::Error { Class::Patch } else { Class::Breaking };
            let change = self.change(new, class, ChangeKind::Type);
            list.push(Change { before: types.0, after: types.1, ..change });
        }
        list.extend(deprecation(old, new).map(|(class, kind)| self.change(new, class, kind)));
        facts(old, new, &self.change(new, Class::Patch, ChangeKind::Added), list);
    }

    /// Returns what changes in whether callers have to give a member; nothing where only answers have it.
    fn presence(&self, old: &Item, new: &Item) -> Option<ChangeKind> {
        let is_needed = |it: &Item| matches!(it.kind, ItemKind::Argument | ItemKind::Required);
        let is_given = matches!(new.kind, ItemKind::Argument | ItemKind::Setter) || self.is_made_by_callers();
        match (is_needed(old), is_needed(new)) {
            (false, true) if is_given => Some(ChangeKind::Required),
            (true, false) if is_given => Some(ChangeKind::Optional),
            _ => None,
        }
    }

    /// Whether callers could make values before, and can now.
    fn is_made_by_callers(&self) -> bool {
        [self.old, self.new].iter().all(|it| it.traits.contains(&"new"))
    }

    /// Says when arguments that were there before stand in another order now.
    fn order(&self, pairs: &[(Option<&Item>, &Item)]) -> Option<Change> {
        let is_method = self.new.kind == EntryKind::Method;
        if !is_method && !self.is_made_by_callers() {
            return None;
        }
        let place = |old: &Item| arguments(self.old).position(|it| std::ptr::eq(it, old));
        let stayed: Vec<usize> =
            pairs.iter().filter(|(_, new)| is_argument(new)).filter_map(|(old, _)| place((*old)?)).collect();
        if stayed.is_sorted() {
            return None;
        }
        let moved = about(self.new, Class::Breaking, ChangeKind::Order);
        Some(Change { before: Some(call(self.old)), after: Some(call(self.new)), ..moved })
    }
}

/// Writes how a method is called, or how a value of a type is made, with what has to be given.
pub(super) fn call(entry: &Entry) -> String {
    let name = match entry.kind {
        EntryKind::Method => entry.item.name.clone(),
        _ => format!("{}::new", entry.item.name),
    };
    let arguments = arguments(entry).map(|it| it.name.as_str());
    format!("{name}({})", arguments.collect::<Vec<_>>().join(", "))
}

/// Returns what has to be given, to a method or to `new`.
fn arguments(entry: &Entry) -> impl Iterator<Item = &Item> {
    entry.members.iter().filter(|it| is_argument(it))
}

fn is_argument(item: &Item) -> bool {
    matches!(item.kind, ItemKind::Argument | ItemKind::Required)
}

/// Whether two items are versions of one: by what they stand for, or by their name.
fn is_same(old: &Item, new: &Item) -> bool {
    let group = |it: &Item| match it.kind {
        ItemKind::Argument | ItemKind::Setter => 0,
        ItemKind::Required | ItemKind::Optional => 1,
        ItemKind::Success => 2,
        ItemKind::Call => 3,
        ItemKind::Error => 4,
        ItemKind::Variant => 5,
        ItemKind::Function => 6,
        ItemKind::Module => 7,
        ItemKind::Entry => 8,
    };
    group(old) == group(new) && (old.keys == new.keys || (!new.name.is_empty() && old.name == new.name))
}

/// Whether a type has a name of its own, besides those that Rust and the runtime give.
fn is_telling(ty: &str) -> bool {
    const KNOWN: &[&str] =
        &["BTreeMap", "Into", "IntoIterator", "Item", "Map", "Option", "String", "Value", "Vec"];
    let words = ty.split(|c: char| c != '_' && !c.is_alphanumeric());
    words.filter(|it| it.starts_with(char::is_uppercase)).any(|it| !KNOWN.contains(&it))
}

fn noun(item: &Item) -> &'static str {
    match item.kind {
        ItemKind::Entry => "entry",
        ItemKind::Argument => "argument",
        ItemKind::Setter => "setter",
        ItemKind::Success => "result",
        ItemKind::Call => "type of the call",
        ItemKind::Error => "error body",
        ItemKind::Required | ItemKind::Optional => "field",
        ItemKind::Variant => "variant",
        ItemKind::Function => "function",
        ItemKind::Module => "module",
    }
}

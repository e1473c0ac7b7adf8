//! Names that were handed out before go back to what they stood for: the one way in which a lock decides a name.

use std::collections::BTreeMap;

use super::{Case, Scope};

/// A name in a scope, and the keys of what it stands for.
#[derive(Clone, Debug)]
pub(crate) struct Named<'a> {
    pub(crate) name: &'a str,
    pub(crate) keys: Vec<&'a str>,
}

impl<'a> Named<'a> {
    pub(crate) fn new(name: &'a str, key: &'a str) -> Self {
        Self { name, keys: vec![key] }
    }

    /// Puts names and the keys of what they stand for together.
    pub(crate) fn all(names: &'a [String], keys: &'a [String]) -> Vec<Self> {
        names.iter().zip(keys).map(|(name, key)| Self::new(name, key)).collect()
    }
}

/// Returns the names of a scope, in the order of `asked`: what had a name gets it back, and what asks for a name that is
/// now another's gets a number. A name that nothing stands for any more is free.
pub(crate) fn keep(case: Case, scope: &mut Scope, asked: &[Named<'_>], kept: &[Named<'_>]) -> Vec<String> {
    let mut names: Vec<Option<String>> = vec![None; asked.len()];
    for (owner, name) in owners(asked, kept).into_iter().zip(kept) {
        // A name may be taken all the same: it stands twice in a lock that was merged from two branches.
        if let Some(owner) = owner
            && fits(case, name.name)
            && scope.take(name.name)
        {
            names[owner] = Some(name.name.to_owned());
        }
    }
    for (name, asked) in names.iter_mut().zip(asked) {
        if name.is_none() && scope.take(asked.name) {
            *name = Some(asked.name.to_owned());
        }
    }
    let numbered = |(name, asked): (Option<String>, &Named<'_>)| {
        name.unwrap_or_else(|| scope.claim(case, asked.name, &[]))
    };
    names.into_iter().zip(asked).map(numbered).collect()
}

/// Whether a name is written as its kind of name is. What stays may have become another kind of thing: the field with all
/// other members of an object that is a union now.
fn fits(case: Case, name: &str) -> bool {
    match case {
        Case::Type | Case::Variant => !name.starts_with(char::is_lowercase),
        Case::Field | Case::Method | Case::Module => !name.starts_with(char::is_uppercase),
        Case::Static | Case::Feature | Case::Command => true,
    }
}

/// Returns which of those who ask each of the names belongs to: who has its first key, else its second, and so on.
///
/// Whoever is several parts has several keys: parts that were one may be two by now, and the other way round.
fn owners(asked: &[Named<'_>], kept: &[Named<'_>]) -> Vec<Option<usize>> {
    let mut by_key: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, asked) in asked.iter().enumerate() {
        for key in &asked.keys {
            by_key.entry(key).or_default().push(index);
        }
    }
    let keys = kept
        .iter()
        .enumerate()
        .flat_map(|(index, it)| it.keys.iter().enumerate().map(move |(rank, key)| (rank, index, *key)));
    let mut keys: Vec<(usize, usize, &str)> = keys.collect();
    keys.sort_by_key(|(rank, ..)| *rank);
    let mut owners = vec![None; kept.len()];
    let mut has_one = vec![false; asked.len()];
    for (_, index, key) in keys {
        let mut free = by_key.get(key).into_iter().flatten().filter(|it| !has_one[**it]);
        if owners[index].is_none()
            && let Some(owner) = free.next()
        {
            owners[index] = Some(*owner);
            has_one[*owner] = true;
        }
    }
    owners
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keeps names that are written as `name = key key`.
    fn kept(asked: &[&str], before: &[&str]) -> Vec<String> {
        fn named(line: &str) -> Named<'_> {
            let (name, keys) = line.split_once(" = ").expect("a name stands for something");
            Named { name, keys: keys.split(' ').collect() }
        }
        let [asked, before] = [asked, before].map(|it| it.iter().copied().map(named).collect::<Vec<_>>());
        keep(Case::Type, &mut Scope::with(&["Taken"]), &asked, &before)
    }

    #[test]
    fn names_stay_and_who_asks_for_one_gets_another() {
        let table: &[(&[&str], &[&str], &[&str])] = &[
            (&["A = a", "B = b"], &[], &["A", "B"]),
            (&["Color = new", "PetColor = old"], &["Color = old"], &["Color2", "Color"]),
            (&["A = a"], &["B = gone"], &["A"]),
            (&["A = a", "A2 = b"], &["A = c", "A2 = a"], &["A2", "A22"]),
            // Two that were one: who has the first key keeps the name.
            (&["A = b", "B = a"], &["Both = a b"], &["A", "Both"]),
            // One that was two: the name that stands for its first part comes first in the lock.
            (&["Both = b a"], &["A = a", "B = b"], &["A"]),
            // Locks that nobody has written: a name twice, and one that the generator itself has taken by now.
            (&["A = a", "B = b"], &["C = a", "C = b"], &["C", "B"]),
            (&["A = a"], &["Taken = a"], &["A"]),
            // What the key stands for is another kind of thing now.
            (&["Unknown = *"], &["extra = *"], &["Unknown"]),
        ];
        for (asked, before, expected) in table {
            assert_eq!(kept(asked, before), *expected, "{asked:?}, {before:?}");
        }
    }
}

//! The names that a crate has handed out, as its lock file lists them, and the questions that the rooms ask about them.

use std::collections::BTreeMap;

use super::keys::tag_of;
use crate::naming::{Case, Named, identifier};

/// The names that a crate has handed out, in the order in which its lock file lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub(crate) entries: Vec<KeptEntry>,
}

/// A name that was handed out, and those inside of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeptEntry {
    pub(crate) namespace: Namespace,
    pub(crate) name: String,
    /// What it stands for.
    pub(crate) keys: Vec<String>,
    /// The keys and the names of what it has.
    pub(crate) members: Vec<(String, String)>,
}

/// Where a name is unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Namespace {
    Client,
    Features,
    Methods,
    Types,
    Headers,
    Events,
}

impl Kept {
    /// Whether no name was handed out.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the entries of a namespace.
    pub(crate) fn of(&self, namespace: Namespace) -> impl Iterator<Item = &KeptEntry> {
        self.entries.iter().filter(move |it| it.namespace == namespace)
    }

    /// Returns the names of a namespace.
    pub(crate) fn names(&self, namespace: Namespace) -> Vec<Named<'_>> {
        self.of(namespace).map(KeptEntry::named).collect()
    }

    /// Returns the modules of calls, with the keys of their tags.
    pub(crate) fn modules(&self) -> Vec<(String, &str)> {
        let of_tags = self.of(Namespace::Features).filter_map(|it| {
            let key = it.keys.first()?;
            let tag = tag_of(key)?;
            // One that is named as its tag is has no line of its own.
            let name = it.members.first().map(|(_, name)| name.clone());
            Some((name.unwrap_or_else(|| identifier(Case::Module, tag)), key.as_str()))
        });
        of_tags.collect()
    }

    /// Returns the entries by namespace and name.
    pub(crate) fn by_name(&self) -> BTreeMap<(Namespace, &str), &KeptEntry> {
        self.entries.iter().map(|it| ((it.namespace, it.name.as_str()), it)).collect()
    }
}

impl KeptEntry {
    /// Returns the name with what it stands for.
    pub(crate) fn named(&self) -> Named<'_> {
        Named { name: &self.name, keys: self.keys.iter().map(String::as_str).collect() }
    }

    /// Returns the names of what it has.
    pub(crate) fn members(&self) -> Vec<Named<'_>> {
        self.members.iter().map(|(key, name)| Named::new(name, key)).collect()
    }
}

//! The files that a document refers to, each read once.

use std::collections::BTreeMap;

use serde_json::Value;

use super::parse::parse;
use super::reference::said;
use crate::diagnostic::{Diagnostics, rules};
use crate::pointer::Pointer;

/// Gives the text of a file by its path from the folder of the document.
pub(super) type Read<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The files that were asked for, by path.
pub(super) struct Files<'a> {
    read: Read<'a>,
    /// What each holds; nothing if it cannot be read, which has been said.
    values: BTreeMap<String, Option<Value>>,
    /// The texts of those that could be read.
    pub(super) texts: BTreeMap<String, String>,
}

impl<'a> Files<'a> {
    pub(super) fn new(read: Read<'a>) -> Self {
        Self { read, values: BTreeMap::new(), texts: BTreeMap::new() }
    }

    /// Returns what a file holds; `from` is the place that asked first, by this reference.
    pub(super) fn value(
        &mut self,
        path: &str,
        reference: &str,
        from: &Pointer,
        found: &mut Diagnostics,
    ) -> Option<&Value> {
        if !self.values.contains_key(path) {
            let value = self.first(path, reference, from, found);
            self.values.insert(path.to_owned(), value);
        }
        self.values.get(path)?.as_ref()
    }

    /// Returns whether a file was asked for and could not be read.
    pub(super) fn is_unreadable(&self, path: &str) -> bool {
        matches!(self.values.get(path), Some(None))
    }

    fn first(
        &mut self,
        path: &str,
        reference: &str,
        from: &Pointer,
        found: &mut Diagnostics,
    ) -> Option<Value> {
        let Some(text) = (self.read)(path) else {
            let message = format!("{} leads to a file that cannot be read", said(reference));
            found.add(rules::UNREADABLE_FILE.at(from, message));
            return None;
        };
        let parsed = parse(&text);
        self.texts.insert(path.to_owned(), text);
        match parsed {
            Ok(parsed) => Some(parsed.value),
            Err(mut diagnostic) => {
                if let Some(location) = &mut diagnostic.location {
                    location.file = Some(path.to_owned());
                }
                found.add(diagnostic);
                None
            }
        }
    }
}

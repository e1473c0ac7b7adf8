//! One action to the document that it changes. An action changes all places that its target led to before it began.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::action::{Action, Change, Version};
use super::merge::{Misfit, merge};
use super::select::{Unselected, select};
use super::target::Target;
use super::written::Written;
use crate::diagnostic::{Diagnostic, rules};
use crate::doc_text::code;
use crate::document::limits;
use crate::document::origins::Origin;
use crate::pointer::Pointer;

/// A document that is being changed.
pub(super) struct Changed<'a> {
    document: &'a mut Value,
    pub(super) written: Written,
    room: Room,
}

/// What all overlays together may still do.
struct Room {
    /// How many values may be looked at.
    looks: usize,
    /// How many values may be written.
    values: usize,
    /// How many bytes of text may be written.
    bytes: usize,
}

impl<'a> Changed<'a> {
    pub(super) fn new(document: &'a mut Value) -> Self {
        let values = limits::VALUES.saturating_sub(limits::size(document)).min(limits::WRITTEN);
        let room = Room { looks: limits::LOOKED_AT, values, bytes: limits::BYTES };
        Self { document, written: Written::default(), room }
    }

    /// Does what an action of an overlay asks for; what it says is about the overlay.
    pub(super) fn act(&mut self, action: &Action, version: Version, file: &str) -> Result<(), Diagnostic> {
        let at = &action.at;
        let places = self.select(&action.target, &at.child("target"))?;
        match &action.change {
            Change::Remove => self.remove(places, at),
            Change::Update(update) => {
                let from = at.child("update");
                let part = Written::from_one(Origin { file: Some(file.to_owned()), pointer: from.clone() });
                self.update(&places, update, &part, version, &from)
            }
            Change::Copy(source) => {
                let from = at.child("copy");
                let sources = self.select(source, &from)?;
                let [one] = sources.as_slice() else {
                    let message = format!(
                        "{} leads to {} places, and one is copied",
                        code(&source.text),
                        sources.len()
                    );
                    return Err(rules::MISFIT.at(&from, message).help("name a single place"));
                };
                let copy = self.document.pointer(one.plain()).cloned().unwrap_or_default();
                let part = self.written.part(one);
                self.update(&places, &copy, &part, Version::V1_1, &from)
            }
        }
    }

    fn select(&mut self, target: &Target, at: &Pointer) -> Result<Vec<Pointer>, Diagnostic> {
        select(self.document, target, &mut self.room.looks).map_err(|unselected| match unselected {
            Unselected::TooMuch => too_much(at, "looks at", limits::LOOKED_AT, "values"),
            Unselected::Nowhere(nowhere) => {
                let message = format!("{} leads to nothing", code(&target.text));
                let there = format!("{} is there, {} is not", code(nowhere.reached), code(nowhere.segment));
                let help = match nowhere.guess {
                    Some(guess) => format!("{there}; did you mean {}?", code(&guess)),
                    None => format!("{there}: correct the target, or take the action out"),
                };
                rules::TARGET_NOWHERE.at(at, message).help(help)
            }
        })
    }

    fn update(
        &mut self,
        places: &[Pointer],
        update: &Value,
        part: &Written,
        version: Version,
        at: &Pointer,
    ) -> Result<(), Diagnostic> {
        self.room.take(update, places.len(), at)?;
        let deepest = places.iter().map(|it| it.tokens().count()).max().unwrap_or_default() + depth(update);
        if deepest > limits::DEPTH {
            let message = format!("values are nested {deepest} deep once this is written");
            return Err(rules::TOO_DEEP.at(at, message));
        }
        if version == Version::V1_1 {
            self.check_kinds(places, at)?;
        }
        for place in places {
            let Some(target) = self.document.pointer_mut(place.plain()) else { continue };
            merge(target, update, place, part, version, &mut self.written).map_err(|it| misfit(&it, at))?;
        }
        Ok(())
    }

    /// Version 1.1 asks for places of one kind.
    fn check_kinds(&self, places: &[Pointer], at: &Pointer) -> Result<(), Diagnostic> {
        let kind = |place: &Pointer| match self.document.pointer(place.plain()) {
            Some(Value::Object(_)) => "a map",
            Some(Value::Array(_)) => "a list",
            _ => "neither a map nor a list",
        };
        let Some(first) = places.first() else { return Ok(()) };
        let Some(other) = places.iter().find(|it| kind(it) != kind(first)) else { return Ok(()) };
        let place = |it: &Pointer| format!("{} is {}", code(&it.to_string()), kind(it));
        let message = format!("{}, and {}", place(first), place(other));
        Err(rules::MISFIT.at(at, message).help("make an action for each kind"))
    }

    fn remove(&mut self, places: Vec<Pointer>, at: &Pointer) -> Result<(), Diagnostic> {
        let mut holders: BTreeMap<Pointer, BTreeSet<String>> = BTreeMap::new();
        for place in places {
            let (Some(holder), Some(token)) = (place.parent(), place.tokens().last()) else {
                let help = "let the target lead to what is inside of it";
                return Err(rules::MISFIT.at(at, "the whole document cannot be removed").help(help));
            };
            self.written.forget(&place);
            holders.entry(holder).or_default().insert(token);
        }
        // The inner places first: to take an item out moves those behind it, with all that is inside.
        let mut holders: Vec<_> = holders.into_iter().collect();
        holders.sort_by_key(|it| Reverse(it.0.tokens().count()));
        for (holder, tokens) in holders {
            match self.document.pointer_mut(holder.plain()) {
                Some(Value::Object(members)) => members.retain(|name, _| !tokens.contains(name)),
                Some(Value::Array(items)) => {
                    let length = items.len();
                    self.room.look(length, at)?;
                    let removed: BTreeSet<usize> = tokens.iter().filter_map(|it| it.parse().ok()).collect();
                    let mut index = 0..;
                    items.retain(|_| !index.next().is_some_and(|it| removed.contains(&it)));
                    self.written.shift(&holder, &removed, length);
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl Room {
    fn look(&mut self, values: usize, at: &Pointer) -> Result<(), Diagnostic> {
        let rest = self.looks.checked_sub(values);
        self.looks = rest.ok_or_else(|| too_much(at, "looks at", limits::LOOKED_AT, "values"))?;
        Ok(())
    }

    /// Takes what is needed to write a value so many times.
    fn take(&mut self, value: &Value, times: usize, at: &Pointer) -> Result<(), Diagnostic> {
        let values = self.values.checked_sub(limits::size(value).saturating_mul(times));
        self.values = values.ok_or_else(|| too_much(at, "writes", limits::WRITTEN, "values"))?;
        let bytes = self.bytes.checked_sub(bytes(value).saturating_mul(times));
        self.bytes = bytes.ok_or_else(|| too_much(at, "writes", limits::BYTES, "bytes"))?;
        Ok(())
    }
}

fn too_much(at: &Pointer, does: &str, limit: usize, what: &str) -> Diagnostic {
    rules::OVERLAY_LIMIT.at(at, format!("the overlay {does} more than {limit} {what}"))
}

fn misfit(misfit: &Misfit, at: &Pointer) -> Diagnostic {
    let Misfit { place, held, given, help } = misfit;
    let message = format!("{} is {held}, and what is to be put in is {given}", code(&place.to_string()));
    rules::MISFIT.at(at, message).help(*help)
}

/// Returns how deep values are nested in a value.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(|it| 1 + depth(it)).max().unwrap_or_default(),
        Value::Object(members) => members.values().map(|it| 1 + depth(it)).max().unwrap_or_default(),
        _ => 0,
    }
}

/// Returns how many bytes of text a value has.
fn bytes(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(bytes).sum(),
        Value::Object(members) => members.iter().map(|(name, it)| name.len() + bytes(it)).sum(),
        Value::String(text) => text.len(),
        _ => 0,
    }
}

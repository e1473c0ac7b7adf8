//! A target to the places it leads to. What is looked at is counted before: a short path can ask for a walk through the
//! document from every place in it.

use std::collections::HashSet;
use std::ptr;

use serde_json::Value;

use super::target::{Step, Target};
use crate::document::limits;
use crate::pointer::Pointer;
use crate::suggest::nearest;

/// A target that leads to nothing: how far it leads, and what may have been meant.
#[derive(Debug)]
pub(super) struct Nowhere<'a> {
    /// The part of the target that leads to something.
    pub(super) reached: &'a str,
    /// The segment that does not.
    pub(super) segment: &'a str,
    pub(super) guess: Option<String>,
}

/// Why there are no places.
#[derive(Debug)]
pub(super) enum Unselected<'a> {
    Nowhere(Nowhere<'a>),
    TooMuch,
}

/// Finds the places that a target leads to, in the order of the document; `room` is what may still be looked at.
pub(super) fn select<'a>(
    document: &Value,
    target: &'a Target,
    room: &mut usize,
) -> Result<Vec<Pointer>, Unselected<'a>> {
    // The paths find values and not places, because a place is as long as it is deep. A value may come several times.
    let mut values = vec![document];
    let mut places = vec![(Pointer::root(), document)];
    let mut spent = 0_usize;
    for step in &target.steps {
        // A path begins anew at the document.
        spent = spent.saturating_add(cost(document, &values, step, *room));
        *room = room.checked_sub(spent).ok_or(Unselected::TooMuch)?;
        let next = step.path.query(document).all();
        if next.is_empty() {
            return Err(Unselected::Nowhere(nowhere(target, step, &places)));
        }
        places = located(&places, &next, step);
        values = next;
    }
    Ok(places.into_iter().map(|it| it.0).collect())
}

/// Returns how many values a step looks at, or at least as much as there is room for.
fn cost(document: &Value, values: &[&Value], step: &Step, room: usize) -> usize {
    let reach = &step.reach;
    let mut looked_at = 0_usize;
    for value in values {
        looked_at += match () {
            () if reach.descends || reach.looks_inside => limits::size(value),
            () if step.name().is_some() => 1,
            () => 1 + children(value),
        };
        if looked_at > room {
            break;
        }
    }
    let each = if reach.from_root { limits::size(document) } else { 1 };
    looked_at.saturating_mul(reach.times).saturating_mul(each)
}

fn children(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.len(),
        Value::Object(members) => members.len(),
        _ => 0,
    }
}

/// Finds values again below the places that a step found them from.
fn located<'v>(
    from: &[(Pointer, &'v Value)],
    values: &[&'v Value],
    step: &Step,
) -> Vec<(Pointer, &'v Value)> {
    let wanted = values.iter().map(|it| ptr::from_ref(*it)).collect();
    let mut search = Search { wanted, descends: step.reach.descends, found: Vec::new() };
    for (pointer, value) in from {
        let mut path = pointer.plain().to_owned();
        match step.name().filter(|_| !search.descends) {
            Some(name) => value.get(name).into_iter().for_each(|it| search.child(&mut path, name, it)),
            None => search.below(&mut path, value),
        }
    }
    search.found
}

struct Search<'v> {
    /// The values that have no place yet.
    wanted: HashSet<*const Value>,
    descends: bool,
    found: Vec<(Pointer, &'v Value)>,
}

impl<'v> Search<'v> {
    fn below(&mut self, path: &mut String, value: &'v Value) {
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.child(path, &index.to_string(), item);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    self.child(path, name, member);
                }
            }
            _ => {}
        }
    }

    fn child(&mut self, path: &mut String, token: &str, value: &'v Value) {
        let is_wanted = self.wanted.remove(&ptr::from_ref(value));
        if !is_wanted && !self.descends {
            return;
        }
        let outer = path.len();
        path.push('/');
        path.push_str(&token.replace('~', "~0").replace('/', "~1"));
        if is_wanted {
            self.found.push((Pointer::from_plain(path), value));
        }
        if self.descends {
            self.below(path, value);
        }
        path.truncate(outer);
    }
}

fn nowhere<'a>(target: &'a Target, step: &'a Step, places: &[(Pointer, &Value)]) -> Nowhere<'a> {
    let reached = target.text[..step.start].trim_end();
    let members = || places.iter().filter_map(|it| it.1.as_object()).flat_map(|it| it.keys());
    let guess = step.name().and_then(|name| nearest(name, members().map(String::as_str)));
    Nowhere { reached, segment: &step.segment, guess: guess.map(str::to_owned) }
}

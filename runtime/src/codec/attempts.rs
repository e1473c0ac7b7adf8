//! Bounds the time that is spent on branches which do not fit: where unions hold unions, each is read again for every
//! branch of those around it, so that an answer of a few hundred bytes could be read for years.

use std::cell::Cell;

use serde_json::Value;

/// How often the values of the outermost union may be read in vain, and how many values more: what is usual is far below.
const READ_IN_VAIN: usize = 100;
const ALWAYS_READ_IN_VAIN: usize = 20_000;

thread_local! {
    /// How many values may still be read in vain, inside of a union.
    static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Reads a branch; nothing if it does not fit, or if too much has been read in vain.
pub(super) fn attempt<T>(value: &Value, read: impl FnOnce() -> Option<T>) -> Option<T> {
    let _outermost = enter(value)?;
    let payload = read();
    if payload.is_none() {
        LEFT.set(LEFT.get().map(|left| left.saturating_sub(size(value))));
    }
    payload
}

/// Returns nothing if nothing is left, else what to hold until the value is read.
fn enter(value: &Value) -> Option<Option<Outermost>> {
    match LEFT.get() {
        Some(left) => (left > 0).then_some(None),
        None => {
            LEFT.set(Some(ALWAYS_READ_IN_VAIN.saturating_add(size(value).saturating_mul(READ_IN_VAIN))));
            Some(Some(Outermost))
        }
    }
}

/// The outermost union that is being read; the next one starts anew, even after a panic.
struct Outermost;

impl Drop for Outermost {
    fn drop(&mut self) {
        LEFT.set(None);
    }
}

/// Returns how many values there are in a value, itself included.
fn size(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(size).sum::<usize>(),
        _ => 1,
    }
}

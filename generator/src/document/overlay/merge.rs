//! A value to one that has another merged into it, as the Overlay Specification merges.

use serde_json::Value;

use super::action::Version;
use super::written::Written;
use crate::document::structure::said;
use crate::pointer::Pointer;

/// Two values that cannot be merged.
#[derive(Debug)]
pub(super) struct Misfit {
    pub(super) place: Pointer,
    pub(super) held: String,
    pub(super) given: String,
    pub(super) help: &'static str,
}

const OF_OTHER_KIND: &str = "remove the old value by an action before this one, or give one of its kind";
const NO_HOLDER: &str = "let the target lead to the object around it, and give the member its value there";

/// Merges an update into what a target led to; `part` has the origins of the update.
pub(super) fn merge(
    target: &mut Value,
    update: &Value,
    place: &Pointer,
    part: &Written,
    version: Version,
    written: &mut Written,
) -> Result<(), Misfit> {
    match (&mut *target, version) {
        // Only 1.1 takes the items out of a list, and replaces a value that holds no others.
        (Value::Array(items), Version::V1_0) => append(items, update, place, part, written),
        (Value::Array(items), Version::V1_1) if !update.is_array() => {
            append(items, update, place, part, written)
        }
        (Value::Object(_) | Value::Array(_), _) | (_, Version::V1_1) => {
            return Merge { part, written }.inner(target, update, place, &Pointer::root());
        }
        (_, Version::V1_0) => return Err(Misfit { help: NO_HOLDER, ..Misfit::of(target, update, place) }),
    }
    Ok(())
}

fn append(items: &mut Vec<Value>, update: &Value, place: &Pointer, part: &Written, written: &mut Written) {
    written.put(&place.child(items.len()), part, &Pointer::root());
    items.push(update.clone());
}

struct Merge<'a> {
    part: &'a Written,
    written: &'a mut Written,
}

impl Merge<'_> {
    fn inner(
        &mut self,
        target: &mut Value,
        update: &Value,
        place: &Pointer,
        from: &Pointer,
    ) -> Result<(), Misfit> {
        match (target, update) {
            (Value::Object(members), Value::Object(more)) => {
                for (name, value) in more {
                    let (place, from) = (place.child(name), from.child(name));
                    match members.get_mut(name) {
                        Some(member) => self.inner(member, value, &place, &from)?,
                        None => {
                            members.insert(name.clone(), value.clone());
                            self.written.put(&place, self.part, &from);
                        }
                    }
                }
            }
            (Value::Array(items), Value::Array(more)) => {
                for (index, value) in more.iter().enumerate() {
                    self.written.put(&place.child(items.len()), self.part, &from.child(index));
                    items.push(value.clone());
                }
            }
            (target, update) if !holds_others(target) && !holds_others(update) => {
                *target = update.clone();
                self.written.put(place, self.part, from);
            }
            (target, update) => return Err(Misfit::of(target, update, place)),
        }
        Ok(())
    }
}

impl Misfit {
    fn of(target: &Value, update: &Value, place: &Pointer) -> Self {
        Self { place: place.clone(), held: said(target), given: said(update), help: OF_OTHER_KIND }
    }
}

fn holds_others(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

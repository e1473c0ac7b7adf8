//! Writes the members of an object: one function for all types, which takes each value behind a pointer.
//!
//! What is compiled once for a type is a list of its members; how such a list is written is compiled once for all.

use std::collections::BTreeMap;
use std::fmt;

use erased_serde::Serialize as AnyValue;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

/// A member, or several, of an object that is written.
pub enum Member<'a> {
    /// A member that is always there.
    One(&'static str, &'a dyn AnyValue),
    /// A member that is written if it is there.
    Maybe(&'static str, bool, &'a dyn AnyValue),
    /// Members that have their names with them.
    Several(&'a dyn Members),
}

/// Writes members that stand beside the other members of the object that holds them.
///
/// Implemented by what keeps members that the document does not list, and by enums of exclusive alternatives, such as
/// "a URL or a file", whose members have no name in common.
pub trait Members {
    /// Hands over each member.
    fn each(&self, member: &mut EachMember<'_>);
}

/// Takes one member after the other.
pub struct EachMember<'a>(&'a mut dyn FnMut(&str, &dyn AnyValue));

impl EachMember<'_> {
    /// Takes a member.
    pub fn take<T: Serialize>(&mut self, name: &str, value: &T) {
        (self.0)(name, &value);
    }
}

impl<T: Members> Members for &T {
    fn each(&self, member: &mut EachMember<'_>) {
        (*self).each(member);
    }
}

impl Members for Map<String, Value> {
    fn each(&self, member: &mut EachMember<'_>) {
        self.iter().for_each(|(name, value)| member.take(name, value));
    }
}

impl<T: Serialize> Members for BTreeMap<String, T> {
    fn each(&self, member: &mut EachMember<'_>) {
        self.iter().for_each(|(name, value)| member.take(name, value));
    }
}

/// Writes an object with these members.
///
/// # Errors
///
/// Fails when the serializer does, or when a value cannot be written.
pub fn serialize<S: Serializer>(members: &[Member<'_>], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    for member in members {
        match member {
            Member::One(name, value) | Member::Maybe(name, true, value) => {
                map.serialize_entry(name, value)?
            }
            Member::Maybe(_, false, _) => {}
            Member::Several(members) => {
                let mut written = Ok(());
                members.each(&mut EachMember(&mut |name, value| {
                    if written.is_ok() {
                        written = map.serialize_entry(name, value);
                    }
                }));
                written?;
            }
        }
    }
    map.end()
}

impl fmt::Debug for Member<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(name, _) | Self::Maybe(name, ..) => write!(f, "Member({name})"),
            Self::Several(_) => f.write_str("Member(..)"),
        }
    }
}

impl fmt::Debug for EachMember<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EachMember")
    }
}

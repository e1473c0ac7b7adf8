//! Turns a float without fraction into the integer that it is: what an API wrote as `2` goes back as `2`, not as `2.0`.

use std::collections::BTreeMap;

use serde::ser::{Serialize, Serializer};

use super::integer_enum::integer_of;
use super::object::write::{EachMember, Members};

/// A float, or what holds floats.
pub trait Floats {
    /// Writes the floats, those without fraction as integers.
    ///
    /// # Errors
    ///
    /// Fails when the serializer does.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

impl Floats for f64 {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match integer_of(*self) {
            // An integer has no sign of its own when it is zero.
            Some(integer) if integer != 0 || self.is_sign_positive() => serializer.serialize_i64(integer),
            _ => serializer.serialize_f64(*self),
        }
    }
}

impl<T: Floats> Floats for Option<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(serializer),
            None => serializer.serialize_none(),
        }
    }
}

impl<T: Floats> Floats for Vec<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(AsIntegers))
    }
}

impl<T: Floats> Floats for BTreeMap<String, T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(name, value)| (name, AsIntegers(value))))
    }
}

/// Writes floats without fraction as integers.
#[derive(Debug)]
pub struct AsIntegers<'a, T>(pub &'a T);

impl<T: Floats> Serialize for AsIntegers<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

/// Returns what is written for floats, or for what holds them: those without a fraction become integers.
pub fn number<T: Floats>(value: &T) -> AsIntegers<'_, T> {
    AsIntegers(value)
}

impl<T: Floats> Members for AsIntegers<'_, BTreeMap<String, T>> {
    fn each(&self, member: &mut EachMember<'_>) {
        self.0.iter().for_each(|(name, value)| member.take(name, &number(value)));
    }
}

//! Turns a float without fraction into the integer that it is: what an API wrote as `2` goes back as `2`, not as `2.0`.

use std::collections::BTreeMap;

use serde::ser::{Serialize, Serializer};

use super::integer_enum::integer_of;

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

/// A value of which [`written!`](crate::written) asks how it is written.
#[derive(Debug)]
pub struct Member<'a, T>(pub &'a T);

/// Chosen for what is made of floats.
pub trait WrittenAsIntegers<'a, T> {
    /// Returns what is written in the place of the value.
    fn written(&self) -> AsIntegers<'a, T>;
}

impl<'a, T: Floats> WrittenAsIntegers<'a, T> for Member<'a, T> {
    fn written(&self) -> AsIntegers<'a, T> {
        AsIntegers(self.0)
    }
}

/// Chosen for everything else.
pub trait WrittenAsIs<'a, T> {
    /// Returns the value.
    fn written(&self) -> &'a T;
}

impl<'a, T: Serialize> WrittenAsIs<'a, T> for &Member<'a, T> {
    fn written(&self) -> &'a T {
        self.0
    }
}

/// Both traits: a glob brings the one that is needed into scope without a word about the other.
pub mod either {
    pub use super::{WrittenAsIntegers, WrittenAsIs};
}

/// Returns what is written for a value whose type is known where this stands.
// Of two methods with the same name the one is taken that needs fewer references, if its bounds hold: so the type of a
// member chooses, and `f64` can stay what users see.
#[doc(hidden)]
#[macro_export]
macro_rules! written {
    ($value:expr) => {{
        use $crate::codec::number::either::*;
        (&$crate::codec::number::Member(&$value)).written()
    }};
}

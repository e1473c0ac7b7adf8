//! Reads the members of an object, one after the other, into the places where a type keeps them.

use std::collections::BTreeMap;
use std::{fmt, marker::PhantomData};

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::codec::key::Key;

/// A type that is read from the members of an object.
pub trait FromMembers: Sized {
    /// The name of the type, for messages.
    const NAME: &'static str;

    /// Reads all members.
    ///
    /// # Errors
    ///
    /// Fails when a required member is missing or a value does not fit.
    fn from_members<'de, A: MapAccess<'de>>(members: A) -> Result<Self, A::Error>;
}

/// Reads an object.
///
/// # Errors
///
/// Fails when the value is no object, or its members do not fit.
pub fn deserialize<'de, T: FromMembers, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(Object(PhantomData))
}

struct Object<T>(PhantomData<T>);

impl<'de, T: FromMembers> Visitor<'de> for Object<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::from_members(members)
    }
}

/// Reads the name of the next member.
///
/// # Errors
///
/// Fails when the input does.
pub fn next<'de, A: MapAccess<'de>>(members: &mut A) -> Result<Option<Key<'de>>, A::Error> {
    members.next_key()
}

/// Reads a value into its place.
///
/// # Errors
///
/// Fails when the value does not fit.
pub fn value<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    place: &mut T,
    members: &mut A,
) -> Result<(), A::Error> {
    *place = members.next_value()?;
    Ok(())
}

/// Reads a value into its place, which tells whether the member was there.
///
/// # Errors
///
/// Fails when the value does not fit.
pub fn some<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    place: &mut Option<T>,
    members: &mut A,
) -> Result<(), A::Error> {
    *place = Some(members.next_value()?);
    Ok(())
}

/// Returns the error for a required member that was not there.
#[must_use]
pub fn missing<E: Error>(name: &'static str) -> E {
    E::missing_field(name)
}

/// Takes the members of an object that have no field of their own.
pub trait UnknownMembers {
    /// Reads the value of the member called `key`.
    ///
    /// # Errors
    ///
    /// Fails when the value is not JSON or not of the type that is kept.
    fn read<'de, A: MapAccess<'de>>(&mut self, key: Key<'de>, members: &mut A) -> Result<(), A::Error>;
}

/// Drops unknown members.
#[derive(Debug)]
pub struct Ignored;

impl UnknownMembers for Ignored {
    fn read<'de, A: MapAccess<'de>>(&mut self, _: Key<'de>, members: &mut A) -> Result<(), A::Error> {
        members.next_value::<IgnoredAny>().map(drop)
    }
}

impl UnknownMembers for Map<String, Value> {
    fn read<'de, A: MapAccess<'de>>(&mut self, key: Key<'de>, members: &mut A) -> Result<(), A::Error> {
        self.insert(key.0.into_owned(), members.next_value()?);
        Ok(())
    }
}

impl<T: DeserializeOwned> UnknownMembers for BTreeMap<String, T> {
    fn read<'de, A: MapAccess<'de>>(&mut self, key: Key<'de>, members: &mut A) -> Result<(), A::Error> {
        self.insert(key.0.into_owned(), members.next_value()?);
        Ok(())
    }
}

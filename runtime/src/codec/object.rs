//! Turns a struct with named fields into a JSON object and back: the `object!` macro.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, Error, IgnoredAny, MapAccess};
use serde::ser::{Serialize, SerializeMap};
use serde_json::{Map, Value};

use super::key::Key;

/// Writes one of several sets of members into the object that holds it.
///
/// Implemented by enums of exclusive alternatives, such as "a URL or a file", whose members stand beside the other
/// members of the request instead of under a name of their own.
pub trait Alternatives {
    /// Writes the members of the chosen alternative.
    ///
    /// # Errors
    ///
    /// Fails when `map` does.
    fn serialize_members<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
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

/// Gives the value of a required member, or the error that names the member.
///
/// # Errors
///
/// Fails when the member was missing.
pub fn required<T, E: Error>(value: Option<T>, name: &'static str) -> Result<T, E> {
    value.ok_or_else(|| E::missing_field(name))
}

/// Writes a member if it is there.
///
/// # Errors
///
/// Fails when `map` does.
pub fn write_optional<T: Serialize, M: SerializeMap>(
    map: &mut M,
    name: &'static str,
    is_there: bool,
    value: &T,
) -> Result<(), M::Error> {
    if is_there { map.serialize_entry(name, value) } else { Ok(()) }
}

/// Implements `Serialize` and `Deserialize` for a struct with named fields.
///
/// Each field is preceded by how it is written and read:
///
/// | mode | type | missing | `null` | written |
/// |---|---|---|---|---|
/// | `required` | `T` | an error | as `T` has it | always |
/// | `optional` | `Option<T>` | `None` | `None` | unless `None` |
/// | `nullable` | `Option<Option<T>>` | `None` | `Some(None)` | unless `None`, `Some(None)` as `null` |
/// | `required_nullable` | `Option<T>` | `None` | `None` | always, `None` as `null` |
/// | `rest` | a map of all members without a field | empty | | every member |
/// | `alternatives` | an enum, see [`Alternatives`](crate::Alternatives) | | | the members of the chosen one |
///
/// Without `rest`, unknown members are ignored. Of a member that is there twice, the last counts.
/// The word `serialize` or `deserialize` before the name leaves out the other direction;
/// `alternatives` can only be serialized.
///
/// ```
/// use openapi_client_runtime::{Map, Value, object, serde_json};
///
/// #[derive(Debug)]
/// struct Conversion {
///     id: String,
///     type_: Option<String>,
///     extra: Map<String, Value>,
/// }
/// object! { Conversion { required id = "id", optional type_ = "type", rest extra } }
///
/// let conversion: Conversion = serde_json::from_str(r#"{"id": "7", "new": true}"#)?;
/// assert_eq!(conversion.extra["new"], true);
/// assert_eq!(serde_json::to_string(&conversion)?, r#"{"id":"7","new":true}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! object {
    (serialize $type:ident $members:tt) => {
        $crate::object_serialize! { $type $members }
    };
    (deserialize $type:ident $members:tt) => {
        $crate::object_deserialize! { $type $members }
    };
    ($type:ident $members:tt) => {
        $crate::object_serialize! { $type $members }
        $crate::object_deserialize! { $type $members }
    };
}

/// Implements the writing half of [`object!`](crate::object).
// Every entry of the list is one of the optional groups: a matcher that had `$mode:ident` would be ambiguous, and a
// macro that took one entry after the other would meet the recursion limit at a struct of 128 fields. No entry at all is
// one entry that has none of the groups.
#[doc(hidden)]
#[macro_export]
macro_rules! object_serialize {
    ($type:ident { $(
        $(required $required:ident = $required_name:literal)?
        $(optional $optional:ident = $optional_name:literal)?
        $(nullable $nullable:ident = $nullable_name:literal)?
        $(required_nullable $always:ident = $always_name:literal)?
        $(rest $rest:ident)?
        $(alternatives $alternatives:ident)?
    ),+ }) => {
        impl $crate::serde::Serialize for $type {
            fn serialize<__S: $crate::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                use $crate::serde::ser::SerializeMap as _;
                let mut map = serializer.serialize_map(::core::option::Option::None)?;
                $(
                    $(map.serialize_entry($required_name, &$crate::written!(self.$required))?;)?
                    $($crate::codec::object::write_optional(
                        &mut map, $optional_name, self.$optional.is_some(), &$crate::written!(self.$optional),
                    )?;)?
                    $($crate::codec::object::write_optional(
                        &mut map, $nullable_name, self.$nullable.is_some(), &$crate::written!(self.$nullable),
                    )?;)?
                    $(map.serialize_entry($always_name, &$crate::written!(self.$always))?;)?
                    $(for (name, value) in &self.$rest {
                        map.serialize_entry(name, &$crate::written!(*value))?;
                    })?
                    $($crate::Alternatives::serialize_members(&self.$alternatives, &mut map)?;)?
                )*
                map.end()
            }
        }
    };
}

/// Implements the reading half of [`object!`](crate::object).
#[doc(hidden)]
#[macro_export]
macro_rules! object_deserialize {
    ($type:ident { $(
        $(required $required:ident = $required_name:literal)?
        $(optional $optional:ident = $optional_name:literal)?
        $(nullable $nullable:ident = $nullable_name:literal)?
        $(required_nullable $always:ident = $always_name:literal)?
        $(rest $rest:ident)?
    ),+ }) => {
        impl<'de> $crate::serde::Deserialize<'de> for $type {
            fn deserialize<__D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                struct __Members;

                impl<'de> $crate::serde::de::Visitor<'de> for __Members {
                    type Value = $type;

                    fn expecting(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                        f.write_str(::core::concat!("an object (", ::core::stringify!($type), ")"))
                    }

                    fn visit_map<__A: $crate::serde::de::MapAccess<'de>>(
                        self,
                        mut members: __A,
                    ) -> ::core::result::Result<$type, __A::Error> {
                        // A `rest` field shadows this.
                        let unknown = &mut $crate::codec::object::Ignored;
                        $(
                            $(let mut $required = ::core::option::Option::None;)?
                            $(let mut $optional = ::core::option::Option::None;)?
                            $(let mut $nullable = ::core::option::Option::None;)?
                            $(let mut $always = ::core::option::Option::None;)?
                            $(
                                let mut $rest = ::core::default::Default::default();
                                let unknown = &mut $rest;
                            )?
                        )*
                        while let ::core::option::Option::Some(key) = members.next_key::<$crate::codec::key::Key<'de>>()? {
                            match &*key.0 {
                                $(
                                    $($required_name => $required = ::core::option::Option::Some(members.next_value()?),)?
                                    $($optional_name => $optional = members.next_value()?,)?
                                    $($nullable_name => $nullable = ::core::option::Option::Some(members.next_value()?),)?
                                    $($always_name => $always = members.next_value()?,)?
                                )*
                                _ => $crate::codec::object::UnknownMembers::read(unknown, key, &mut members)?,
                            }
                        }
                        ::core::result::Result::Ok($type {
                            $(
                                $($required: $crate::codec::object::required($required, $required_name)?,)?
                                $($optional,)?
                                $($nullable,)?
                                $($always,)?
                                $($rest,)?
                            )*
                        })
                    }
                }

                deserializer.deserialize_map(__Members)
            }
        }
    };
}

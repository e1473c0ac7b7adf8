//! Turns a struct with named fields into a JSON object and back: the `object!` macro.
//!
//! What the macro expands to is what users of a large client wait for at every build, so it is a list of members and one
//! loop without a branch for each: the rest is in functions that are compiled once.

pub mod read;
pub mod write;

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
/// | `alternatives` | an enum, see [`Members`](crate::Members) | | | the members of the chosen one |
///
/// Without `rest`, unknown members are ignored. Of a member that is there twice, the last counts. After a field that holds
/// floats, `as number` says that those without a fraction are written as the integers that they are.
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
///     seconds: f64,
///     extra: Map<String, Value>,
/// }
/// object! {
///     Conversion { required id = "id", optional type_ = "type", required seconds = "seconds" as number, rest extra }
/// }
///
/// let conversion: Conversion = serde_json::from_str(r#"{"id": "7", "seconds": 4, "new": true}"#)?;
/// assert_eq!(conversion.extra["new"], true);
/// assert_eq!(serde_json::to_string(&conversion)?, r#"{"id":"7","seconds":4,"new":true}"#);
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
// one entry that has none of the groups. `as number` calls `codec::number::number`.
#[doc(hidden)]
#[macro_export]
macro_rules! object_serialize {
    ($type:ident { $(
        $(required $required:ident = $required_name:literal $(as $required_as:ident)?)?
        $(optional $optional:ident = $optional_name:literal $(as $optional_as:ident)?)?
        $(nullable $nullable:ident = $nullable_name:literal $(as $nullable_as:ident)?)?
        $(required_nullable $always:ident = $always_name:literal $(as $always_as:ident)?)?
        $(rest $rest:ident $(as $rest_as:ident)?)?
        $(alternatives $alternatives:ident)?
    ),+ }) => {
        impl $crate::serde::Serialize for $type {
            fn serialize<__S: $crate::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                $crate::codec::object::write::serialize(&[$(
                    $($crate::codec::object::write::Member::One($required_name, &$($crate::codec::number::$required_as)?(&self.$required)),)?
                    $($crate::codec::object::write::Member::Maybe(
                        $optional_name,
                        self.$optional.is_some(),
                        &$($crate::codec::number::$optional_as)?(&self.$optional),
                    ),)?
                    $($crate::codec::object::write::Member::Maybe(
                        $nullable_name,
                        self.$nullable.is_some(),
                        &$($crate::codec::number::$nullable_as)?(&self.$nullable),
                    ),)?
                    $($crate::codec::object::write::Member::One($always_name, &$($crate::codec::number::$always_as)?(&self.$always)),)?
                    $($crate::codec::object::write::Member::Several(&$($crate::codec::number::$rest_as)?(&self.$rest)),)?
                    $($crate::codec::object::write::Member::Several(&self.$alternatives),)?
                )*], serializer)
            }
        }
    };
}

/// Implements the reading half of [`object!`](crate::object).
#[doc(hidden)]
#[macro_export]
macro_rules! object_deserialize {
    ($type:ident { $(
        $(required $required:ident = $required_name:literal $(as $required_as:ident)?)?
        $(optional $optional:ident = $optional_name:literal $(as $optional_as:ident)?)?
        $(nullable $nullable:ident = $nullable_name:literal $(as $nullable_as:ident)?)?
        $(required_nullable $always:ident = $always_name:literal $(as $always_as:ident)?)?
        $(rest $rest:ident $(as $rest_as:ident)?)?
    ),+ }) => {
        impl<'de> $crate::serde::Deserialize<'de> for $type {
            fn deserialize<__D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::codec::object::read::deserialize(deserializer)
            }
        }

        impl $crate::codec::object::read::FromMembers for $type {
            const NAME: &'static str = ::core::stringify!($type);

            fn from_members<'de, __A: $crate::serde::de::MapAccess<'de>>(
                mut members: __A,
            ) -> ::core::result::Result<Self, __A::Error> {
                // A `rest` field shadows this.
                let unknown = &mut $crate::codec::object::read::Ignored;
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
                while let ::core::option::Option::Some(key) = $crate::codec::object::read::next(&mut members)? {
                    match &*key.0 {
                        $(
                            $($required_name => $crate::codec::object::read::some(&mut $required, &mut members),)?
                            $($optional_name => $crate::codec::object::read::value(&mut $optional, &mut members),)?
                            $($nullable_name => $crate::codec::object::read::some(&mut $nullable, &mut members),)?
                            $($always_name => $crate::codec::object::read::value(&mut $always, &mut members),)?
                        )*
                        _ => $crate::codec::object::read::UnknownMembers::read(unknown, key, &mut members),
                    }?;
                }
                $($(
                    // A name of its own for what is there: a `?` at each field would drop all others at each.
                    let ::core::option::Option::Some($required) = $required else {
                        return ::core::result::Result::Err($crate::codec::object::read::missing($required_name));
                    };
                )?)*
                ::core::result::Result::Ok($type {
                    $(
                        $($required,)?
                        $($optional,)?
                        $($nullable,)?
                        $($always,)?
                        $($rest,)?
                    )*
                })
            }
        }
    };
}

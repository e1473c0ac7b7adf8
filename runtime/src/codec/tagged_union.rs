//! Turns a union whose branches are told apart by a tag into JSON and back: the `tagged_union!` macro.

use std::borrow::Cow;

use serde::de::{DeserializeOwned, Error};
use serde::ser::{self, Serialize, Serializer};
use serde_json::Value;

/// Returns the tag of a buffered object, a number or a boolean as it is written.
#[must_use]
pub fn tag_of<'a>(value: &'a Value, member: &str) -> Option<Cow<'a, str>> {
    match value.get(member)? {
        Value::String(it) => Some(it.into()),
        it @ (Value::Number(_) | Value::Bool(_)) => Some(it.to_string().into()),
        _ => None,
    }
}

/// Decodes the branch that the tag has chosen.
///
/// # Errors
///
/// Fails when the value does not fit the branch; the message names the branch, and the place inside it, because the
/// path kept by the caller ends where the union begins.
pub fn branch<T: DeserializeOwned, E: Error>(value: Value, variant: &str) -> Result<T, E> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        E::custom(format_args!("{} in branch `{variant}` at `{}`", error.inner(), error.path()))
    })
}

/// Writes the payload of a branch, and the tag if the payload does not have it.
///
/// # Errors
///
/// Fails when the payload cannot be written as JSON, or the serializer fails.
pub fn serialize<T: Serialize, S: Serializer>(
    payload: &T,
    member: &str,
    tag: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut value = serde_json::to_value(payload).map_err(ser::Error::custom)?;
    if let Value::Object(members) = &mut value {
        members.entry(member).or_insert_with(|| tag.into());
    }
    value.serialize(serializer)
}

/// Implements `Serialize` and `Deserialize` for an enum whose branches are told apart by a member of the object.
///
/// The tag is matched exactly, a number or a boolean by how it is written, and one branch is decoded; a tag that is missing or not listed gives the variant after
/// `else`, which holds the [`Value`]. A listed tag with an object that does not fit is an error.
/// A branch may have several tags; the first is written where the payload has none of its own.
/// The word `serialize` before the name leaves out the reading.
///
/// ```
/// use openapi_client_runtime::{Value, object, serde_json, tagged_union};
///
/// struct Circle {
///     radius: f64,
/// }
/// object! { Circle { required radius = "radius" as number } }
///
/// enum Shape {
///     Circle(Circle),
///     Unknown(Value),
/// }
/// tagged_union! { Shape by "kind" { Circle = ["circle", "disc"], else Unknown } }
///
/// let shape: Shape = serde_json::from_str(r#"{"kind": "disc", "radius": 2}"#)?;
/// assert!(matches!(&shape, Shape::Circle(circle) if circle.radius == 2.0));
/// assert_eq!(serde_json::to_string(&shape)?, r#"{"radius":2,"kind":"circle"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! tagged_union {
    (serialize $type:ident by $member:literal $branches:tt) => {
        $crate::tagged_union! { @serialize $type by $member $branches }
    };
    ($type:ident by $member:literal $branches:tt) => {
        $crate::tagged_union! { @serialize $type by $member $branches }
        $crate::tagged_union! { @deserialize $type by $member $branches }
    };
    (@serialize $type:ident by $member:literal {
        $($variant:ident $(= [$tag:literal $(, $alias:literal)* $(,)?])? $($other:ident)?),* $(,)?
    }) => {
        impl $crate::serde::Serialize for $type {
            fn serialize<__S: $crate::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                match self {
                    $(
                        $(Self::$variant(payload) => {
                            $crate::codec::tagged_union::serialize(payload, $member, $tag, serializer)
                        })?
                        $(Self::$other(value) => $crate::serde::Serialize::serialize(value, serializer),)?
                    )*
                }
            }
        }
    };
    (@deserialize $type:ident by $member:literal {
        $($variant:ident $(= [$tag:literal $(, $alias:literal)* $(,)?])? $($other:ident)?),* $(,)?
    }) => {
        impl<'de> $crate::serde::Deserialize<'de> for $type {
            fn deserialize<__D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                let value = <$crate::Value as $crate::serde::Deserialize>::deserialize(deserializer)?;
                match $crate::codec::tagged_union::tag_of(&value, $member).as_deref() {
                    $(
                        $(::core::option::Option::Some($tag $(| $alias)*) => {
                            $crate::codec::tagged_union::branch(value, ::core::stringify!($variant)).map(Self::$variant)
                        })?
                        $(_ => ::core::result::Result::Ok(Self::$other(value)),)?
                    )*
                }
            }
        }
    };
}

//! Turns a union whose branches are told apart by their JSON type into JSON and back: the `untagged_union!` macro.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::attempts;

/// Tells of which kind a value is, one function for each word that `untagged_union!` knows.
pub mod kind {
    use serde_json::Value;

    /// Accepts strings.
    #[must_use]
    pub fn string(value: &Value) -> bool {
        value.is_string()
    }

    /// Accepts numbers without fraction.
    #[must_use]
    pub fn integer(value: &Value) -> bool {
        value.is_i64() || value.is_u64()
    }

    /// Accepts numbers.
    #[must_use]
    pub fn number(value: &Value) -> bool {
        value.is_number()
    }

    /// Accepts `true` and `false`.
    #[must_use]
    pub fn boolean(value: &Value) -> bool {
        value.is_boolean()
    }

    /// Accepts arrays.
    #[must_use]
    pub fn array(value: &Value) -> bool {
        value.is_array()
    }

    /// Accepts objects.
    #[must_use]
    pub fn object(value: &Value) -> bool {
        value.is_object()
    }

    /// Accepts every value.
    #[must_use]
    pub fn any(_: &Value) -> bool {
        true
    }
}

/// A member that a branch requires, of which kind it has to be, and the texts of which it has to be one if there are any.
pub type Condition<'a> = (&'a str, fn(&Value) -> bool, &'a [&'a str]);

/// Decodes a branch if the value is of its kind, meets its conditions and fits.
#[must_use]
pub fn branch<T: DeserializeOwned>(
    value: &Value,
    kind: fn(&Value) -> bool,
    conditions: &[Condition<'_>],
) -> Option<T> {
    let is_met = |(member, kind, texts): &Condition<'_>| {
        let is_listed = |it: &Value| texts.is_empty() || texts.iter().any(|text| is_text(it, text));
        value.get(member).is_some_and(|it| kind(it) && is_listed(it))
    };
    let fits = kind(value) && conditions.iter().all(is_met);
    if fits { attempts::attempt(value, || T::deserialize(value).ok()) } else { None }
}

/// Whether a value is this text, or a number or a boolean that is written so.
fn is_text(value: &Value, text: &str) -> bool {
    match value {
        Value::String(it) => it == text,
        Value::Number(it) => it.to_string() == text,
        Value::Bool(it) => it.to_string() == text,
        _ => false,
    }
}

/// Implements `Serialize` and `Deserialize` for an enum whose branches are told apart by what the value looks like.
///
/// The first branch is taken whose kind (`string`, `integer`, `number`, `boolean`, `array`, `object` or `any`) and
/// required members fit and whose payload decodes; `object ["kind" = "a" | "b", "size", "unit": string]` also says what a
/// member has to be, or of which kind. If none does, the variant after `else` holds the [`Value`]. Of a branch that is or
/// holds floats, the kind is followed by `(number)`: those without a fraction are written as the integers that they are.
///
/// Where unions hold unions, each branch that fails after much of it has been read costs time, and the branches around
/// it do so again. Once that has become many times what the value itself costs, what is left goes to `else`.
///
/// ```
/// use openapi_client_runtime::{Value, serde_json, untagged_union};
///
/// #[derive(Debug, PartialEq)]
/// enum Timing {
///     Text(String),
///     Lines(Vec<f64>),
///     Unknown(Value),
/// }
/// untagged_union! { Timing { Text = string, Lines = array(number), else Unknown } }
///
/// assert_eq!(serde_json::from_str::<Timing>("[1.5]")?, Timing::Lines(vec![1.5]));
/// assert_eq!(serde_json::from_str::<Timing>("true")?, Timing::Unknown(true.into()));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! untagged_union {
    (serialize $type:ident $branches:tt) => {
        $crate::untagged_union! { @serialize $type $branches }
    };
    ($type:ident $branches:tt) => {
        $crate::untagged_union! { @serialize $type $branches }
        $crate::untagged_union! { @deserialize $type $branches }
    };
    (@serialize $type:ident { $($variant:ident $(= $kind:ident $(($held:ident))? $([$($member:literal $(: $of:ident)? $(= $($text:literal)|+)?),* $(,)?])?)? $($other:ident)?),* $(,)? }) => {
        impl $crate::serde::Serialize for $type {
            fn serialize<__S: $crate::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                match self {
                    $(
                        $(Self::$variant(payload) => {
                            let payload = $crate::untagged_union!(@ $kind payload);
                            $crate::serde::Serialize::serialize(&$($crate::codec::number::$held)?(payload), serializer)
                        })?
                        $(Self::$other(value) => $crate::serde::Serialize::serialize(value, serializer),)?
                    )*
                }
            }
        }
    };
    (@deserialize $type:ident { $($variant:ident $(= $kind:ident $(($held:ident))? $([$($member:literal $(: $of:ident)? $(= $($text:literal)|+)?),* $(,)?])?)? $($other:ident)?),* $(,)? }) => {
        impl<'de> $crate::serde::Deserialize<'de> for $type {
            fn deserialize<__D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                let value = <$crate::Value as $crate::serde::Deserialize>::deserialize(deserializer)?;
                $(
                    $(
                        if let ::core::option::Option::Some(payload) = $crate::codec::untagged_union::branch(
                            &value,
                            $crate::codec::untagged_union::kind::$kind,
                            &[$($((
                                $member,
                                $crate::untagged_union!(@of $(: $of)?),
                                &[$($($text),+)?],
                            )),*)?],
                        ) {
                            return ::core::result::Result::Ok(Self::$variant(payload));
                        }
                    )?
                    $(::core::result::Result::Ok(Self::$other(value)))?
                )*
            }
        }
    };
    // An optional group is written only where it uses something the group has matched; this uses the kind up.
    (@ $kind:ident $payload:ident) => {
        $payload
    };
    (@of) => {
        $crate::codec::untagged_union::kind::any
    };
    (@of: $kind:ident) => {
        $crate::codec::untagged_union::kind::$kind
    };
}

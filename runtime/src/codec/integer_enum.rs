//! Turns an open enum of integers into JSON, text and parameters and back: the `integer_enum!` macro.

use std::fmt;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

/// Reads an integer, written as such, as a float without fraction (`3.0`) or as a string (`"3"`).
///
/// # Errors
///
/// Fails on anything else.
pub fn deserialize<'de, T: From<i64>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(IntegerVisitor).map(T::from)
}

struct IntegerVisitor;

impl Visitor<'_> for IntegerVisitor {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<i64, E> {
        Ok(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<i64, E> {
        i64::try_from(value).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<i64, E> {
        integer_of(value).ok_or_else(|| E::invalid_value(Unexpected::Float(value), &self))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<i64, E> {
        text.trim().parse().map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
    }
}

/// Returns the integer that a float without fraction stands for.
pub(crate) fn integer_of(value: f64) -> Option<i64> {
    // 2^63 is the first float beyond `i64`; everything below it that has no fraction converts exactly.
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    (value.fract() == 0.0 && (-BEYOND..BEYOND).contains(&value)).then_some(value as i64)
}

/// Gives an enum its integers: `value`, `Display`, `From`, serde, [`ToParameter`](crate::ToParameter), and `Eq` and
/// `Hash` by the integer.
///
/// The variant after `else` holds any integer the document does not name.
///
/// ```
/// use openapi_client_runtime::integer_enum;
///
/// #[derive(Debug)]
/// enum SampleRate {
///     Hz8000,
///     Unknown(i64),
/// }
/// integer_enum! { SampleRate { Hz8000 = 8000, else Unknown } }
///
/// assert_eq!(SampleRate::from(8000), SampleRate::Hz8000);
/// assert_eq!(SampleRate::from(44_100).value(), 44_100);
/// ```
#[macro_export]
macro_rules! integer_enum {
    ($type:ident { $($variant:ident $(= $value:literal)? $($other:ident)?),* $(,)? }) => {
        impl $type {
            /// Returns the value as the API writes it.
            #[must_use]
            pub fn value(&self) -> i64 {
                match self {
                    $($(Self::$variant => $value,)? $(Self::$other(value) => *value,)?)*
                }
            }
        }

        impl ::core::convert::From<i64> for $type {
            fn from(value: i64) -> Self {
                match value {
                    $($($value => Self::$variant,)? $(_ => Self::$other(value),)?)*
                }
            }
        }

        impl ::core::cmp::PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                self.value() == other.value()
            }
        }

        impl ::core::cmp::Eq for $type {}

        impl ::core::hash::Hash for $type {
            fn hash<__H: ::core::hash::Hasher>(&self, state: &mut __H) {
                ::core::hash::Hash::hash(&self.value(), state);
            }
        }

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.value(), f)
            }
        }

        impl $crate::ToParameter for $type {
            fn to_parameter(&self) -> $crate::ParameterValue {
                $crate::ToParameter::to_parameter(&self.value())
            }
        }

        impl $crate::serde::Serialize for $type {
            fn serialize<__S: $crate::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                serializer.serialize_i64(self.value())
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $type {
            fn deserialize<__D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::codec::integer_enum::deserialize(deserializer)
            }
        }
    };
}

//! Turns an open enum of strings into JSON, text and parameters and back: the `string_enum!` macro.

use std::{fmt, marker::PhantomData};

use serde::de::{Deserializer, Error, Visitor};

/// Reads a string, or the text of a number or boolean, into an enum.
///
/// # Errors
///
/// Fails on anything else: `null`, an array or an object.
pub fn deserialize<'de, T: for<'a> From<&'a str>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_any(TextVisitor(PhantomData))
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: for<'a> From<&'a str>> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::from(text))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        Ok(T::from(&value.to_string()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        Ok(T::from(&value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        Ok(T::from(&value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        Ok(T::from(&value.to_string()))
    }
}

/// Gives an enum its strings: `as_str`, `Display`, `From`, `FromStr`, serde, [`ToParameter`](crate::ToParameter), and
/// `Eq` and `Hash` by the string.
///
/// The variant after `else` holds any string the document does not name, so that reading never fails because the API
/// learned a new word, and writing gives the same word back.
///
/// ```
/// use openapi_client_runtime::string_enum;
///
/// #[derive(Debug)]
/// enum Format {
///     Mp3,
///     Wav,
///     Unknown(String),
/// }
/// string_enum! { Format { Mp3 = "mp3", Wav = "wav", else Unknown } }
///
/// assert_eq!(Format::from("mp3"), Format::Mp3);
/// assert_eq!(Format::from("ogg").as_str(), "ogg");
/// assert_eq!(Format::Unknown("wav".to_owned()), Format::Wav);
/// ```
// `else Unknown` is read as a `$variant` followed by an `$other`: a keyword is an identifier to a matcher, so a rule
// that named `else` would be ambiguous.
#[macro_export]
macro_rules! string_enum {
    ($type:ident { $($variant:ident $(= $text:literal)? $($other:ident)?),* $(,)? }) => {
        impl $type {
            /// Returns the value as the API writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $($(Self::$variant => $text,)? $(Self::$other(text) => text,)?)*
                }
            }
        }

        impl ::core::convert::From<&str> for $type {
            fn from(text: &str) -> Self {
                match text {
                    $($($text => Self::$variant,)? $(_ => Self::$other(::std::borrow::ToOwned::to_owned(text)),)?)*
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $type {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::core::str::FromStr for $type {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(Self::from(text))
            }
        }

        impl ::core::cmp::PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $type {}

        impl ::core::hash::Hash for $type {
            fn hash<__H: ::core::hash::Hasher>(&self, state: &mut __H) {
                ::core::hash::Hash::hash(&self.as_str(), state);
            }
        }

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl $crate::ToParameter for $type {
            fn to_parameter(&self) -> $crate::ParameterValue {
                $crate::ToParameter::to_parameter(self.as_str())
            }
        }

        impl $crate::serde::Serialize for $type {
            fn serialize<__S: $crate::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $type {
            fn deserialize<__D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::codec::string_enum::deserialize(deserializer)
            }
        }
    };
}

//! Turns a value that an API writes as a number here and as a string there into one type.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Number;

use crate::codec::integer_enum::integer_of;

/// Holds a number or a string, as the API wrote it.
#[derive(Clone, Debug, PartialEq)]
pub enum NumberOrString {
    /// A JSON number.
    Number(Number),
    /// A JSON string, which may hold the text of a number.
    String(String),
}

impl NumberOrString {
    /// Returns the value as a float, reading the text of a string.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(number) => number.as_f64(),
            Self::String(text) => text.trim().parse().ok(),
        }
    }

    /// Returns the value as an integer, reading the text of a string. A value with a fraction gives `None`.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        let exact = match self {
            Self::Number(number) => number.as_i64(),
            Self::String(text) => text.trim().parse().ok(),
        };
        exact.or_else(|| integer_of(self.as_f64()?))
    }
}

impl fmt::Display for NumberOrString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => fmt::Display::fmt(number, f),
            Self::String(text) => f.pad(text),
        }
    }
}

impl From<i64> for NumberOrString {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

/// A float that JSON has no number for (`NaN`, an infinity) becomes its text.
impl From<f64> for NumberOrString {
    fn from(number: f64) -> Self {
        Number::from_f64(number).map_or_else(|| Self::String(number.to_string()), Self::Number)
    }
}

impl From<&str> for NumberOrString {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for NumberOrString {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl Serialize for NumberOrString {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for NumberOrString {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EitherVisitor)
    }
}

struct EitherVisitor;

impl Visitor<'_> for EitherVisitor {
    type Value = NumberOrString;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number or a string")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<NumberOrString, E> {
        Ok(number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<NumberOrString, E> {
        Ok(NumberOrString::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<NumberOrString, E> {
        Ok(number.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<NumberOrString, E> {
        Ok(text.into())
    }
}

//! Turns strings that have a format into types of their own, which keep the text as it came.
//!
//! Reading never looks at the text: what is not quite a date is still part of an answer that somebody waited or paid
//! for, and it is written back as it was. Only who asks for the value of a text is told that it has none.

mod base64;
#[cfg(feature = "chrono")]
mod chrono;
mod error;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "uuid")]
mod uuid;

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::{ParameterValue, ToParameter, codec::string_enum};

pub use error::FormatError;

/// Declares types that hold a text, with all that a text can do in a client.
macro_rules! texts {
    ($($(#[$attribute:meta])* $type:ident)*) => { $(
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $type(String);

        impl $type {
            /// Returns the text as it came.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $type {
            fn eq(&self, text: &str) -> bool {
                self.0 == text
            }
        }

        impl PartialEq<&str> for $type {
            fn eq(&self, text: &&str) -> bool {
                self.0 == *text
            }
        }

        impl From<String> for $type {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $type {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<&String> for $type {
            fn from(text: &String) -> Self {
                Self(text.clone())
            }
        }

        impl From<Cow<'_, str>> for $type {
            fn from(text: Cow<'_, str>) -> Self {
                Self(text.into_owned())
            }
        }

        impl From<$type> for String {
            fn from(value: $type) -> Self {
                value.0
            }
        }

        impl FromStr for $type {
            type Err = Infallible;

            fn from_str(text: &str) -> Result<Self, Infallible> {
                Ok(text.into())
            }
        }

        impl ToParameter for $type {
            fn to_parameter(&self) -> ParameterValue {
                self.0.to_parameter()
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                string_enum::deserialize(deserializer)
            }
        }
    )* };
}

texts! {
    /// Holds a moment, as the API wrote it: `date-time`, which is meant to be as RFC 3339 has it.
    ///
    /// Two are equal when their texts are; moments are compared, and counted with, by what `to_jiff`, `to_chrono` or
    /// `to_time` gives, each of which is there with the cargo feature of that name.
    ///
    /// ```
    /// use openapi_client_runtime::{DateTime, serde_json};
    ///
    /// // Not as RFC 3339 has it, and not lost.
    /// let created: DateTime = serde_json::from_str(r#""2020-01-01 00:00""#)?;
    /// assert_eq!(created, "2020-01-01 00:00");
    /// assert_eq!(serde_json::to_string(&created)?, r#""2020-01-01 00:00""#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    DateTime

    /// Holds a day, as the API wrote it: `date`, which is meant to be as RFC 3339 has it.
    ///
    /// Its value is what `to_jiff`, `to_chrono` or `to_time` gives, each of which is there with the cargo feature of that
    /// name.
    ///
    /// ```
    /// use openapi_client_runtime::Date;
    ///
    /// assert!(Date::from("2026-02-28") < Date::from("2026-03-01"));
    /// ```
    #[derive(PartialOrd, Ord)]
    Date

    /// Holds a time of day, as the API wrote it: `time`, which is meant to be as RFC 3339 has it.
    ///
    /// Its value is what `to_jiff` or `to_chrono` gives, each of which is there with the cargo feature of that name.
    ///
    /// ```
    /// use openapi_client_runtime::Time;
    ///
    /// assert_eq!(Time::from("10:30:00Z").to_string(), "10:30:00Z");
    /// ```
    Time

    /// Holds a span of time, as the API wrote it: `duration`, which is meant to be as ISO 8601 has it.
    ///
    /// Its value is what `to_jiff` gives, with the cargo feature `jiff`.
    ///
    /// ```
    /// use openapi_client_runtime::Duration;
    ///
    /// assert_eq!(Duration::from("PT1M30S").as_str(), "PT1M30S");
    /// ```
    Duration

    /// Holds a UUID, as the API wrote it.
    ///
    /// Two are equal when their texts are, letter case included; its value is what `to_uuid` gives, with the cargo
    /// feature `uuid`.
    ///
    /// ```
    /// use openapi_client_runtime::Uuid;
    ///
    /// let id = Uuid::from("67E55044-10B1-426F-9247-BB680E5FE0C8");
    /// assert_eq!(id.to_string(), "67E55044-10B1-426F-9247-BB680E5FE0C8");
    /// ```
    #[derive(PartialOrd, Ord)]
    Uuid

    /// Holds a decimal number that is written as a string so that no digit is lost: `decimal`.
    ///
    /// Its value is what `to_rust_decimal` gives, with the cargo feature `rust_decimal`.
    ///
    /// ```
    /// use openapi_client_runtime::{Decimal, serde_json};
    ///
    /// // The zero at the end says how exact the number is.
    /// let price: Decimal = serde_json::from_str(r#""19.90""#)?;
    /// assert_eq!(serde_json::to_string(&price)?, r#""19.90""#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    Decimal

    /// Holds bytes, as the API wrote them: `byte`, which is Base64.
    ///
    /// ```
    /// use openapi_client_runtime::Base64;
    ///
    /// let greeting = Base64::of("Hello");
    /// assert_eq!(greeting, "SGVsbG8=");
    /// assert_eq!(greeting.decode()?, b"Hello");
    /// # Ok::<(), openapi_client_runtime::FormatError>(())
    /// ```
    Base64
}

#[cfg(any(feature = "chrono", feature = "jiff"))]
impl Time {
    /// Returns the text without the offset from UTC, for which the libraries have no place beside a time of day.
    fn clock(&self) -> &str {
        // What looks like an offset before the first colon belongs to a date.
        let after_hour = self.0.find(':').unwrap_or(self.0.len());
        let offset = self.0[after_hour..].find(['Z', 'z', '+', '-']);
        offset.map_or(&self.0, |it| &self.0[..after_hour + it])
    }
}

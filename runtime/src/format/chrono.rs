//! Turns texts into values of the crate chrono and back.

use std::fmt::Display;

use chrono::{FixedOffset, NaiveDate, NaiveTime, ParseError, SecondsFormat, TimeZone};

use super::{Date, DateTime, FormatError, Time};

impl<Tz: TimeZone<Offset: Display>> From<chrono::DateTime<Tz>> for DateTime {
    fn from(value: chrono::DateTime<Tz>) -> Self {
        Self(value.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl From<NaiveDate> for Date {
    fn from(value: NaiveDate) -> Self {
        Self(value.to_string())
    }
}

impl From<NaiveTime> for Time {
    fn from(value: NaiveTime) -> Self {
        Self(value.to_string())
    }
}

impl DateTime {
    /// Returns the moment as the crate [`chrono`] has it.
    ///
    /// ```
    /// let created = openapi_client_runtime::DateTime::from("2026-08-17T19:07:40+02:00");
    /// assert_eq!(created.to_chrono()?.timestamp(), 1_786_986_460);
    /// # Ok::<(), openapi_client_runtime::FormatError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the text is not a moment: one without an offset from UTC may be any of many.
    pub fn to_chrono(&self) -> Result<chrono::DateTime<FixedOffset>, FormatError> {
        chrono::DateTime::parse_from_rfc3339(&self.0)
            .map_err(|error| FormatError::new(&self.0, "a date and time", error))
    }
}

impl Date {
    /// Returns the day as the crate [`chrono`] has it.
    ///
    /// # Errors
    ///
    /// Fails when the text is not a day.
    pub fn to_chrono(&self) -> Result<NaiveDate, FormatError> {
        self.0.parse().map_err(|error: ParseError| FormatError::new(&self.0, "a date", error))
    }
}

impl Time {
    /// Returns the time of day as the crate [`chrono`] has it, without the offset from UTC.
    ///
    /// # Errors
    ///
    /// Fails when the text is not a time of day.
    pub fn to_chrono(&self) -> Result<NaiveTime, FormatError> {
        self.clock().parse().map_err(|error: ParseError| FormatError::new(&self.0, "a time of day", error))
    }
}

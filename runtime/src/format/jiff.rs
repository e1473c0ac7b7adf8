//! Turns texts into values of the crate jiff and back.

use jiff::{Span, Timestamp, civil};

use super::{Date, DateTime, Duration, FormatError, Time};

impl From<Timestamp> for DateTime {
    fn from(value: Timestamp) -> Self {
        Self(value.to_string())
    }
}

impl From<civil::Date> for Date {
    fn from(value: civil::Date) -> Self {
        Self(value.to_string())
    }
}

impl From<civil::Time> for Time {
    fn from(value: civil::Time) -> Self {
        Self(value.to_string())
    }
}

impl From<Span> for Duration {
    fn from(value: Span) -> Self {
        Self(value.to_string())
    }
}

impl DateTime {
    /// Returns the moment as the crate [`jiff`] has it.
    ///
    /// ```
    /// let created = openapi_client_runtime::DateTime::from("2026-08-17T19:07:40+02:00");
    /// assert_eq!(created.to_jiff()?, "2026-08-17T17:07:40Z".parse()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the text is not a moment: one without an offset from UTC may be any of many.
    pub fn to_jiff(&self) -> Result<Timestamp, FormatError> {
        self.0.parse().map_err(|error: jiff::Error| FormatError::new(&self.0, "a date and time", error))
    }
}

impl Date {
    /// Returns the day as the crate [`jiff`] has it.
    ///
    /// # Errors
    ///
    /// Fails when the text is not a day.
    pub fn to_jiff(&self) -> Result<civil::Date, FormatError> {
        self.0.parse().map_err(|error: jiff::Error| FormatError::new(&self.0, "a date", error))
    }
}

impl Time {
    /// Returns the time of day as the crate [`jiff`] has it, without the offset from UTC.
    ///
    /// # Errors
    ///
    /// Fails when the text is not a time of day.
    pub fn to_jiff(&self) -> Result<civil::Time, FormatError> {
        self.clock().parse().map_err(|error: jiff::Error| FormatError::new(&self.0, "a time of day", error))
    }
}

impl Duration {
    /// Returns the span of time as the crate [`jiff`] has it, years and months included.
    ///
    /// # Errors
    ///
    /// Fails when the text is not a span of time.
    pub fn to_jiff(&self) -> Result<Span, FormatError> {
        self.0.parse().map_err(|error: jiff::Error| FormatError::new(&self.0, "a duration", error))
    }
}

//! Turns texts into values of the crate time and back.

use time::OffsetDateTime;
use time::format_description::well_known::{Iso8601, Rfc3339};

use super::{Date, DateTime, FormatError};

/// Fails for the years before 0, which RFC 3339 cannot write.
impl TryFrom<OffsetDateTime> for DateTime {
    type Error = FormatError;

    fn try_from(value: OffsetDateTime) -> Result<Self, FormatError> {
        let written = value.format(&Rfc3339);
        written.map(Self).map_err(|error| FormatError::new(&value.to_string(), "a date and time", error))
    }
}

impl From<time::Date> for Date {
    fn from(value: time::Date) -> Self {
        Self(value.to_string())
    }
}

impl DateTime {
    /// Returns the moment as the crate [`time`] has it.
    ///
    /// ```
    /// let created = openapi_client_runtime::DateTime::from("2026-08-17T19:07:40+02:00");
    /// assert_eq!(created.to_time()?.unix_timestamp(), 1_786_986_460);
    /// # Ok::<(), openapi_client_runtime::FormatError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the text is not a moment: one without an offset from UTC may be any of many.
    pub fn to_time(&self) -> Result<OffsetDateTime, FormatError> {
        OffsetDateTime::parse(&self.0, &Rfc3339)
            .map_err(|error| FormatError::new(&self.0, "a date and time", error))
    }
}

impl Date {
    /// Returns the day as the crate [`time`] has it.
    ///
    /// # Errors
    ///
    /// Fails when the text is not a day.
    pub fn to_time(&self) -> Result<time::Date, FormatError> {
        time::Date::parse(&self.0, &Iso8601::DATE).map_err(|error| FormatError::new(&self.0, "a date", error))
    }
}

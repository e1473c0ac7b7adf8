//! Formats of strings: those that have a type in the runtime, and what their values can be turned into.

use std::collections::BTreeSet;

/// A format of strings that has a type of its own, which keeps the text as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// `byte`
    Base64,
    /// `date`
    Date,
    /// `date-time`
    DateTime,
    /// `decimal`
    Decimal,
    /// `duration`
    Duration,
    /// `time`
    Time,
    /// `uuid`
    Uuid,
}

/// The formats that an API uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Formats {
    /// The formats themselves.
    pub used: BTreeSet<Format>,
    /// The libraries that have types for them, each of which is a cargo feature of the crate and of the runtime.
    pub libraries: BTreeSet<&'static str>,
}

//! Two surfaces to what changes for callers of the crate, and to the version that asks for.
//!
//! What counts is what a program sees that was written against the old crate: a name that is gone breaks it, another
//! type breaks it, and a field that may be missing now only if its type says so. Calls are awaited and types of the
//! crate are `#[non_exhaustive]`, so a further setter, field or variant breaks nothing.

mod describe;
mod entries;
mod matching;
mod members;
mod report;
mod version;

use std::fmt;

use crate::pointer::Pointer;
use crate::surface::Surface;

pub use report::Format;

/// What changes for callers, in the order of the surfaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The changes.
    pub list: Vec<Change>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it asks of callers.
    pub class: Class,
    /// What happened.
    pub kind: ChangeKind,
    /// What it happened to: `method`, `field`, `variant`.
    pub noun: &'static str,
    /// The entry of the surface, as callers name it: `Client::cover`, `CoverRequest`.
    pub entry: String,
    /// The name of the part of the entry, where it is one.
    pub member: Option<String>,
    /// What was there.
    pub before: Option<String>,
    /// What is there now.
    pub after: Option<String>,
    /// Where it is in the document.
    pub place: Place,
}

/// Where something is in one of two documents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the old one.
    Old(Pointer),
    /// In the new one.
    New(Pointer),
}

impl Place {
    /// Returns where it is, in whichever document.
    #[must_use]
    pub fn pointer(&self) -> &Pointer {
        match self {
            Self::Old(pointer) | Self::New(pointer) => pointer,
        }
    }
}

/// What a change asks of callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Programs may have to change.
    Breaking,
    /// There is more to use, or less to be advised to use.
    Addition,
    /// Programs see nothing of it in names and types.
    Patch,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It was not there.
    Added,
    /// It is no longer there.
    Removed,
    /// It has another name.
    Renamed,
    /// It has another type.
    Type,
    /// It has to be given.
    Required,
    /// It can be left out.
    Optional,
    /// The document advises against it.
    Deprecated,
    /// The document no longer advises against it.
    Recommended,
    /// Arguments stand in another order.
    Order,
    /// It comes with other features.
    Features,
    /// Another thing is so that callers do not see in a type: what it is about.
    Fact(&'static str),
}

/// The part of a version number that a release has to raise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Semver {
    /// The first number or, while that is 0, the second.
    Major,
    /// The second number or, while the first is 0, the third.
    Minor,
    /// The third number.
    Patch,
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Breaking => "breaking",
            Self::Addition => "addition",
            Self::Patch => "patch",
        })
    }
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Type => "type",
            Self::Required => "required",
            Self::Optional => "optional",
            Self::Deprecated => "deprecated",
            Self::Recommended => "recommended",
            Self::Order => "order",
            Self::Features => "features",
            Self::Fact(about) => about,
        })
    }
}

impl fmt::Display for Semver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Patch => "patch",
        })
    }
}

impl Changes {
    /// Compares what callers of two versions of a crate can name.
    #[must_use]
    pub fn between(old: &Surface, new: &Surface) -> Self {
        let matched = matching::entries(old, new);
        let mut list = Vec::new();
        for (old, new) in matched.pairs.iter().filter_map(|it| Some((it.old?, it.new?))) {
            entries::changed(old, new, &matched, &mut list);
        }
        for pair in &matched.pairs {
            list.extend(match (pair.old, pair.new) {
                (Some(old), None) => Some(entries::removed(old)),
                (None, Some(new)) => Some(entries::added(new)),
                _ => None,
            });
        }
        Self { list }
    }

    /// Returns what the version of the crate has to say.
    #[must_use]
    pub fn semver(&self) -> Semver {
        match self.list.iter().map(|it| it.class).min() {
            Some(Class::Breaking) => Semver::Major,
            Some(Class::Addition) => Semver::Minor,
            Some(Class::Patch) | None => Semver::Patch,
        }
    }

    /// Returns how many changes ask something of callers.
    #[must_use]
    pub fn count(&self, class: Class) -> usize {
        self.list.iter().filter(|it| it.class == class).count()
    }

    /// Returns whether nothing changes for callers, not even what is sent for them.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

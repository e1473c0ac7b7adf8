//! Unions: the types they are of, and how values of these are told apart.

use super::{Docs, Type};

/// One of several types.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Union {
    /// The types.
    pub variants: Vec<Variant>,
    /// The member that tells them apart, if one does.
    pub discriminator: Option<String>,
    /// The variant for values that fit none.
    pub fallback: String,
}

/// A type of a union.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Variant {
    /// The name of the variant.
    pub name: String,
    /// The type.
    pub ty: Type,
    /// What tells its values apart.
    pub tag: UnionTag,
    /// What the document says of it.
    pub docs: Docs,
}

/// What tells the values of one variant from those of the others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum UnionTag {
    /// The discriminator has one of these values.
    Values(Vec<String>),
    /// The JSON is of this kind and, if it is an object, has these members.
    Kind(JsonKind, Vec<Condition>),
}

impl UnionTag {
    /// Returns the members that tell the values of the variant apart.
    #[must_use]
    pub fn conditions(&self) -> &[Condition] {
        match self {
            Self::Values(_) => &[],
            Self::Kind(_, conditions) => conditions,
        }
    }
}

/// A member that the values of a variant have.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// The name of the member.
    pub member: String,
    /// The kind of its values, where this tells the variant from another.
    pub kind: Option<JsonKind>,
    /// The texts of which it is one, where these tell the variant from another; else nothing.
    pub values: Vec<String>,
}

/// A kind of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JsonKind {
    /// `true` or `false`
    Boolean,
    /// A number without a fraction.
    Integer,
    /// A number.
    Number,
    /// A string.
    String,
    /// A list.
    Array,
    /// An object.
    Object,
    /// Anything.
    Any,
}

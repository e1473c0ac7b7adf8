//! The headers that come with answers.

use super::Docs;
use super::types::Type;

/// Finds headers in [`super::Api::headers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HeadersId(pub usize);

/// Headers that come together: one struct, however many operations document just these.
#[derive(Clone, Debug)]
pub struct Headers {
    /// The name of the type, made from the names of the headers.
    pub name: String,
    /// The headers, ordered by their names on the wire.
    pub members: Vec<Header>,
}

/// A documented header of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The name of the field.
    pub name: String,
    /// The name of the header.
    pub wire_name: String,
    /// A plain type, or a list of one; what is more than that is text.
    pub ty: Type,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// What the document says of it.
    pub docs: Docs,
}

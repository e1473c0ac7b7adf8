//! Follow-ups: methods of a response that make the call it links to.

use super::{Docs, OperationId, TypeId};

/// A method of a response that makes the call of another operation.
#[derive(Clone, Debug)]
pub struct FollowUp {
    /// The name of the method.
    pub name: String,
    /// The name of the link in the document.
    pub wire_name: String,
    /// What the document says of the link.
    pub docs: Docs,
    /// The operation that is called.
    pub target: OperationId,
    /// The parameters that the response or the document fills, by their place in the operation's; what else the
    /// operation requires is an argument.
    pub values: Vec<(usize, FollowUpValue)>,
    /// The cargo feature that brings the operation, where the response can be there without it.
    pub feature: Option<String>,
}

/// The value of a parameter that a follow-up fills.
#[derive(Clone, Debug, PartialEq)]
pub enum FollowUpValue {
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A listed value of an enum, by the name of its variant.
    Variant(TypeId, String),
    /// A member of the response.
    Member {
        /// The names of the fields on the way to it, from the response on.
        path: Vec<String>,
        /// How it is handed over.
        pass: Pass,
    },
}

/// How a member of a response becomes an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// As it is.
    Copy,
    /// As a copy of its own.
    Clone,
    /// As the text that it is written as.
    Text,
}

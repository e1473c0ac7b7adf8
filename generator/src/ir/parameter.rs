//! Parameters: what of a request is not its body.

use super::{Docs, Type};
use crate::pointer::Pointer;

/// A parameter in the path, the query, a header or a cookie.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The name of the argument or of the setter.
    pub name: String,
    /// The name on the wire.
    pub wire_name: String,
    /// Where it is sent.
    pub location: ParameterLocation,
    /// How several values are written.
    pub style: ParameterStyle,
    /// Whether reserved characters of the value stay as they are, in a query.
    pub allows_reserved: bool,
    /// How a value becomes text.
    pub encoding: ParameterEncoding,
    /// The type.
    pub ty: Type,
    /// Whether the method takes it; otherwise a setter of the call does.
    pub required: bool,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// What the document says of it.
    pub docs: Docs,
    /// The limits and the default of its values, as sentences that `docs` has as well.
    pub facts: Vec<String>,
    /// A text that the document gives as an example.
    pub example: Option<String>,
    /// Where it is in the document.
    pub pointer: Pointer,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ParameterLocation {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl ParameterLocation {
    /// Returns the word that documents have for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How several values of one parameter are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterStyle {
    /// In queries and cookies `name=a&name=b`, in paths and headers `a,b`.
    Default,
    /// `name=a,b`
    CommaDelimited,
    /// `name=a%20b`
    SpaceDelimited,
    /// `name=a|b`
    PipeDelimited,
    /// `name[key]=a`
    DeepObject,
    /// `key=a`, where the default is `key,a`: in paths and headers.
    SimpleExploded,
    /// `.a,b`
    Label,
    /// `.a.b`
    LabelExploded,
    /// `;name=a,b`
    Matrix,
    /// `;name=a;name=b`
    MatrixExploded,
}

/// How the value of a parameter becomes text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterEncoding {
    /// By itself: it is a plain value, or a list or map of plain values.
    Plain,
    /// By the members of its JSON form.
    Members,
    /// As JSON text.
    Json,
}

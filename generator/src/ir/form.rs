//! How structs are sent in forms.

use super::{ParameterEncoding, ParameterStyle};

/// How the members of a struct are sent in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Those that the document lists, in the order of `fields`.
    pub parts: Vec<FormPart>,
    /// Those that it does not list.
    pub rest: FormRest,
}

/// How the members that are not listed are sent in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormRest {
    /// As text where that says all, and as JSON text where not.
    Values,
    /// As a file each.
    File,
    /// As several files each.
    Files,
}

/// How a member is sent in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormPart {
    /// As text; a list as one part for each item.
    Text,
    /// As JSON text.
    Json,
    /// As one part for each member of the object, with the way to it as its name: `a[b]`.
    Deep,
    /// As a query parameter is, in an urlencoded form.
    Styled {
        /// How several values are written.
        style: ParameterStyle,
        /// Whether reserved characters of the value stay as they are.
        allows_reserved: bool,
        /// How the value becomes text.
        encoding: ParameterEncoding,
    },
    /// As a file.
    File,
    /// As one file for each item.
    Files,
    /// As the parts of the chosen alternative.
    Alternatives,
}

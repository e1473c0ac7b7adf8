//! The command line: a command for each operation, and an argument for whatever the operation can be given.

use super::{Docs, FormPart, OperationId, ParameterEncoding, ParameterLocation, ParameterStyle};

/// Operations that are the subcommands of one command.
#[derive(Clone, Debug)]
pub struct CommandGroup {
    /// The name of that command; without it, the operations are commands themselves.
    pub name: Option<String>,
    /// The place of its tag in [`super::Api::tags`].
    pub tag: usize,
    /// The commands, in the order of the operations.
    pub commands: Vec<Command>,
}

/// The command that calls an operation.
#[derive(Clone, Debug)]
pub struct Command {
    /// The name of the command.
    pub name: String,
    /// The operation.
    pub operation: OperationId,
    /// How the arguments make up the body, if the operation sends one.
    pub body: Option<CommandBody>,
    /// Members of the body of which only some go together.
    pub choices: Vec<ArgumentChoice>,
    /// The arguments: those of parameters first, so that none moves when the body grows.
    pub arguments: Vec<Argument>,
}

/// How arguments make up a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandBody {
    /// They are the members of a JSON object.
    Object,
    /// They are the fields of a form.
    Form,
    /// One of them is the whole body.
    Whole,
}

/// A choice between groups of arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArgumentChoice {
    /// Whether one of the groups has to be there.
    pub required: bool,
    /// The flags of each group, which are given together.
    pub groups: Vec<Vec<String>>,
}

/// An argument of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The name of the flag, without the hyphens before it.
    pub flag: String,
    /// Where its value is sent.
    pub place: ArgumentPlace,
    /// How its value is read.
    pub kind: ArgumentKind,
    /// Whether it may be given several times, for a list of such values.
    pub list: bool,
    /// The values that the document lists, as they are written on a command line.
    pub values: Vec<String>,
    /// Whether the operation cannot be called without it.
    pub required: bool,
    /// Whether null is sent where it is not given, because something has to be.
    pub or_null: bool,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// What the document says of it.
    pub docs: Docs,
}

/// Where the value of an argument is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArgumentPlace {
    /// As a parameter.
    Parameter {
        /// The name of the parameter.
        wire_name: String,
        /// Where it is sent.
        location: ParameterLocation,
        /// How several values are written.
        style: ParameterStyle,
        /// Whether reserved characters of the value stay as they are.
        allows_reserved: bool,
        /// How the value becomes text.
        encoding: ParameterEncoding,
    },
    /// As this member of a JSON object.
    Member(String),
    /// As this field of a form, in this way.
    Field(String, FormPart),
    /// As members that the document does not list.
    Rest,
    /// As the whole body.
    Body,
}

/// How the value of an argument is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgumentKind {
    /// `true` or `false`
    Boolean,
    /// A number without a fraction.
    Integer,
    /// A number.
    Number,
    /// The text as it is.
    Text,
    /// The path of a file.
    File,
    /// JSON.
    Json,
    /// JSON where it is some, else the text as it is.
    Any,
}

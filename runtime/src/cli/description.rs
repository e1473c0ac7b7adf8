//! Turns the JSON that the generator writes into what it describes: the operations, and the arguments of each.

use std::collections::BTreeMap;

use super::words::{
    AnswerKind, ArgumentKind, BodyKind, Encoding, Members, Part, Place, RetryWord, StyleWord,
};
use crate::{Map, Value, object};

/// All operations.
#[derive(Debug)]
pub(super) struct Commands {
    /// What the command is for.
    pub(super) about: String,
    /// The outputs of jobs, by the operation that reports on them.
    pub(super) outputs: Option<BTreeMap<String, Vec<Output>>>,
    pub(super) groups: Vec<Group>,
}

object! { deserialize Commands { required about = "about", optional outputs = "outputs", required groups = "groups" } }

/// An output of a job.
#[derive(Clone, Debug)]
pub(super) struct Output {
    pub(super) name: String,
    /// The members of the result that may have its location; the first that does is taken.
    pub(super) members: Vec<String>,
}

object! { deserialize Output { required name = "name", required members = "members" } }

/// The operations of one tag; those of a group without a name are commands of their own.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) name: Option<String>,
    pub(super) about: Option<String>,
    pub(super) operations: Vec<Operation>,
}

object! {
    deserialize Group { optional name = "name", optional about = "about", required operations = "operations" }
}

/// An operation, and how it is called.
#[derive(Debug)]
pub(super) struct Operation {
    /// The name of the command.
    pub(super) name: String,
    /// The name of the operation in the document.
    pub(super) operation: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) about: String,
    pub(super) details: Option<String>,
    pub(super) deprecated: Option<bool>,
    pub(super) retry: Option<RetryWord>,
    pub(super) security: Option<Vec<Vec<String>>>,
    pub(super) server: Option<OwnServer>,
    /// The member of the body that asks for what comes back.
    pub(super) asked_by: Option<String>,
    pub(super) body: Option<Body>,
    pub(super) answer: Answer,
    pub(super) choices: Option<Vec<Choice>>,
    pub(super) arguments: Vec<Argument>,
}

object! {
    deserialize Operation {
        required name = "name",
        required operation = "operation",
        required method = "method",
        required path = "path",
        required about = "about",
        optional details = "details",
        optional deprecated = "deprecated",
        optional retry = "retry",
        optional security = "security",
        optional server = "server",
        optional asked_by = "asked_by",
        optional body = "body",
        required answer = "answer",
        optional choices = "choices",
        required arguments = "arguments",
    }
}

/// The base URL of an operation that has one of its own.
#[derive(Debug)]
pub(super) struct OwnServer {
    pub(super) url: String,
    pub(super) variables: Option<Vec<Variable>>,
}

object! { deserialize OwnServer { required url = "url", optional variables = "variables" } }

/// A variable in a base URL.
#[derive(Debug)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) default: String,
    pub(super) values: Option<Vec<String>>,
}

object! {
    deserialize Variable { required name = "name", required default = "default", optional values = "values" }
}

/// What is sent.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) kind: BodyKind,
    pub(super) media_type: Option<String>,
    /// What its arguments are; without it there is one for all of it.
    pub(super) members: Option<Members>,
    pub(super) required: Option<bool>,
}

object! {
    deserialize Body {
        required kind = "kind",
        optional media_type = "media_type",
        optional members = "members",
        optional required = "required",
    }
}

/// What comes back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) kind: AnswerKind,
    pub(super) media_type: Option<String>,
}

object! { deserialize Answer { required kind = "kind", optional media_type = "media_type" } }

/// Groups of flags, of which exactly one is given.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) required: Option<bool>,
    pub(super) groups: Vec<Vec<String>>,
}

object! { deserialize Choice { required groups = "groups", optional required = "required" } }

/// A flag.
#[derive(Clone, Debug)]
pub(super) struct Argument {
    pub(super) flag: String,
    pub(super) kind: ArgumentKind,
    /// The only values there are.
    pub(super) values: Option<Vec<String>>,
    /// Whether it may be given several times.
    pub(super) list: Option<bool>,
    pub(super) help: Option<String>,
    pub(super) required: Option<bool>,
    /// Whether null is sent where it is not given.
    pub(super) or_null: Option<bool>,
    pub(super) deprecated: Option<bool>,
    pub(super) place: Place,
    /// The name on the wire.
    pub(super) name: Option<String>,
    pub(super) style: Option<StyleWord>,
    pub(super) reserved: Option<bool>,
    /// How the value becomes text, where it does not by itself.
    pub(super) encoding: Option<Encoding>,
    /// How a field of a form is sent.
    pub(super) part: Option<Part>,
}

object! {
    deserialize Argument {
        required flag = "flag",
        required kind = "kind",
        optional values = "values",
        optional list = "list",
        optional help = "help",
        optional required = "required",
        optional or_null = "or_null",
        optional deprecated = "deprecated",
        required place = "in",
        optional name = "name",
        optional style = "style",
        optional reserved = "reserved",
        optional encoding = "encoding",
        optional part = "part",
    }
}

impl Commands {
    /// Reads what the generator has written, whose tests hold it against this.
    pub(super) fn read(json: &str) -> Self {
        serde_json::from_str(json).expect("the generator writes the description of the commands")
    }

    /// Tells whether jobs that an operation reports on have outputs.
    pub(super) fn has_outputs(&self, status: &str) -> bool {
        self.outputs.as_ref().and_then(|outputs| outputs.get(status)).is_some_and(|it| !it.is_empty())
    }

    pub(super) fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.groups.iter().flat_map(|group| &group.operations)
    }

    /// Returns where the outputs of a job are, as far as its result has them: each with its name.
    pub(super) fn outputs<'a>(
        &'a self,
        status: &str,
        result: &'a Value,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        let known = self.outputs.as_ref().and_then(|outputs| outputs.get(status));
        let members = result.as_object();
        known.into_iter().flatten().filter_map(move |output| {
            let location = output.members.iter().find_map(|name| text(members?, name))?;
            Some((output.name.as_str(), location))
        })
    }
}

/// Returns a member that is a text with something in it.
fn text<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    members.get(name)?.as_str().filter(|text| !text.trim().is_empty())
}

impl Argument {
    pub(super) fn is_list(&self) -> bool {
        self.list == Some(true)
    }

    /// Returns the name on the wire.
    pub(super) fn wire_name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.flag)
    }
}

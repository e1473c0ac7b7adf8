//! The IR: the API as the crate will have it. Plain data, every decision made, every name final.
//!
//! `name` is always the Rust name and `wire_name` the document's. Lists are in the order in which they are written:
//! operations and members as in the document, types, tags and features by name.

mod command;
mod event;
mod follow_up;
mod form;
mod format;
mod headers;
mod job;
mod operation;
mod parameter;
mod types;
mod union;

pub use command::{
    Argument, ArgumentChoice, ArgumentKind, ArgumentPlace, Command, CommandBody, CommandGroup,
};
pub use event::{Confirmation, Events};
pub use follow_up::{FollowUp, FollowUpValue, Pass};
pub use form::{Form, FormPart, FormRest};
pub use format::{Format, Formats};
pub use headers::{Header, Headers, HeadersId};
pub use job::{Job, JobLink, JobValue, Output, StatusOperation};
pub use operation::{
    Body, BodyContent, CallType, Callback, FormEncoding, Method, Operation, OperationId, Payload, Retry,
    StatusResponse, StreamFormat, SuccessResponse, Tag,
};
pub use parameter::{Parameter, ParameterEncoding, ParameterLocation, ParameterStyle};
pub use types::{
    Access, Alternative, Codec, Derive, EnumValue, Field, FieldKind, IntegerValue, Place, Presence, Rest,
    Shape, StatusVariant, Struct, Type, TypeDef, TypeId, Usage,
};
pub use union::{Condition, JsonKind, Union, UnionTag, Variant};

/// Everything a client crate is made of.
#[derive(Clone, Debug)]
pub struct Api {
    /// The title of the document.
    pub title: String,
    /// How sentences name the API.
    pub name: String,
    /// The version of the document, as it is written there.
    pub version: String,
    /// The version of the package: that of the document, as cargo takes it.
    pub package_version: String,
    /// The description of the document.
    pub docs: Docs,
    /// The base URLs; the first one is the default.
    pub servers: Vec<Server>,
    /// The ways to identify oneself that can be sent.
    pub schemes: Vec<SecurityScheme>,
    /// The alternatives of schemes that a call uses unless its operation says otherwise.
    pub security: Security,
    /// What the constructor of the client takes.
    pub constructor: Constructor,
    /// The groups of operations, ordered by module name.
    pub tags: Vec<Tag>,
    /// The operations that report on jobs.
    pub status_operations: Vec<StatusOperation>,
    /// What the API posts, if it posts anything.
    pub events: Option<Events>,
    /// The headers of answers, found by [`HeadersId`]; written in the order of their names.
    pub headers: Vec<Headers>,
    /// The types, found by [`TypeId`]; written in the order of their names.
    pub types: Vec<TypeDef>,
    /// The formats of strings that have a type in the runtime.
    pub formats: Formats,
    /// The commands of the command line, tag by tag.
    pub commands: Vec<CommandGroup>,
}

impl Api {
    /// Returns the definition of a named type.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// Returns an operation.
    #[must_use]
    pub fn operation(&self, id: OperationId) -> &Operation {
        &self.tags[id.tag].operations[id.index]
    }

    /// Returns all operations, tag by tag.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.tags.iter().flat_map(|tag| &tag.operations)
    }

    /// Returns the schemes that a client cannot do without: those of the first alternative.
    #[must_use]
    pub fn needed_schemes(&self) -> Vec<&SecurityScheme> {
        let is_open = self.security.iter().any(Vec::is_empty);
        let names = self.security.first().filter(|_| !is_open).into_iter().flatten();
        names.filter_map(|name| self.schemes.iter().find(|it| it.wire_name == *name)).collect()
    }

    /// Returns the types that stand in operations, jobs and events, to be changed.
    pub fn types_of_operations_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        let operations = self.tags.iter_mut().flat_map(|it| &mut it.operations);
        let of_operations = operations.flat_map(Operation::types_mut);
        let of_jobs = self.status_operations.iter_mut().map(|it| &mut it.result_type);
        let of_events = self.events.iter_mut().flat_map(|it| {
            let payloads = it.union.variants.iter_mut().map(|it| &mut it.ty);
            payloads.chain(it.confirmations.iter_mut().map(|it| &mut it.result))
        });
        of_operations.chain(of_jobs).chain(of_events)
    }
}

/// Documentation text: lines of Markdown that are safe to stand in a doc comment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Docs {
    /// The wrapped and neutralised lines; the first paragraph is the summary.
    pub lines: Vec<String>,
}

/// A base URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The URL, without a slash at its end; variables are `{name}`.
    pub url: String,
    /// What the document says of it.
    pub description: String,
    /// The variables of the URL.
    pub variables: Vec<ServerVariable>,
}

/// A variable in a base URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// The name.
    pub name: String,
    /// The value that it has unless another one is set.
    pub default: String,
    /// The values that can be set; any, if none is listed.
    pub values: Vec<String>,
}

/// Alternatives, each a list of scheme names that are used together; an empty list is a call without credentials.
pub type Security = Vec<Vec<String>>;

/// A way to identify oneself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// The name of the scheme in the document.
    pub wire_name: String,
    /// How the credential is sent.
    pub kind: SecuritySchemeKind,
    /// What the names of the environment variables that it is taken from have behind the prefix.
    pub variables: Vec<String>,
}

/// How a credential is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecuritySchemeKind {
    /// As it is, in this header.
    ApiKeyInHeader(String),
    /// As it is, in this query parameter.
    ApiKeyInQuery(String),
    /// As it is, in this cookie.
    ApiKeyInCookie(String),
    /// As a bearer token.
    Bearer,
    /// As user name and password.
    Basic,
}

/// What the constructor of the client takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constructor {
    /// One API key.
    ApiKey,
    /// One bearer token.
    BearerToken,
    /// A user name and a password.
    BasicAuth,
    /// Nothing: the API asks for no credential, or for several at once, which the builder takes by name.
    Nothing,
}

//! The public surface of a crate: what its callers can name, item by item, and what each stands for in the document.
//!
//! A surface is what two documents are compared by, and what the lock file of a crate lists.

mod client;
mod kept;
mod keys;
mod lock;
mod methods;
mod types;
mod wire;

use crate::ir::Api;
use crate::naming::Named;
use crate::pointer::Pointer;

pub use kept::Kept;
pub(crate) use kept::{KeptEntry, Namespace};
pub(crate) use keys::{REST, is_of_further_method, method_keys, tag};
pub use lock::UnreadableLock;

/// What the fact is about that says how something is called on the wire.
pub(crate) const WIRE_NAME: &str = "wire name";

/// The public surface of a crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surface {
    /// The version of the crate.
    pub version: String,
    /// What callers name by itself, in the order in which a listing shows it.
    pub entries: Vec<Entry>,
}

/// Something that callers name by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// Its own name, and what it stands for.
    pub item: Item,
    /// The traits of a type, and `new` where callers can make a value of it.
    pub traits: Vec<&'static str>,
    /// The cargo features any one of which brings it; none when it is always there.
    pub features: Vec<String>,
    /// What it has.
    pub members: Vec<Item>,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// The client.
    Client,
    /// A cargo feature.
    Feature,
    /// A method of the client that calls an operation.
    Method,
    /// A type of objects.
    Struct,
    /// A type of listed values.
    Values,
    /// One of several types.
    Union,
    /// One of several groups of members.
    Alternatives,
    /// One of several answers.
    Answers,
    /// The headers of an answer.
    Headers,
    /// What the API posts.
    Events,
}

/// Something with a name: an entry, or what one has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// The name in Rust.
    pub name: String,
    /// What it stands for in the document; several where identical parts are one type.
    pub keys: Vec<String>,
    /// The type, as Rust writes it; empty where there is none.
    pub ty: String,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// What is sent, or what the document says of it, without callers seeing it in a type.
    pub facts: Vec<Fact>,
    /// Where it is in the document.
    pub pointer: Pointer,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemKind {
    /// An entry.
    Entry,
    /// An argument of a method.
    Argument,
    /// A setter of a call.
    Setter,
    /// The module of the calls that a feature brings.
    Module,
    /// What a call gives.
    Success,
    /// The type of a call that has setters.
    Call,
    /// The body that comes with an error status.
    Error,
    /// A member of an object that has to be there.
    Required,
    /// A member of an object that may be missing.
    Optional,
    /// A variant of an enum.
    Variant,
    /// A method besides setters.
    Function,
}

/// Something that is so without callers seeing it in a type: what it is about, and what holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is about: `route`, `limit`.
    pub about: &'static str,
    /// What holds.
    pub text: String,
}

impl Surface {
    /// Lists what callers of the crate of an API can name.
    #[must_use]
    pub fn of(api: &Api) -> Self {
        let mut entries = client::entries(api);
        entries.extend(methods::entries(api));
        entries.extend(types::entries(api));
        Self { version: api.package_version.clone(), entries }
    }
}

impl Item {
    /// Makes an item that stands for one thing.
    fn new(kind: ItemKind, name: &str, key: impl Into<String>, ty: impl Into<String>, at: &Pointer) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            keys: vec![key.into()],
            ty: ty.into(),
            deprecated: false,
            facts: Vec::new(),
            pointer: at.clone(),
        }
    }

    /// Returns the name with what it stands for.
    pub(crate) fn named(&self) -> Named<'_> {
        Named { name: &self.name, keys: self.keys.iter().map(String::as_str).collect() }
    }

    /// Returns the keys with the place of what they stand for.
    fn keys_mut(&mut self) -> impl Iterator<Item = (&Pointer, &mut String)> {
        let Self { keys, pointer, .. } = self;
        keys.iter_mut().map(|it| (&*pointer, it))
    }

    fn deprecated(self, deprecated: bool) -> Self {
        Self { deprecated, ..self }
    }

    /// Adds the limits and the default that the documentation has as sentences.
    fn limits(self, sentences: &[String]) -> Self {
        let said = |what: &str| {
            let found = sentences.iter().find_map(|it| it.strip_prefix(what));
            found.map(|it| it.trim_end_matches('.').to_owned()).unwrap_or_default()
        };
        self.fact("limit", said("Allowed: ")).fact("default", said("Default: "))
    }

    /// Adds what holds without callers seeing it, unless that is nothing.
    fn fact(mut self, about: &'static str, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.facts.push(Fact { about, text });
        }
        self
    }
}

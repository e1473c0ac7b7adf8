//! Types: what values are made of, and the definitions that the crate has for them.

use super::{Docs, FollowUp, Form, FormPart, Format, Output, Union};
use crate::pointer::Pointer;

/// Finds a definition in [`super::Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// `bool`
    Boolean,
    /// An integer type of Rust, by name.
    Integer(&'static str),
    /// `f64`, whatever the format: a shorter one would change prices.
    Number,
    /// `String`
    String,
    /// A string with a format that has a type of its own.
    Formatted(Format),
    /// A file that is sent.
    Upload,
    /// Any JSON value.
    Value,
    /// A number that may be written as a string.
    NumberOrString,
    /// `Option<T>`, where no member says whether null is allowed: in lists, in maps, and as a whole body.
    Nullable(Box<Type>),
    /// `Vec<T>`
    List(Box<Type>),
    /// `BTreeMap<String, T>`
    Map(Box<Type>),
    /// A definition.
    Named(TypeId),
    /// A definition behind a `Box`, because it would contain itself without end.
    Boxed(TypeId),
    /// A component whose type is not known yet; lowering leaves none behind.
    Pending(String),
}

impl Type {
    /// Returns the definition that a value of this type is, or holds in lists and maps.
    #[must_use]
    pub fn named(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) | Self::Boxed(id) => Some(*id),
            Self::List(item) | Self::Map(item) | Self::Nullable(item) => item.named(),
            _ => None,
        }
    }

    /// Returns the type of the value itself, to be changed.
    pub fn innermost_mut(&mut self) -> &mut Self {
        match self {
            Self::List(item) | Self::Map(item) | Self::Nullable(item) => item.innermost_mut(),
            _ => self,
        }
    }

    /// Whether a value is a float, or a list or map of floats.
    #[must_use]
    pub fn is_of_floats(&self) -> bool {
        *self.innermost() == Self::Number
    }

    /// Returns the type of the value itself or, in lists and maps, of what they hold.
    #[must_use]
    pub fn innermost(&self) -> &Self {
        match self {
            Self::List(item) | Self::Map(item) | Self::Nullable(item) => item.innermost(),
            _ => self,
        }
    }
}

/// A definition: one struct or enum.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// The name of the type.
    pub name: String,
    /// The module it is written to: that of the component or operation it belongs to.
    pub module: String,
    /// What it belongs to.
    pub place: Place,
    /// The parts of the document that look the same, for which it stands as well.
    pub stands_for: Vec<TypeId>,
    /// Where it is in the document.
    pub pointer: Pointer,
    /// What the document says of it.
    pub docs: Docs,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// What it is made of.
    pub shape: Shape,
    /// Where its values occur.
    pub usage: Usage,
    /// How its values become JSON and back.
    pub codec: Codec,
    /// The derived traits, in the order in which they are written.
    pub derives: Vec<Derive>,
    /// The cargo features any one of which needs the type; empty when it is always there.
    pub features: Vec<String>,
    /// Whether the crate has it: a part of another definition is left out when a pass made it unnecessary.
    pub written: bool,
}

impl Shape {
    /// Returns the types that stand in a definition.
    #[must_use]
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Self::Struct(it) => {
                it.fields.iter().map(|it| &it.ty).chain(it.rest.as_ref().map(|it| &it.value)).collect()
            }
            Self::Union(it) => it.variants.iter().map(|it| &it.ty).collect(),
            Self::Alternatives(it) => it.iter().flat_map(|it| &it.fields).map(|it| &it.ty).collect(),
            Self::ByStatus(it) => it.iter().filter_map(|it| it.payload.ty()).collect(),
            Self::StringEnum { .. } | Self::IntegerEnum { .. } => Vec::new(),
        }
    }

    /// Returns the types that stand in a definition, to be changed.
    pub fn types_mut(&mut self) -> Vec<&mut Type> {
        match self {
            Self::Struct(it) => it
                .fields
                .iter_mut()
                .map(|it| &mut it.ty)
                .chain(it.rest.as_mut().map(|it| &mut it.value))
                .collect(),
            Self::Union(it) => it.variants.iter_mut().map(|it| &mut it.ty).collect(),
            Self::Alternatives(it) => {
                it.iter_mut().flat_map(|it| &mut it.fields).map(|it| &mut it.ty).collect()
            }
            Self::ByStatus(it) => it.iter_mut().filter_map(|it| it.payload.ty_mut()).collect(),
            Self::StringEnum { .. } | Self::IntegerEnum { .. } => Vec::new(),
        }
    }
}

/// What a definition belongs to: where its name comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A component, by its name, and which part of it: empty for the whole.
    Component(String, String),
    /// An operation, by the name of its method, and what it is there: `request`, `response`.
    Operation(String, String),
    /// A part of another definition, by the name of the member.
    Inside(TypeId, String),
}

impl Place {
    /// Returns the place of what a list or map at this place holds.
    #[must_use]
    pub fn item(&self, word: &str) -> Self {
        let join = |part: &String| format!("{part} {word}").trim_start().to_owned();
        match self {
            Self::Component(name, part) => Self::Component(name.clone(), join(part)),
            Self::Operation(name, part) => Self::Operation(name.clone(), join(part)),
            Self::Inside(id, part) => Self::Inside(*id, join(part)),
        }
    }
}

/// What a definition is made of.
#[derive(Clone, Debug)]
pub enum Shape {
    /// An object.
    Struct(Struct),
    /// A string with listed values; others are kept.
    StringEnum {
        /// The listed values.
        values: Vec<EnumValue>,
        /// The variant for all other values.
        fallback: String,
    },
    /// An integer with listed values; others are kept.
    IntegerEnum {
        /// The listed values.
        values: Vec<IntegerValue>,
        /// The variant for all other values.
        fallback: String,
    },
    /// One of several types.
    Union(Union),
    /// One of several groups of members of the struct that holds it.
    Alternatives(Vec<Alternative>),
    /// One of several bodies, told apart by the status of the response.
    ByStatus(Vec<StatusVariant>),
}

/// An object.
#[derive(Clone, Debug, Default)]
pub struct Struct {
    /// The members, in the order of the document.
    pub fields: Vec<Field>,
    /// The member for everything that is not listed.
    pub rest: Option<Rest>,
    /// How the members are sent in a form, if the struct is ever one.
    pub form: Option<Form>,
    /// The methods that give the outputs of a job, of which it is the result.
    pub outputs: Vec<Output>,
    /// The methods that make the calls it links to, where it is a response.
    pub follow_ups: Vec<FollowUp>,
}

/// A member of a struct.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// The name of the field.
    pub name: String,
    /// The name of the member.
    pub wire_name: String,
    /// What it is.
    pub kind: FieldKind,
    /// The type, without what `presence` adds.
    pub ty: Type,
    /// Whether it may be missing or null.
    pub presence: Presence,
    /// In which direction it goes.
    pub access: Access,
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

/// What a field is on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// One member.
    Member,
    /// The members of the chosen alternative.
    Alternatives,
}

/// In which direction a member goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// It is sent and received.
    Both,
    /// It is only received: `readOnly`.
    ReadOnly,
    /// It is only sent: `writeOnly`.
    WriteOnly,
}

/// Whether a member may be missing or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// It is there: `T`.
    Required,
    /// It may be missing, and null means the same: `Option<T>`.
    Optional,
    /// It is there, but may be null: `Option<T>`.
    RequiredNullable,
    /// It may be missing, and null means something else: `Option<Option<T>>`.
    OptionalNullable,
}

/// The member of a struct that keeps what is not listed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rest {
    /// The name of the field.
    pub name: String,
    /// The type of each value.
    pub value: Type,
    /// Whether the document allows no such members: they are kept where they come anyway, but have no place in what is
    /// sent.
    pub only_received: bool,
}

/// A listed value of a string.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EnumValue {
    /// The name of the variant.
    pub name: String,
    /// The value.
    pub value: String,
}

/// A listed value of an integer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IntegerValue {
    /// The name of the variant.
    pub name: String,
    /// The value.
    pub value: i64,
}

/// A group of members, all of which are there when it is chosen.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// The name of the variant.
    pub name: String,
    /// The members; all are required.
    pub fields: Vec<Field>,
    /// How the members are sent in a form; empty for what is never a form.
    pub form: Vec<FormPart>,
    /// What the document says of it.
    pub docs: Docs,
}

/// The body of one status.
#[derive(Clone, Debug)]
pub struct StatusVariant {
    /// The name of the variant.
    pub name: String,
    /// The status; `None` for all that the other variants do not have.
    pub status: Option<u16>,
    /// The body.
    pub payload: super::Payload,
    /// What the document says of it.
    pub docs: Docs,
}

/// Where values of a type occur.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// In something that is sent.
    pub request: bool,
    /// In something that is received.
    pub response: bool,
}

/// How values of a type become JSON and back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// Both ways.
    Both,
    /// Only to JSON, because it says which members belong together.
    Serialize,
    /// Neither: it is sent as a form, or chosen by a status.
    None,
}

/// A derived trait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Derive {
    /// `Clone`
    Clone,
    /// `Debug`
    Debug,
    /// `Default`
    Default,
    /// `PartialEq`
    PartialEq,
}

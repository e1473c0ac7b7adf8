//! One look at a schema, however `openapiv3` stores it, with the members of `allOf` merged in.

use std::collections::BTreeSet;
use std::rc::Rc;

use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, Discriminator, IntegerType, NumberType, ObjectType,
    ReferenceOr, Schema, SchemaKind, StringType, Type, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use super::facts;
use crate::ir::JsonKind;
use crate::pointer::Pointer;

/// A schema or a reference to one.
#[derive(Clone)]
pub(super) enum Node<'a> {
    Reference(&'a str),
    Schema(&'a Schema),
    Made(Rc<Made<'a>>),
}

/// A schema that stands nowhere in the document: what several schemas say together.
pub(super) struct Made<'a> {
    pub(super) view: View<'a>,
    /// The reference that stands where it is, which is what it is called by.
    pub(super) reference: Option<&'a str>,
    /// What it is called when it is of several schemas.
    pub(super) name: Option<String>,
}

impl<'a> From<&'a ReferenceOr<Schema>> for Node<'a> {
    fn from(node: &'a ReferenceOr<Schema>) -> Self {
        match node {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Schema(schema),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<Schema>>> for Node<'a> {
    fn from(node: &'a ReferenceOr<Box<Schema>>) -> Self {
        match node {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Schema(schema),
        }
    }
}

/// A schema somewhere in the document.
#[derive(Clone)]
pub(super) struct Placed<'a> {
    pub(super) node: Node<'a>,
    pub(super) pointer: Pointer,
}

impl<'a> Placed<'a> {
    pub(super) fn new(node: impl Into<Node<'a>>, pointer: Pointer) -> Self {
        Self { node: node.into(), pointer }
    }

    /// Returns the reference that stands here.
    pub(super) fn reference(&self) -> Option<&'a str> {
        match &self.node {
            Node::Reference(reference) => Some(reference),
            Node::Made(made) => made.reference,
            Node::Schema(_) => None,
        }
    }

    /// Returns the reference that a schema is when all else it has are words: in 3.1 these may stand beside it.
    pub(super) fn without_words(&self) -> Self {
        let Node::Schema(schema) = self.node else { return self.clone() };
        match View::new(schema, self.pointer.clone()).wrapped() {
            Some(inner) if matches!(inner.node, Node::Reference(_)) => inner.clone(),
            _ => self.clone(),
        }
    }
}

/// A property of an object.
#[derive(Clone)]
pub(super) struct Property<'a> {
    pub(super) name: &'a str,
    pub(super) schema: Placed<'a>,
    /// Whether a schema says `readOnly`, or `writeOnly`, that the property is of as well.
    pub(super) read_only: bool,
    pub(super) write_only: bool,
}

/// What an object may hold besides its properties.
#[derive(Clone)]
pub(super) enum Additional<'a> {
    /// The document does not say, which allows anything.
    Unsaid,
    Forbidden,
    Anything,
    Schema(Placed<'a>),
}

/// All that a schema says.
#[derive(Clone)]
pub(super) struct View<'a> {
    pub(super) schema: &'a Schema,
    pub(super) pointer: Pointer,
    pub(super) kind: Option<JsonKind>,
    pub(super) format: String,
    pub(super) values: Vec<Value>,
    pub(super) properties: Vec<Property<'a>>,
    pub(super) required: BTreeSet<&'a str>,
    pub(super) additional: Additional<'a>,
    pub(super) items: Option<Placed<'a>>,
    pub(super) all_of: Vec<Placed<'a>>,
    pub(super) any_of: Vec<Placed<'a>>,
    pub(super) one_of: Vec<Placed<'a>>,
    /// Alternatives of further schemas that hold as well: a value is one of each of them too.
    pub(super) further: Vec<Vec<Placed<'a>>>,
    pub(super) not: bool,
    pub(super) discriminator: Option<&'a Discriminator>,
    /// The limits, as short sentences.
    pub(super) limits: Vec<String>,
}

impl<'a> View<'a> {
    pub(super) fn new(schema: &'a Schema, pointer: Pointer) -> Self {
        let mut view = Self {
            schema,
            pointer,
            kind: None,
            format: String::new(),
            values: Vec::new(),
            properties: Vec::new(),
            required: BTreeSet::new(),
            additional: Additional::Unsaid,
            items: None,
            all_of: Vec::new(),
            any_of: Vec::new(),
            one_of: Vec::new(),
            further: Vec::new(),
            not: false,
            discriminator: schema.schema_data.discriminator.as_ref(),
            limits: facts::limits(schema),
        };
        match &schema.schema_kind {
            SchemaKind::Type(Type::Boolean(boolean)) => {
                view.kind = Some(JsonKind::Boolean);
                view.values = boolean.enumeration.iter().flatten().map(|it| Value::Bool(*it)).collect();
            }
            SchemaKind::Type(Type::Integer(integer)) => view.integer(integer),
            SchemaKind::Type(Type::Number(number)) => view.number(number),
            SchemaKind::Type(Type::String(string)) => view.string(string),
            SchemaKind::Type(Type::Array(array)) => view.array(array),
            SchemaKind::Type(Type::Object(object)) => view.object(object),
            SchemaKind::OneOf { one_of } => view.one_of = view.members("oneOf", one_of),
            SchemaKind::AllOf { all_of } => view.all_of = view.members("allOf", all_of),
            SchemaKind::AnyOf { any_of } => view.any_of = view.members("anyOf", any_of),
            SchemaKind::Not { .. } => view.not = true,
            SchemaKind::Any(any) => view.any(any),
        }
        view
    }

    /// Whether the schema is that of an object, even if it does not say so.
    pub(super) fn is_object(&self) -> bool {
        self.kind == Some(JsonKind::Object) || !self.properties.is_empty()
    }

    /// Whether the schema lists values, and leaves it to them of which type they are.
    pub(super) fn says_nothing_but_values(&self) -> bool {
        self.kind.is_none()
            && !self.is_object()
            && self.items.is_none()
            && self.alternatives().is_empty()
            && matches!(self.additional, Additional::Unsaid)
    }

    /// Returns the alternatives: those of `oneOf`, else those of `anyOf`.
    pub(super) fn alternatives(&self) -> &Vec<Placed<'a>> {
        if self.one_of.is_empty() { &self.any_of } else { &self.one_of }
    }

    pub(super) fn alternatives_mut(&mut self) -> &mut Vec<Placed<'a>> {
        if self.one_of.is_empty() { &mut self.any_of } else { &mut self.one_of }
    }

    /// Puts other alternatives in the place of those that there are.
    pub(super) fn set_alternatives(&mut self, alternatives: Vec<Placed<'a>>) {
        self.any_of.clear();
        self.further.clear();
        self.one_of = alternatives;
    }

    /// Returns the other schema, when this one is nothing but that with words of its own.
    pub(super) fn wrapped(&self) -> Option<&Placed<'a>> {
        let bare = self.properties.is_empty() && self.values.is_empty() && self.items.is_none();
        match (self.all_of.as_slice(), self.one_of.as_slice(), self.any_of.as_slice()) {
            ([one], [], []) | ([], [one], []) | ([], [], [one]) if bare && self.required.is_empty() => {
                Some(one)
            }
            _ => None,
        }
    }

    fn members(&self, keyword: &str, nodes: &'a [ReferenceOr<Schema>]) -> Vec<Placed<'a>> {
        let pointer = self.pointer.child(keyword);
        nodes.iter().enumerate().map(|(index, node)| Placed::new(node, pointer.child(index))).collect()
    }

    fn integer(&mut self, integer: &'a IntegerType) {
        self.kind = Some(JsonKind::Integer);
        self.format = format_name(&integer.format);
        self.values = integer.enumeration.iter().flatten().map(|it| Value::from(*it)).collect();
    }

    fn number(&mut self, number: &'a NumberType) {
        self.kind = Some(JsonKind::Number);
        self.format = format_name(&number.format);
        self.values = number.enumeration.iter().flatten().map(|it| Value::from(*it)).collect();
    }

    fn string(&mut self, string: &'a StringType) {
        self.kind = Some(JsonKind::String);
        self.format = format_name(&string.format);
        self.values = string.enumeration.iter().flatten().map(|it| Value::from(it.as_str())).collect();
    }

    fn array(&mut self, array: &'a ArrayType) {
        self.kind = Some(JsonKind::Array);
        self.items = array.items.as_ref().map(|items| Placed::new(items, self.pointer.child("items")));
    }

    fn object(&mut self, object: &'a ObjectType) {
        self.kind = Some(JsonKind::Object);
        let properties = object.properties.iter().map(|(name, node)| (name.as_str(), node.into()));
        self.members_of_object(properties.collect(), &object.required, object.additional_properties.as_ref());
    }

    fn members_of_object(
        &mut self,
        properties: Vec<(&'a str, Node<'a>)>,
        required: &'a [String],
        additional: Option<&'a AdditionalProperties>,
    ) {
        let pointer = self.pointer.child("properties");
        self.properties = properties
            .into_iter()
            .map(|(name, node)| {
                let schema = Placed { node, pointer: pointer.child(name) };
                Property { name, schema, read_only: false, write_only: false }
            })
            .collect();
        self.required = required.iter().map(String::as_str).collect();
        self.additional = match additional {
            None => Additional::Unsaid,
            Some(AdditionalProperties::Any(false)) => Additional::Forbidden,
            Some(AdditionalProperties::Any(true)) => Additional::Anything,
            Some(AdditionalProperties::Schema(node)) => {
                let node = match &**node {
                    ReferenceOr::Reference { reference } => Node::Reference(reference),
                    ReferenceOr::Item(schema) => Node::Schema(schema),
                };
                Additional::Schema(Placed { node, pointer: self.pointer.child("additionalProperties") })
            }
        };
    }

    fn any(&mut self, any: &'a AnySchema) {
        self.kind = match any.typ.as_deref() {
            Some("boolean") => Some(JsonKind::Boolean),
            Some("integer") => Some(JsonKind::Integer),
            Some("number") => Some(JsonKind::Number),
            Some("string") => Some(JsonKind::String),
            Some("array") => Some(JsonKind::Array),
            Some("object") => Some(JsonKind::Object),
            _ => None,
        };
        self.format = any.format.clone().unwrap_or_default();
        self.values = any.enumeration.clone();
        self.items = any.items.as_ref().map(|items| Placed::new(items, self.pointer.child("items")));
        let properties = any.properties.iter().map(|(name, node)| (name.as_str(), node.into()));
        self.members_of_object(properties.collect(), &any.required, any.additional_properties.as_ref());
        self.all_of = self.members("allOf", &any.all_of);
        self.any_of = self.members("anyOf", &any.any_of);
        self.one_of = self.members("oneOf", &any.one_of);
        self.not = any.not.is_some();
    }
}

/// Writes a format as the document does.
fn format_name<T: serde::Serialize>(format: &VariantOrUnknownOrEmpty<T>) -> String {
    match format {
        VariantOrUnknownOrEmpty::Item(item) => {
            serde_json::to_value(item).ok().and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default()
        }
        VariantOrUnknownOrEmpty::Unknown(format) => format.clone(),
        VariantOrUnknownOrEmpty::Empty => String::new(),
    }
}

//! What stands where in an OpenAPI document, as a table, and a walk over a document by it.
//!
//! The walk sees the document before `openapiv3` does, as JSON: what would be refused there can still be put right.

use std::fmt;

use serde_json::{Map, Value};

use crate::pointer::Pointer;

/// What an object of the document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Document,
    Info,
    Contact,
    Server,
    Variable,
    Tag,
    Components,
    PathItem,
    Operation,
    Parameter,
    Header,
    RequestBody,
    Response,
    MediaType,
    Encoding,
    Link,
    Callback,
    SecurityScheme,
    Schema,
}

/// How many objects a member holds.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    One,
    List,
    Map,
}

/// The members of an object that hold other objects.
pub(super) fn members(kind: Kind) -> &'static [(&'static str, Shape, Kind)] {
    use Shape::{List, Map, One};
    match kind {
        Kind::Document => &[
            ("info", One, Kind::Info),
            ("servers", List, Kind::Server),
            ("tags", List, Kind::Tag),
            ("paths", Map, Kind::PathItem),
            ("webhooks", Map, Kind::PathItem),
            ("components", One, Kind::Components),
        ],
        Kind::Info => &[("contact", One, Kind::Contact), ("license", One, Kind::Contact)],
        Kind::Server => &[("variables", Map, Kind::Variable)],
        Kind::Components => &[
            ("schemas", Map, Kind::Schema),
            ("responses", Map, Kind::Response),
            ("parameters", Map, Kind::Parameter),
            ("requestBodies", Map, Kind::RequestBody),
            ("headers", Map, Kind::Header),
            ("securitySchemes", Map, Kind::SecurityScheme),
            ("links", Map, Kind::Link),
            ("callbacks", Map, Kind::Callback),
            ("pathItems", Map, Kind::PathItem),
        ],
        Kind::PathItem => &[
            ("get", One, Kind::Operation),
            ("put", One, Kind::Operation),
            ("post", One, Kind::Operation),
            ("delete", One, Kind::Operation),
            ("options", One, Kind::Operation),
            ("head", One, Kind::Operation),
            ("patch", One, Kind::Operation),
            ("trace", One, Kind::Operation),
            ("parameters", List, Kind::Parameter),
            ("servers", List, Kind::Server),
        ],
        Kind::Operation => &[
            ("parameters", List, Kind::Parameter),
            ("requestBody", One, Kind::RequestBody),
            ("responses", Map, Kind::Response),
            ("callbacks", Map, Kind::Callback),
            ("servers", List, Kind::Server),
        ],
        Kind::Parameter | Kind::Header => &[("schema", One, Kind::Schema), ("content", Map, Kind::MediaType)],
        Kind::RequestBody => &[("content", Map, Kind::MediaType)],
        Kind::Response => {
            &[("headers", Map, Kind::Header), ("content", Map, Kind::MediaType), ("links", Map, Kind::Link)]
        }
        Kind::MediaType => &[("schema", One, Kind::Schema), ("encoding", Map, Kind::Encoding)],
        Kind::Encoding => &[("headers", Map, Kind::Header)],
        Kind::Schema => &[
            ("properties", Map, Kind::Schema),
            ("patternProperties", Map, Kind::Schema),
            ("$defs", Map, Kind::Schema),
            ("definitions", Map, Kind::Schema),
            ("items", One, Kind::Schema),
            ("prefixItems", List, Kind::Schema),
            ("additionalProperties", One, Kind::Schema),
            ("allOf", List, Kind::Schema),
            ("anyOf", List, Kind::Schema),
            ("oneOf", List, Kind::Schema),
            ("not", One, Kind::Schema),
        ],
        Kind::Contact | Kind::Variable | Kind::Tag | Kind::Link | Kind::Callback | Kind::SecurityScheme => {
            &[]
        }
    }
}

/// Returns what the place of a pointer holds, as far as the table says: nothing for the inside of examples, extensions
/// and the like.
pub(super) fn kind_at(pointer: &Pointer) -> Option<Held> {
    let mut held = Held::Object(Kind::Document);
    for token in pointer.tokens() {
        held = match held {
            Held::Object(Kind::Callback) | Held::Several(Kind::PathItem) if token.starts_with("x-") => {
                return None;
            }
            Held::Object(Kind::Callback) => Held::Object(Kind::PathItem),
            Held::Several(kind) => Held::Object(kind),
            Held::Object(kind) => match members(kind).iter().find(|(name, ..)| *name == token) {
                Some((_, Shape::One, kind)) => Held::Object(*kind),
                Some((_, _, kind)) => Held::Several(*kind),
                None => return None,
            },
        };
    }
    Some(held)
}

/// What a place holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    Object(Kind),
    /// A list or a map of objects.
    Several(Kind),
}

/// Names a kind of object as a sentence does.
pub(super) fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Document => "the document",
        Kind::Info => "`info`",
        Kind::Contact => "a contact or license",
        Kind::Server => "a server",
        Kind::Variable => "a variable of a server",
        Kind::Tag => "a tag",
        Kind::Components => "`components`",
        Kind::PathItem => "a path",
        Kind::Operation => "an operation",
        Kind::Parameter => "a parameter",
        Kind::Header => "a header",
        Kind::RequestBody => "a request body",
        Kind::Response => "a response",
        Kind::MediaType => "a media type",
        Kind::Encoding => "an encoding",
        Kind::Link => "a link",
        Kind::Callback => "a callback",
        Kind::SecurityScheme => "a security scheme",
        Kind::Schema => "a schema",
    }
}

/// The members whose value is text.
pub(super) fn texts(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Document => &["openapi"],
        Kind::Info => &["title", "version", "description", "termsOfService"],
        Kind::Contact => &["name", "url", "email"],
        Kind::Server => &["url", "description"],
        Kind::Variable => &["default", "description"],
        Kind::Tag => &["name", "description"],
        Kind::Operation => &["summary", "description", "operationId"],
        Kind::Parameter => &["name", "in", "description", "style"],
        Kind::SecurityScheme => &["type", "description", "name", "in", "scheme", "bearerFormat"],
        Kind::Schema => &["title", "description", "format", "pattern"],
        Kind::PathItem => &["summary", "description"],
        Kind::Header | Kind::RequestBody | Kind::Response | Kind::Link => &["description"],
        Kind::Components | Kind::MediaType | Kind::Encoding | Kind::Callback => &[],
    }
}

/// The way from the document to a place in it; it becomes a pointer only when somebody asks.
pub(super) struct Way<'a> {
    parent: Option<&'a Self>,
    /// How many steps it has.
    pub(super) depth: usize,
    token: &'a dyn fmt::Display,
}

impl<'a> Way<'a> {
    fn to(&'a self, token: &'a dyn fmt::Display) -> Self {
        Self { parent: Some(self), depth: self.depth + 1, token }
    }

    pub(super) fn pointer(&self) -> Pointer {
        match self.parent {
            None => Pointer::root(),
            Some(parent) => parent.pointer().child(self.token),
        }
    }
}

/// Shows each object to `visit`, the outer before the inner.
pub(super) fn walk(document: &mut Value, visit: &mut dyn FnMut(Kind, &mut Value, &Way<'_>)) {
    walk_one(Kind::Document, document, &Way { parent: None, depth: 0, token: &"" }, visit);
}

fn walk_one(kind: Kind, value: &mut Value, way: &Way<'_>, visit: &mut dyn FnMut(Kind, &mut Value, &Way<'_>)) {
    visit(kind, value, way);
    let Value::Object(object) = value else { return };
    if kind == Kind::Callback {
        return walk_map(Kind::PathItem, object, true, way, visit);
    }
    for (key, shape, kind) in members(kind) {
        let Some(member) = object.get_mut(*key) else { continue };
        // The one place in which 3.0 has `true` and `false`, too.
        if *key == "additionalProperties" && member.is_boolean() {
            continue;
        }
        let way = way.to(key);
        match (shape, member) {
            (Shape::One, member) => walk_one(*kind, member, &way, visit),
            (Shape::List, Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    walk_one(*kind, item, &way.to(&index), visit);
                }
            }
            (Shape::Map, Value::Object(members)) => {
                let has_extensions = matches!(*key, "paths" | "webhooks" | "responses");
                walk_map(*kind, members, has_extensions, &way, visit);
            }
            (Shape::List | Shape::Map, _) => {}
        }
    }
}

fn walk_map(
    kind: Kind,
    members: &mut Map<String, Value>,
    has_extensions: bool,
    way: &Way<'_>,
    visit: &mut dyn FnMut(Kind, &mut Value, &Way<'_>),
) {
    for (key, member) in members {
        if !has_extensions || !key.starts_with("x-") {
            walk_one(kind, member, &way.to(key), visit);
        }
    }
}

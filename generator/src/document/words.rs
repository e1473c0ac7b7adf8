//! The members that OpenAPI gives each kind of object besides those that hold other objects, as a table.

use super::grammar::Kind;

/// What the value of a member has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    Text,
    Flag,
    Map,
    List,
    Texts,
    /// A list of security requirements.
    Requirements,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// What a repair has seen to, or nobody reads.
    Anything,
}

use Expected::{Anything, Choice, Flag, List, Map, Requirements, Text, Texts};

/// Returns the members of a kind of object, as far as [`members`](super::grammar::members) does not have them.
pub(super) fn words(kind: Kind) -> &'static [(&'static str, Expected)] {
    match kind {
        Kind::Document => &[
            ("openapi", Text),
            ("security", Requirements),
            ("externalDocs", Anything),
            ("jsonSchemaDialect", Anything),
        ],
        Kind::Info => &[
            ("title", Text),
            ("version", Text),
            ("description", Text),
            ("summary", Anything),
            ("termsOfService", Text),
        ],
        Kind::Contact => &[("name", Text), ("url", Text), ("email", Text), ("identifier", Anything)],
        Kind::Server => &[("url", Text), ("description", Text), ("name", Anything)],
        Kind::Variable => &[("default", Text), ("description", Text), ("enum", Texts)],
        Kind::Tag => &[("name", Text), ("description", Text), ("externalDocs", Anything)],
        Kind::Components => &[("examples", Map)],
        Kind::PathItem => &[("summary", Text), ("description", Text), ("$ref", Text)],
        Kind::Operation => &[
            ("operationId", Text),
            ("summary", Text),
            ("description", Text),
            ("tags", Texts),
            ("deprecated", Flag),
            ("security", Requirements),
            ("externalDocs", Anything),
        ],
        Kind::Parameter => &[
            ("name", Text),
            ("in", Choice(&["path", "query", "header", "cookie"])),
            ("description", Text),
            ("required", Flag),
            ("deprecated", Flag),
            ("allowEmptyValue", Flag),
            ("allowReserved", Flag),
            ("style", Text),
            ("explode", Flag),
            ("example", Anything),
            ("examples", Map),
        ],
        Kind::Header => &[
            ("description", Text),
            ("required", Flag),
            ("deprecated", Flag),
            ("style", Text),
            ("explode", Anything),
            ("example", Anything),
            ("examples", Map),
        ],
        Kind::RequestBody => &[("description", Text), ("required", Flag)],
        Kind::Response => &[("description", Text), ("summary", Anything)],
        Kind::MediaType => &[("example", Anything), ("examples", Map)],
        Kind::Encoding => {
            &[("contentType", Text), ("style", Text), ("explode", Flag), ("allowReserved", Flag)]
        }
        Kind::Link => &[
            ("operationId", Text),
            ("operationRef", Text),
            ("parameters", Map),
            ("requestBody", Anything),
            ("description", Text),
            ("server", Anything),
        ],
        Kind::SecurityScheme => &[
            ("type", Choice(&["apiKey", "http", "oauth2", "openIdConnect"])),
            ("description", Text),
            ("name", Text),
            ("in", Choice(&["query", "header", "cookie"])),
            ("scheme", Text),
            ("bearerFormat", Text),
            ("flows", Map),
            ("openIdConnectUrl", Text),
        ],
        Kind::Schema => SCHEMA,
        Kind::Callback => &[],
    }
}

const SCHEMA: &[(&str, Expected)] = &[
    ("type", Anything),
    ("format", Text),
    ("title", Text),
    ("description", Text),
    ("pattern", Text),
    ("required", Texts),
    ("enum", List),
    ("default", Anything),
    ("example", Anything),
    ("examples", Anything),
    ("nullable", Flag),
    ("readOnly", Flag),
    ("writeOnly", Flag),
    ("deprecated", Flag),
    ("discriminator", Anything),
    ("externalDocs", Anything),
    ("xml", Anything),
    ("minimum", Anything),
    ("maximum", Anything),
    ("exclusiveMinimum", Anything),
    ("exclusiveMaximum", Anything),
    ("multipleOf", Anything),
    ("minLength", Anything),
    ("maxLength", Anything),
    ("minItems", Anything),
    ("maxItems", Anything),
    ("uniqueItems", Anything),
    ("minProperties", Anything),
    ("maxProperties", Anything),
    ("const", Anything),
    ("if", Anything),
    ("then", Anything),
    ("else", Anything),
    ("contains", Anything),
    ("minContains", Anything),
    ("maxContains", Anything),
    ("propertyNames", Anything),
    ("dependentRequired", Anything),
    ("dependentSchemas", Anything),
    ("unevaluatedItems", Anything),
    ("unevaluatedProperties", Anything),
    ("contentEncoding", Anything),
    ("contentMediaType", Anything),
    ("contentSchema", Anything),
    ("$id", Anything),
    ("$schema", Anything),
    ("$anchor", Anything),
    ("$dynamicAnchor", Anything),
    ("$comment", Anything),
    ("id", Anything),
];

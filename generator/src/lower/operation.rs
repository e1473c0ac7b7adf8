//! Paths and their operations, gathered by tag.

use std::collections::BTreeMap;

use openapiv3::{Operation as Described, PathItem, ReferenceOr};

use super::response::Responses;
use super::{Context, parameters, retry, security, sentence_if_short, stream};
use crate::diagnostic::rules;
use crate::doc_text::{code, sentence};
use crate::document::Document;
use crate::ir::{Body, Docs, Method, Operation, Parameter, ParameterLocation, Security, Server, Tag};
use crate::naming::{Case, Scope, identifier};
use crate::pointer::Pointer;

/// Names of the client's own methods, which no operation can have.
const CLIENT_METHODS: &[&str] = &[
    "new",
    "builder",
    "from_env",
    "transport",
    "download",
    "resume",
    "estimated_credits",
    "confirm",
    "clone",
    "from",
    "into",
    "fmt",
];

/// Names that every call has for something else than a parameter, and the first argument of follow-ups.
const CALL_METHODS: &[&str] = &[
    "response",
    "raw",
    "raw_stream",
    "with_timeout",
    "with_header",
    "with_query",
    "with_body_field",
    "with_retry",
    "blocking",
    "into_future",
    "client",
    "fmt",
];

/// The tag of operations that have none.
const UNTAGGED: &str = "default";

/// The cargo features that are not tags, with those that a format may bring one day; cargo itself knows `default`.
const OTHER_FEATURES: &[&str] = &[
    "default",
    "webhooks",
    "blocking",
    "tracing",
    "test-kit",
    "chrono",
    "jiff",
    "rust_decimal",
    "small-tags",
    "time",
    "uuid",
];

/// Lowers all operations, gathered by their first tag and ordered by module name; returns the names of the client's
/// methods with them.
pub(super) fn tags(cx: &mut Context<'_>) -> (Vec<Tag>, Scope) {
    let mut methods = Scope::with(CLIENT_METHODS);
    let mut by_tag: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
    let document = cx.document;
    let paths = Pointer::root().child("paths");
    for (path, item) in document.openapi.paths.iter() {
        let pointer = paths.child(path);
        // What a `$ref` leads to was put in its place, or was said to be missing.
        let ReferenceOr::Item(item) = item else { continue };
        for (method, operation) in described(item) {
            let tag = operation.tags.first().map_or(UNTAGGED, String::as_str);
            let source = Source { path, method, item, operation, pointer: pointer.child(method.lower()) };
            let operations = lower(cx, &source, &mut methods);
            by_tag.entry(tag.to_owned()).or_default().extend(operations);
        }
    }
    // An operation of the document goes before a method that we have thought of.
    for operation in by_tag.values_mut().flatten() {
        if let Some(further) = &operation.further {
            let text = format!("{} {further}", operation.name);
            operation.name = methods.claim(Case::Method, &text, &["operation"]);
        }
    }
    say_which_ids_are_taken(cx);
    (name_tags(cx, by_tag), methods)
}

/// Says which operations have an id that another one has already.
fn say_which_ids_are_taken(cx: &mut Context<'_>) {
    let mut seen: BTreeMap<&str, Pointer> = BTreeMap::new();
    for (pointer, operation) in all(cx.document) {
        let Some(id) = &operation.operation_id else { continue };
        match seen.get(id.as_str()) {
            Some(first) => {
                let text = format!("two operations have the `operationId` {}", code(id));
                let diagnostic = rules::OPERATION_ID_TWICE.at(&pointer.child("operationId"), text);
                cx.found.add(diagnostic.related(&first.child("operationId"), "the first is here"));
            }
            None => drop(seen.insert(id, pointer)),
        }
    }
}

/// Returns all operations of a document with their places, in its order.
pub(super) fn all(document: &Document) -> impl Iterator<Item = (Pointer, &Described)> {
    let paths = Pointer::root().child("paths");
    document.openapi.paths.iter().flat_map(move |(path, item)| {
        let pointer = paths.child(path);
        let operations = item.as_item().into_iter().flat_map(described);
        operations.map(move |(method, operation)| (pointer.child(method.lower()), operation))
    })
}

/// An operation and what is around it in the document.
pub(super) struct Source<'a> {
    pub(super) path: &'a str,
    method: Method,
    pub(super) item: &'a PathItem,
    pub(super) operation: &'a Described,
    pub(super) pointer: Pointer,
}

fn described(item: &PathItem) -> impl Iterator<Item = (Method, &Described)> {
    [
        (Method::Get, &item.get),
        (Method::Put, &item.put),
        (Method::Post, &item.post),
        (Method::Delete, &item.delete),
        (Method::Options, &item.options),
        (Method::Head, &item.head),
        (Method::Patch, &item.patch),
        (Method::Trace, &item.trace),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

fn name_tags(cx: &Context<'_>, by_tag: BTreeMap<String, Vec<Operation>>) -> Vec<Tag> {
    let mut modules = Scope::default();
    let mut features = Scope::with(OTHER_FEATURES);
    let mut tags: Vec<Tag> = by_tag
        .into_iter()
        .map(|(wire_name, operations)| {
            let described = cx.document.openapi.tags.iter().find(|it| it.name == wire_name);
            let mut docs = Docs::default();
            match described.and_then(|it| it.description.as_deref()) {
                Some(text) => docs.paragraphs(&sentence_if_short(text)),
                None if wire_name == UNTAGGED => docs.own("The operations without a tag."),
                None => docs.paragraphs(&sentence(&format!("The operations tagged {wire_name}"))),
            }
            let feature = if wire_name == UNTAGGED { "untagged" } else { &wire_name };
            Tag {
                name: modules.claim(Case::Module, &wire_name, &[]),
                feature: features.claim(Case::Feature, feature, &["operations"]),
                wire_name,
                docs,
                operations,
            }
        })
        .collect();
    tags.sort_by(|a, b| a.name.cmp(&b.name));
    tags
}

/// Lowers an operation: one method, and a further one for each other kind of body, and for a stream besides a value.
fn lower<'a>(cx: &mut Context<'a>, source: &Source<'a>, methods: &mut Scope) -> Vec<Operation> {
    let Source { path, method, operation, pointer, .. } = source;
    let by_path = format!("{} {path}", method.lower());
    let name = match &operation.operation_id {
        Some(id) => methods.claim(Case::Method, id, &[method.lower()]),
        None => methods.claim(Case::Method, &by_path.replace(['{', '}'], " "), &[]),
    };
    let mut parameters = parameters::parameters(cx, source, &name);
    let bodies = cx.bodies(operation.request_body.as_ref(), pointer, &name);
    let (mut body, others) = bodies.map_or((None, Vec::new()), |it| (Some(it.used), it.others));
    // Those in the path come first, in the order in which the path has them.
    parameters.sort_by_key(|it| match it.location {
        ParameterLocation::Path => path.find(&format!("{{{}}}", it.wire_name)).unwrap_or_default(),
        _ => usize::MAX,
    });
    name_arguments(&mut parameters, body.as_mut());
    let Responses { success, errors, stream } = cx.responses(&operation.responses, pointer, &name, *method);
    let (headers, error_headers) = cx.headers(&operation.responses, pointer);
    let callbacks = cx.callbacks(&operation.callbacks, pointer, &name);
    let retry = retry::lower(cx, operation.extensions.get("x-retry"), *method, pointer);
    let (security, server) = address(cx, source);
    let operation = Operation {
        wire_name: operation.operation_id.clone().unwrap_or(by_path),
        method: *method,
        path: (*path).to_owned(),
        docs: docs(operation, &name),
        deprecated: operation.deprecated,
        parameters,
        body,
        further: None,
        asked_by: None,
        success,
        errors,
        headers,
        error_headers,
        callbacks,
        job: None,
        retry,
        call: None,
        security,
        server,
        pointer: pointer.clone(),
        name,
    };
    let stream = stream.map(|it| stream::beside(cx, &operation, it));
    let others: Vec<Operation> = others.into_iter().map(|it| it.method(&operation)).collect();
    [operation].into_iter().chain(others).chain(stream).collect()
}

/// Returns the credentials and the base URL of an operation, where they differ from the API's.
fn address(cx: &mut Context<'_>, source: &Source<'_>) -> (Option<Security>, Option<Server>) {
    let Source { operation, item, pointer, .. } = source;
    let security = operation.security.as_deref();
    let security = security.map(|it| security::alternatives(cx, it, &pointer.child("security")));
    let (of_operation, of_path) =
        (pointer.child("servers"), pointer.parent().unwrap_or_default().child("servers"));
    let server = security::own_server(cx, (&operation.servers, &of_operation), (&item.servers, &of_path));
    (security, server)
}

fn docs(operation: &Described, name: &str) -> Docs {
    let mut docs = Docs::default();
    match (&operation.summary, &operation.description) {
        (Some(summary), Some(description)) => {
            docs.paragraphs(&sentence(summary));
            docs.paragraphs(description);
        }
        (Some(text), None) | (None, Some(text)) => docs.paragraphs(&sentence_if_short(text)),
        (None, None) => docs.own(&format!("Calls the operation `{name}`.")),
    }
    docs
}

/// Names arguments and setters: the same name in two places gets its place behind it.
pub(super) fn name_arguments(parameters: &mut [Parameter], body: Option<&mut Body>) {
    let mut scope = Scope::with(CALL_METHODS);
    for parameter in parameters {
        let place = match parameter.location {
            ParameterLocation::Path => "in path",
            ParameterLocation::Query => "in query",
            ParameterLocation::Header => "in header",
            ParameterLocation::Cookie => "in cookie",
        };
        parameter.name = scope.claim(Case::Field, &parameter.wire_name, &[place]);
    }
    if let Some(body) = body {
        let text = identifier(Case::Field, &body.name);
        body.name = scope.claim(Case::Field, &text, &["body"]);
    }
}

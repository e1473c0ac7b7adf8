//! Paths and their operations, gathered by tag.

use std::collections::BTreeMap;

use openapiv3::{Operation as Described, PathItem};

use super::response::Responses;
use super::{Context, method_names, parameters, retry, security, sentence_if_short, stream};
use crate::diagnostic::rules;
use crate::doc_text::{code, sentence};
use crate::document::Document;
use crate::ir::{Body, Docs, Method, Operation, Parameter, ParameterLocation, Security, Server, Tag};
use crate::naming::{Case, Named, Scope, identifier, keep, taken};
use crate::pointer::Pointer;
use crate::surface::{self, Kept, Namespace};

/// Lowers all operations, gathered by their first tag and ordered by module name; returns the names of the client's
/// methods with them.
pub(super) fn tags(cx: &mut Context<'_>, kept: &Kept) -> (Vec<Tag>, Scope) {
    let mut by_tag: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
    let sources = sources(cx.document);
    for (source, name) in sources.iter().zip(method_names::of_operations(&sources, kept)) {
        let tag = source.operation.tags.first().map_or(Tag::UNTAGGED, String::as_str);
        let operations = lower(cx, source, name);
        by_tag.entry(tag.to_owned()).or_default().extend(operations);
    }
    let methods = method_names::of_further_methods(by_tag.values_mut().flatten().collect(), kept);
    say_which_ids_are_taken(cx);
    (name_tags(cx, by_tag, kept), methods)
}

fn sources(document: &Document) -> Vec<Source<'_>> {
    let paths = Pointer::root().child("paths");
    // What a `$ref` leads to was put in its place, or was said to be missing.
    let items = document.openapi.paths.iter().filter_map(|(path, item)| Some((path, item.as_item()?)));
    let sources = items.flat_map(|(path, item)| {
        let pointer = paths.child(path);
        described(item).map(move |(method, operation)| Source {
            path,
            method,
            item,
            operation,
            pointer: pointer.child(method.lower()),
        })
    });
    sources.collect()
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
    pub(super) method: Method,
    pub(super) item: &'a PathItem,
    pub(super) operation: &'a Described,
    pub(super) pointer: Pointer,
}

impl Source<'_> {
    /// Returns the `operationId`, or the method and path where there is none.
    pub(super) fn wire_name(&self) -> String {
        let by_path = || format!("{} {}", self.method.lower(), self.path);
        self.operation.operation_id.clone().unwrap_or_else(by_path)
    }
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

fn name_tags(cx: &Context<'_>, by_tag: BTreeMap<String, Vec<Operation>>, kept: &Kept) -> Vec<Tag> {
    let (modules, features) = tag_names(by_tag.keys(), kept);
    let named = by_tag.into_iter().zip(modules.into_iter().zip(features));
    let tags = named.map(|((wire_name, operations), (name, feature))| {
        let described = cx.document.openapi.tags.iter().find(|it| it.name == wire_name);
        let mut docs = Docs::default();
        match described.and_then(|it| it.description.as_deref()) {
            Some(text) => docs.paragraphs(&sentence_if_short(text)),
            None if wire_name == Tag::UNTAGGED => docs.own("The operations without a tag."),
            None => docs.paragraphs(&sentence(&format!("The operations tagged {wire_name}"))),
        }
        Tag { name, feature, wire_name, docs, operations }
    });
    let mut tags: Vec<Tag> = tags.collect();
    tags.sort_by(|a, b| a.name.cmp(&b.name));
    tags
}

/// Returns the names of the modules and those of the features.
fn tag_names<'t>(tags: impl Iterator<Item = &'t String>, kept: &Kept) -> (Vec<String>, Vec<String>) {
    let (mut modules, mut features) = (Scope::default(), Scope::with(taken::FEATURES));
    let ask = |tag: &String| {
        let feature = if tag == Tag::UNTAGGED { "untagged" } else { tag };
        let names =
            (modules.claim(Case::Module, tag, &[]), features.claim(Case::Feature, feature, &["operations"]));
        (surface::tag(tag), names)
    };
    let (keys, (modules, features)): (Vec<String>, (Vec<String>, Vec<String>)) = tags.map(ask).unzip();
    let before = kept.modules();
    let before: Vec<Named<'_>> = before.iter().map(|(name, key)| Named::new(name, key)).collect();
    let modules = keep(Case::Module, &mut Scope::default(), &Named::all(&modules, &keys), &before);
    let before = kept.names(Namespace::Features);
    let mut scope = Scope::with(taken::FEATURES);
    (modules, keep(Case::Feature, &mut scope, &Named::all(&features, &keys), &before))
}

/// Lowers an operation: one method, and a further one for each other kind of body, and for a stream besides a value.
fn lower<'a>(cx: &mut Context<'a>, source: &Source<'a>, name: String) -> Vec<Operation> {
    let Source { path, method, operation, pointer, .. } = source;
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
        wire_name: source.wire_name(),
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
    let mut scope = Scope::with(taken::CALL_METHODS);
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

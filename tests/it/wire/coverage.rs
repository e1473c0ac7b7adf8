//! Turns the document into a list of what can be sent, read without the generator, and compares it with what was sent.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::Value;

use super::request::{Content, Request};
use super::server::Server;

const DOCUMENT: &str = include_str!("../../../spec/musicgpt.yaml");

/// What the document says of the request of one operation.
struct Expected {
    method: String,
    path: String,
    media_type: Option<String>,
    /// The names of parameters outside the path, and of the members of the body.
    names: BTreeSet<String>,
    /// The content types that `encoding` asks of parts.
    encodings: BTreeMap<String, String>,
}

#[tokio::test]
async fn all_that_the_document_lists_is_sent_and_nothing_else() {
    let document = serde_yaml::from_str(DOCUMENT).expect("the document is YAML");
    let operations = operations(&document);
    let mut server = Server::json("{}").await;
    let mut sent: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();

    for case in super::cases() {
        let request = case.send(&mut server).await;
        let expected = operations.get(case.operation).expect("the document has the operation");
        check(&request, expected, case.operation);
        sent.entry(case.operation.to_owned())
            .or_default()
            .extend(request.names().into_iter().map(str::to_owned));
    }
    for (operation, expected) in operations {
        assert_eq!(sent.remove(&operation).unwrap_or_default(), expected.names, "{operation}");
    }
}

fn check(request: &Request, expected: &Expected, operation: &str) {
    assert_eq!(request.method, expected.method, "{operation}");
    let fits =
        |(sent, template): (&str, &str)| sent == template || template.starts_with('{') && !sent.is_empty();
    let path = request.path.strip_prefix("/api/public").expect("the path begins with that of the base URL");
    assert_eq!(path.split('/').count(), expected.path.split('/').count(), "{operation}: {path}");
    assert!(path.split('/').zip(expected.path.split('/')).all(fits), "{operation}: {path}");
    assert_eq!(request.media_type(), expected.media_type.as_deref(), "{operation}");
    if let Content::Multipart { parts, .. } = &request.content {
        for part in parts.iter().filter(|part| expected.encodings.contains_key(&part.name)) {
            assert_eq!(part.content_type.as_ref(), expected.encodings.get(&part.name), "{operation}");
        }
    }
}

fn operations(document: &Value) -> BTreeMap<String, Expected> {
    let paths = document["paths"].as_mapping().expect("a document has paths");
    let methods = paths.iter().flat_map(|(path, item)| {
        let operations = item.as_mapping().expect("a path has operations").iter();
        operations.map(move |(method, operation)| (text(path), text(method), operation))
    });
    methods
        .map(|(path, method, operation)| {
            (text(&operation["operationId"]), expected(document, path, &method, operation))
        })
        .collect()
}

fn expected(document: &Value, path: String, method: &str, operation: &Value) -> Expected {
    let parameters = operation["parameters"].as_sequence().into_iter().flatten();
    let parameters = parameters.filter(|it| it["in"] != "path").map(|it| text(&it["name"]));
    let content = operation["requestBody"]["content"].as_mapping();
    let content = content.and_then(|it| it.iter().next());
    let members = content.map(|(_, media)| names(&resolve(document, &media["schema"])["properties"]));
    let encodings = content.and_then(|(_, media)| media["encoding"].as_mapping()).into_iter().flatten();
    Expected {
        method: method.to_uppercase(),
        path,
        media_type: content.map(|(media_type, _)| text(media_type)),
        names: parameters.chain(members.into_iter().flatten()).collect(),
        encodings: encodings.map(|(part, it)| (text(part), text(&it["contentType"]))).collect(),
    }
}

/// Follows a reference; every request of the document is a component.
fn resolve<'a>(document: &'a Value, schema: &Value) -> &'a Value {
    let reference = text(&schema["$ref"]);
    let name = reference.strip_prefix("#/components/schemas/").expect("it refers to a component");
    &document["components"]["schemas"][name]
}

fn names(properties: &Value) -> Vec<String> {
    properties.as_mapping().expect("a request has properties").keys().map(text).collect()
}

fn text(value: &Value) -> String {
    value.as_str().expect("it is text").to_owned()
}

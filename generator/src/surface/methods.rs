//! Operations to methods: what they take, what they give, and what goes over the wire for them.

use super::client::base_path;
use super::{Entry, EntryKind, Item, ItemKind, WIRE_NAME, keys, wire};
use crate::emit::Written;
use crate::ir::{Api, Body, Operation, Parameter, Payload, StatusResponse, Tag};
use crate::pointer::Pointer;

/// Lists the methods, in the order of the document.
pub(super) fn entries(api: &Api) -> Vec<Entry> {
    let mut written = Written::new(api);
    let operations = api.tags.iter().flat_map(|tag| tag.operations.iter().map(move |it| (tag, it)));
    let mut entries: Vec<Entry> = operations.map(|(tag, it)| entry(api, tag, it, &mut written)).collect();
    keys::tell_apart(entries.iter_mut().flat_map(|it| it.item.keys_mut()));
    entries
}

fn entry(api: &Api, tag: &Tag, operation: &Operation, written: &mut Written<'_>) -> Entry {
    let at = &operation.pointer;
    let mut members: Vec<Item> = Vec::new();
    members.extend(operation.parameters.iter().map(|it| parameter(it, written)));
    members.extend(operation.body.as_ref().map(|it| body(it, at, written)));
    let success = written.success(operation);
    members.push(Item::new(ItemKind::Success, "", "success", success, &at.child("responses")));
    if let Some(call) = &operation.call {
        members.push(Item::new(ItemKind::Call, &call.name, "call", format!("api::{}", tag.name), at));
    }
    members.extend(operation.errors.iter().filter_map(|it| error(it, at, written)));
    Entry {
        kind: EntryKind::Method,
        item: item(api, operation),
        traits: Vec::new(),
        features: vec![tag.feature.clone()],
        members,
    }
}

fn item(api: &Api, operation: &Operation) -> Item {
    let base = operation.server.as_ref().or(api.servers.first()).map_or("", base_path);
    let route = format!("{} {base}{}", operation.method.lower().to_uppercase(), operation.path);
    let job = operation.job.as_ref().map(|it| api.status_operations[it.status].wire_name.clone());
    let security = operation.security.as_ref().map(wire::security);
    let security = security.unwrap_or_else(|| "that of the client".to_owned());
    let server = operation.server.as_ref().map_or_else(|| "that of the client".to_owned(), wire::server);
    Item::new(
        ItemKind::Entry,
        &operation.name,
        keys::method(&operation.wire_name, operation.further.as_deref()),
        "",
        &operation.pointer,
    )
    .deprecated(operation.deprecated)
    .fact("route", route)
    .fact("media type of the body", operation.body.as_ref().map_or("", |it| wire::media_type(&it.content)))
    .fact("base URL", server)
    .fact("security requirement", security)
    .fact("rule for retries", wire::retry(operation.retry))
    .fact("operation that reports on the job", job.unwrap_or_default())
}

fn parameter(parameter: &Parameter, written: &mut Written<'_>) -> Item {
    let kind = if parameter.required { ItemKind::Argument } else { ItemKind::Setter };
    let key = keys::parameter(parameter);
    Item::new(kind, &parameter.name, key.clone(), written.parameter(parameter), &parameter.pointer)
        .deprecated(parameter.deprecated)
        .limits(&parameter.facts)
        .fact(WIRE_NAME, key)
        .fact("style", wire::style(parameter))
}

fn body(body: &Body, at: &Pointer, written: &mut Written<'_>) -> Item {
    let kind = if body.required { ItemKind::Argument } else { ItemKind::Setter };
    Item::new(kind, &body.name, "body", written.body(body), &at.child("requestBody"))
}

/// Lists an error that comes with a body of some type.
fn error(error: &StatusResponse, at: &Pointer, written: &mut Written<'_>) -> Option<Item> {
    let ty = match &error.payload {
        Payload::Json(ty) => written.ty(ty),
        _ => return None,
    };
    let at = at.child("responses").child(&error.status);
    Some(Item::new(ItemKind::Error, "", error.status.clone(), ty, &at))
}

//! Operations to methods: what they take, what they give, and what goes over the wire for them.

use super::client::{base_path, security};
use super::keys;
use super::{Entry, EntryKind, Item, ItemKind};
use crate::emit::Written;
use crate::ir::{
    Api, Body, BodyContent, FormEncoding, Operation, Parameter, ParameterStyle, Payload, Retry,
    StatusResponse, Tag,
};
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
    let retry = operation.retry.map_or("", |it| match it {
        Retry::Always => "always",
        Retry::Unprocessed => "when it was not processed",
        Retry::Never => "never",
    });
    let job = operation.job.as_ref().map(|it| api.status_operations[it.status].wire_name.clone());
    let own_security = operation.security.as_ref().map(security);
    Item::new(
        ItemKind::Entry,
        &operation.name,
        keys::method(&operation.wire_name, operation.further.as_deref()),
        "",
        &operation.pointer,
    )
    .deprecated(operation.deprecated)
    .fact("route", route)
    .fact("media type of the body", operation.body.as_ref().map_or("", |it| media_type(&it.content)))
    .fact("base URL", operation.server.as_ref().map_or("", |it| &it.url))
    .fact("credentials", own_security.unwrap_or_default())
    .fact("sent again", retry)
    .fact("operation that reports on the job", job.unwrap_or_default())
}

fn media_type(content: &BodyContent) -> &str {
    match content {
        BodyContent::Json(_, None) => "application/json",
        BodyContent::Json(_, Some(media_type)) | BodyContent::Text(media_type) => media_type,
        BodyContent::Multipart(_) | BodyContent::Members(_, FormEncoding::Multipart) => "multipart/form-data",
        BodyContent::UrlEncoded(_) | BodyContent::Members(_, FormEncoding::UrlEncoded) => {
            "application/x-www-form-urlencoded"
        }
        BodyContent::Binary(media_type) => media_type,
    }
}

fn parameter(parameter: &Parameter, written: &mut Written<'_>) -> Item {
    let kind = if parameter.required { ItemKind::Argument } else { ItemKind::Setter };
    let key = keys::parameter(parameter);
    Item::new(kind, &parameter.name, key, written.parameter(parameter), &parameter.pointer)
        .deprecated(parameter.deprecated)
        .limits(&parameter.facts)
        .fact("style", style(parameter.style))
}

fn style(style: ParameterStyle) -> String {
    if style == ParameterStyle::Default { String::new() } else { format!("{style:?}") }
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

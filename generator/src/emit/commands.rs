//! The commands of the command line as JSON, which the runtime reads when the program starts.
//!
//! ```text
//! {"name":"voices","operations":[
//!   {"name":"search-voices","operation":"search_voices","method":"GET","path":"/v1/searchVoices","arguments":[
//!    {"flag":"query","kind":"text","required":true,"in":"query","name":"query"},
//! ```

mod arguments;
mod json;

use json::{Members, block};
use serde_json::Value;

use super::operations::{errors, route};
use crate::doc_text::plain;
use crate::ir::{
    Api, Body, BodyContent, Command, CommandBody, CommandGroup, Docs, FormEncoding, Operation, Payload,
    Server, Shape, StatusOperation, StreamFormat, SuccessResponse,
};
use crate::options::Options;

/// Prints all commands; as there are no comments in JSON, the first member says where the file comes from.
pub(super) fn commands(api: &Api, options: &Options) -> String {
    let mut about = vec![format!("A command line for the {}.", api.name), String::new()];
    about.extend(api.docs.lines.iter().cloned());
    let outputs: Vec<String> = api.status_operations.iter().map(|it| outputs(api, it)).collect();
    let outputs = (!outputs.is_empty()).then(|| block("\"outputs\":{", outputs.into_iter(), "}"));
    let groups = api.commands.iter().filter(|it| !it.commands.is_empty()).map(|it| group(api, it));
    let origin = format!("by `{}` from {}. Do not edit.", options.command, options.source);
    let mut parts = vec![
        Members::default().with("@generated", origin).text(),
        Members::default().with("about", plain(&about)).text(),
    ];
    parts.extend(outputs);
    parts.push(block("\"groups\":[", groups, "]"));
    format!("{{{}}}\n", parts.join(",\n"))
}

/// Prints the outputs of the jobs that an operation reports on.
fn outputs(api: &Api, status: &StatusOperation) -> String {
    let structure = status.result_type.named().and_then(|id| match &api.type_def(id).shape {
        Shape::Struct(it) => Some(it),
        _ => None,
    });
    let outputs = structure.into_iter().flat_map(|structure| {
        structure.outputs.iter().map(|output| {
            let is_one = |name: &String| structure.fields.iter().find(|it| it.name == *name);
            let members = output.fields.iter().filter_map(is_one).map(|it| it.wire_name.as_str());
            let members: Vec<&str> = members.collect();
            Members::default().with("name", output.name.as_str()).with("members", members).object()
        })
    });
    format!("{}:{}", json::text(&status.wire_name.as_str().into()), block("[", outputs, "]"))
}

fn group(api: &Api, group: &CommandGroup) -> String {
    let head = Members::default()
        .with("name", group.name.as_deref().unwrap_or_default())
        .with("about", plain(&api.tags[group.tag].docs.lines));
    let operations = group.commands.iter().map(|it| command(api, it));
    head.followed_by(&block("\"operations\":[", operations, "]"))
}

fn command(api: &Api, command: &Command) -> String {
    let operation = api.operation(command.operation);
    let choices: Vec<Value> = command.choices.iter().map(arguments::choice).collect();
    let head = Members::default()
        .with("name", command.name.as_str())
        .with_some("operation", Some(operation.wire_name.as_str()))
        .with("method", operation.method.lower().to_uppercase())
        .with("path", operation.path.as_str())
        .with_some("about", Some(about(&operation.docs)))
        .with("details", details(operation))
        .with("deprecated", operation.deprecated)
        .with("retry", operation.retry.map_or("", |it| it.word()))
        // That no credential is sent is something else than that nothing is said of credentials.
        .with_some("security", operation.security.clone())
        .with("server", operation.server.as_ref().map(server))
        .with("asked_by", operation.asked_by.as_deref().unwrap_or_default())
        .with("body", operation.body.as_ref().zip(command.body).map(|(it, kind)| body(it, kind)))
        .with("answer", answer(api, operation))
        .with("choices", choices);
    head.followed_by(&block("\"arguments\":[", command.arguments.iter().map(arguments::argument), "]"))
}

/// Prints the first paragraph as the line that lists of commands have, which ends without a full stop.
fn about(docs: &Docs) -> String {
    let text = plain(docs.summary());
    text.strip_suffix('.').unwrap_or(&text).to_owned()
}

/// Prints what the documentation of the method says, without the names of types.
fn details(operation: &Operation) -> String {
    let mut lines = operation.docs.lines.clone();
    lines.extend([String::new(), route(operation)]);
    if !operation.errors.is_empty() {
        lines.extend([String::new(), "Errors:".to_owned()]);
        lines.extend(errors(operation));
    }
    plain(&lines)
}

fn server(server: &Server) -> Value {
    let variables = server.variables.iter().map(|it| {
        let name = Members::default().with_some("name", Some(it.name.as_str()));
        let variable = name.with_some("default", Some(it.default.as_str()));
        variable.with("values", it.values.clone()).value()
    });
    let variables: Vec<Value> = variables.collect();
    Members::default().with("url", server.url.as_str()).with("variables", variables).value()
}

fn body(body: &Body, made_of: CommandBody) -> Value {
    let (kind, media_type) = match &body.content {
        BodyContent::Json(_, media_type) => ("json", media_type.as_deref().unwrap_or_default()),
        BodyContent::Multipart(_) | BodyContent::Members(_, FormEncoding::Multipart) => ("multipart", ""),
        BodyContent::UrlEncoded(_) | BodyContent::Members(_, FormEncoding::UrlEncoded) => ("form", ""),
        BodyContent::Text(media_type) => ("text", media_type.as_str()),
        BodyContent::Binary(media_type) => ("bytes", media_type.as_str()),
    };
    let members = match made_of {
        CommandBody::Object => "object",
        CommandBody::Form => "form",
        CommandBody::Whole => "",
    };
    let start = Members::default().with("kind", kind).with("media_type", media_type);
    start.with("members", members).with("required", body.required).value()
}

fn answer(api: &Api, operation: &Operation) -> Value {
    let (kind, media_type) = match &operation.success {
        _ if operation.job.is_some() => ("job", ""),
        SuccessResponse::One(Payload::Json(_)) => ("json", ""),
        SuccessResponse::ByStatus(id) if is_always_json(&api.type_def(*id).shape) => ("json", ""),
        // The status says which it is, and the answer says it, too.
        SuccessResponse::ByStatus(_) => ("any", ""),
        SuccessResponse::One(Payload::Text) => ("text", ""),
        SuccessResponse::One(Payload::Binary) => ("bytes", ""),
        SuccessResponse::One(Payload::Empty) => ("empty", ""),
        SuccessResponse::One(Payload::Stream { format, media_type, .. }) => {
            let kind = match format {
                StreamFormat::Events => "events",
                StreamFormat::EventTexts => "event_texts",
                StreamFormat::WholeEvents => "whole_events",
                StreamFormat::Lines => "lines",
                StreamFormat::Records => "records",
            };
            (kind, media_type.as_str())
        }
    };
    Members::default().with("kind", kind).with("media_type", media_type).value()
}

/// Whether each of several answers is JSON, or nothing.
fn is_always_json(shape: &Shape) -> bool {
    let Shape::ByStatus(variants) = shape else { return false };
    variants.iter().all(|it| matches!(it.payload, Payload::Json(_) | Payload::Empty))
}

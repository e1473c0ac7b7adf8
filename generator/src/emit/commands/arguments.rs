//! The arguments of commands as JSON, one line each.

use serde_json::{Value, json};

use super::json::Members;
use crate::doc_text::plain;
use crate::emit::operations::style_name;
use crate::ir::{
    Argument, ArgumentChoice, ArgumentKind, ArgumentPlace, FormPart, ParameterEncoding, ParameterStyle,
};

/// Prints an argument.
pub(super) fn argument(argument: &Argument) -> String {
    let head = Members::default()
        .with("flag", argument.flag.as_str())
        .with("kind", kind(argument.kind))
        .with("list", argument.list)
        .with("values", argument.values.clone())
        .with("required", argument.required)
        .with("or_null", argument.or_null)
        .with("deprecated", argument.deprecated);
    place(head, &argument.place).with("help", help(argument)).object()
}

/// Prints a choice between groups of arguments.
pub(super) fn choice(choice: &ArgumentChoice) -> Value {
    Members::default().with("required", choice.required).with("groups", json!(choice.groups)).value()
}

fn kind(kind: ArgumentKind) -> &'static str {
    match kind {
        ArgumentKind::Boolean => "boolean",
        ArgumentKind::Integer => "integer",
        ArgumentKind::Number => "number",
        ArgumentKind::Text => "text",
        ArgumentKind::File => "file",
        ArgumentKind::Json => "json",
        ArgumentKind::Any => "any",
    }
}

fn help(argument: &Argument) -> String {
    match argument.place {
        ArgumentPlace::Rest => "Further members, as a JSON object.".to_owned(),
        ArgumentPlace::Body if argument.docs.lines.is_empty() => "The body of the request.".to_owned(),
        _ => plain(&argument.docs.lines),
    }
}

fn place(head: Members, place: &ArgumentPlace) -> Members {
    match place {
        ArgumentPlace::Parameter { wire_name, location, style, allows_reserved, encoding } => {
            let head = head.with("in", location.word());
            styled(named(head, wire_name), *style, *allows_reserved, *encoding)
        }
        ArgumentPlace::Member(wire_name) => named(head.with("in", "member"), wire_name),
        ArgumentPlace::Field(wire_name, part) => field(named(head.with("in", "form"), wire_name), *part),
        ArgumentPlace::Rest => head.with("in", "rest"),
        ArgumentPlace::Body => head.with("in", "body"),
    }
}

/// A member may have an empty name.
fn named(head: Members, wire_name: &str) -> Members {
    head.with_some("name", Some(wire_name))
}

fn field(head: Members, part: FormPart) -> Members {
    match part {
        FormPart::Text | FormPart::Alternatives => head.with("part", "text"),
        FormPart::Json => head.with("part", "json"),
        FormPart::Deep => head.with("part", "deep"),
        FormPart::File => head.with("part", "file"),
        FormPart::Files => head.with("part", "files"),
        FormPart::Styled { style, allows_reserved, encoding } => {
            styled(head.with("part", "styled"), style, allows_reserved, encoding)
        }
    }
}

fn styled(
    head: Members,
    style: ParameterStyle,
    allows_reserved: bool,
    encoding: ParameterEncoding,
) -> Members {
    let style = (style != ParameterStyle::Default).then(|| style_name(style).to_string());
    let encoding = match encoding {
        ParameterEncoding::Plain => "",
        ParameterEncoding::Members => "members",
        ParameterEncoding::Json => "json",
    };
    head.with("style", style).with("reserved", allows_reserved).with("encoding", encoding)
}

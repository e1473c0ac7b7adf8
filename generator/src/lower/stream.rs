//! Streams: responses whose values are read one after the other, and the methods for those that are offered besides a
//! value.

use openapiv3::MediaType;

use super::Context;
use super::media::{Content, Kind, essence};
use crate::diagnostic::rules;
use crate::doc_text::code;
use crate::ir::{
    BodyContent, FieldKind, Operation, Payload, Place, Shape, StatusResponse, StreamFormat, SuccessResponse,
    Type,
};
use crate::pointer::Pointer;

/// The member of a body that asks for a stream, in all APIs that have both.
const ASKED_BY: &str = "stream";

/// The fields of an event, by the rules of WHATWG.
const EVENT_FIELDS: &[&str] = &["data", "event", "id", "retry"];

/// How many unions inside of each other are looked into; one that holds itself has no end.
const UNIONS: usize = 2;

impl<'a> Context<'a> {
    /// Lowers the first stream of a response, and returns the content that is none.
    pub(super) fn stream(
        &mut self,
        content: Content<'a>,
        at: &Pointer,
        operation: &str,
    ) -> (Option<Payload>, Content<'a>) {
        let is_stream = |(name, it): &(&str, &MediaType)| matches!(Kind::of(name, it), Kind::Stream(_));
        let (streams, others): (Content<'a>, Content<'a>) = content.into_iter().partition(is_stream);
        let Some((name, described)) = streams.first().copied() else { return (None, others) };
        if streams.len() > 1 {
            let text =
                format!("{} kinds of streams are offered, of which {} is used", streams.len(), code(name));
            self.found.add(rules::SEVERAL_STREAMS.at(at, text));
        }
        let place = Place::Operation(operation.to_owned(), "event".to_owned());
        let Kind::Stream(framing) = Kind::of(name, described) else { return (None, others) };
        let is_events = framing == StreamFormat::Events;
        let ty = match self.media_schema(described, &at.child(name), &place) {
            // Some documents describe the whole stream, and some each of its values.
            Type::List(item) => *item,
            Type::Value if is_events && described.schema.is_none() => Type::String,
            ty => ty,
        };
        let (format, item) = match ty {
            Type::String | Type::Formatted(_) | Type::Upload if is_events => {
                (StreamFormat::EventTexts, Type::String)
            }
            ty if is_events && self.is_whole_event(&ty, UNIONS) => (StreamFormat::WholeEvents, ty),
            ty => (framing, ty),
        };
        // A header asks for it, and parameters like a title say nothing there.
        (Some(Payload::Stream { format, media_type: essence(name), item }), others)
    }

    /// Whether a type is about an event with all its fields, and not about its data; so many unions deep.
    fn is_whole_event(&self, ty: &Type, unions: usize) -> bool {
        let Type::Named(id) = ty else { return false };
        match &self.types[id.0].shape {
            Shape::Struct(it) => {
                let names = || it.fields.iter().map(|it| it.wire_name.as_str());
                names().any(|it| it == "data") && names().all(|it| EVENT_FIELDS.contains(&it))
            }
            Shape::Union(it) if unions > 0 => {
                it.variants.iter().all(|it| self.is_whole_event(&it.ty, unions - 1))
            }
            _ => false,
        }
    }
}

/// Takes the stream out of what a success may be, where it may be a value, too. What has no body says nothing.
pub(super) fn beside_values(successes: &mut Vec<(Option<u16>, StatusResponse)>) -> Option<Payload> {
    let is_stream = |payload: &Payload| matches!(payload, Payload::Stream { .. });
    let first = successes.iter().map(|(_, it)| &it.payload).find(|it| is_stream(it))?.clone();
    if successes.iter().all(|(_, it)| is_stream(&it.payload) || it.payload == Payload::Empty) {
        successes.retain(|(_, it)| it.payload == first);
        return None;
    }
    successes.retain(|(_, it)| !is_stream(&it.payload));
    Some(first)
}

/// Makes the further method of an operation that gives a stream besides a value; it has no name of its own yet.
pub(super) fn beside(cx: &Context<'_>, operation: &Operation, stream: Payload) -> Operation {
    let mut docs = operation.docs.clone();
    docs.lines.push(String::new());
    docs.paragraphs(&format!("What {} waits for is read here while it arrives.", code(&operation.name)));
    Operation {
        docs,
        further: Some("stream".to_owned()),
        asked_by: has_switch(cx, operation).then(|| ASKED_BY.to_owned()),
        success: SuccessResponse::One(stream),
        callbacks: Vec::new(),
        ..operation.clone()
    }
}

/// Whether the body has a boolean that asks for the stream.
fn has_switch(cx: &Context<'_>, operation: &Operation) -> bool {
    let Some(body) = &operation.body else { return false };
    let BodyContent::Json(Type::Named(id), _) = &body.content else { return false };
    let Shape::Struct(structure) = &cx.types[id.0].shape else { return false };
    let is_switch = |ty: &Type| *ty.innermost() == Type::Boolean;
    let members = structure.fields.iter().filter(|it| it.kind == FieldKind::Member);
    members.into_iter().any(|it| it.wire_name == ASKED_BY && is_switch(&it.ty))
}

//! Responses: which is the success, which are errors, and what their bodies are.

use openapiv3::{ReferenceOr, Response, Responses as Described, StatusCode};

use super::media::{Content, Kind};
use super::stream;
use super::{Context, sentence_if_short};
use crate::ir::{Docs, Method, Payload, Place, Shape, StatusResponse, StatusVariant, SuccessResponse};
use crate::naming::{Case, Scope};
use crate::pointer::Pointer;

/// What may come back.
pub(super) struct Responses {
    pub(super) success: SuccessResponse,
    pub(super) errors: Vec<StatusResponse>,
    /// What may come back instead of the success, if it is asked for.
    pub(super) stream: Option<Payload>,
}

impl<'a> Context<'a> {
    /// Lowers the responses of an operation.
    pub(super) fn responses(
        &mut self,
        described: &'a Described,
        at: &Pointer,
        operation: &str,
        method: Method,
    ) -> Responses {
        let at = at.child("responses");
        let has_success = described.responses.keys().any(is_success);
        let mut successes = Vec::new();
        let mut errors = Vec::new();
        let mut streams = Vec::new();
        for (status, response) in &described.responses {
            let success = is_success(status);
            let part = match code(status).filter(|_| success) {
                None | Some(200) if success => "response".to_owned(),
                Some(code) => format!("{} response", status_name(Some(code))),
                None => format!("error {status}"),
            };
            // HTTP: such an answer has no body, whatever the document says.
            let is_bare = method == Method::Head || matches!(code(status), Some(204 | 205 | 304));
            let Some((lowered, stream)) =
                self.response(response, &at.child(status), status.to_string(), operation, (&part, is_bare))
            else {
                continue;
            };
            if success {
                successes.push((code(status), lowered));
                streams.extend(stream);
            } else {
                errors.push(lowered);
            }
        }
        if let Some(default) = &described.default {
            // Where a success is listed, `default` is everything else, and so an error.
            let part = if has_success { "error" } else { "response" };
            let is_bare = method == Method::Head;
            let lowered =
                self.response(default, &at.child("default"), "default".into(), operation, (part, is_bare));
            match lowered {
                Some((lowered, _)) if has_success => errors.push(lowered),
                Some((lowered, stream)) => {
                    successes.push((None, lowered));
                    streams.extend(stream);
                }
                None => {}
            }
        }
        streams.extend(stream::beside_values(&mut successes));
        Responses {
            success: self.success(successes, &at, operation),
            errors,
            stream: streams.into_iter().next(),
        }
    }

    /// Lowers a response, and the stream that is offered besides its body; `part` names its types.
    fn response(
        &mut self,
        response: &'a ReferenceOr<Response>,
        at: &Pointer,
        status: String,
        operation: &str,
        (part, is_bare): (&str, bool),
    ) -> Option<(StatusResponse, Option<Payload>)> {
        let document = self.document;
        let found = match document.resolve(response, at) {
            Ok(found) => found,
            Err(diagnostic) => {
                self.found.add(diagnostic);
                return None;
            }
        };
        let at = found.pointer.child("content");
        let described = found.item.content.iter().filter(|_| !is_bare);
        let content: Content<'a> = described.map(|(name, it)| (name.as_str(), it)).collect();
        let (mut stream, content) = self.stream(content, &at, operation);
        let payload = match self.best(&content, &at) {
            None => stream.take().unwrap_or(Payload::Empty),
            Some((Kind::Json, name, media_type)) => {
                let place = Place::Operation(operation.to_owned(), part.to_owned());
                Payload::Json(self.media_schema(media_type, &at.child(name), &place))
            }
            Some((Kind::Text | Kind::Markup | Kind::UrlEncoded | Kind::Stream(_), ..)) => Payload::Text,
            Some((Kind::Binary | Kind::Multipart | Kind::Parts, ..)) => Payload::Binary,
        };
        let docs = Docs::of(&sentence_if_short(&found.item.description));
        Some((StatusResponse { status, docs, payload }, stream))
    }

    /// Returns what a success gives: one body, or one for each status where they differ.
    fn success(
        &mut self,
        successes: Vec<(Option<u16>, StatusResponse)>,
        at: &Pointer,
        operation: &str,
    ) -> SuccessResponse {
        let mut payloads = successes.iter().map(|(_, it)| &it.payload);
        let Some(first) = payloads.next() else { return SuccessResponse::One(Payload::Empty) };
        if payloads.all(|it| it == first) {
            return SuccessResponse::One(first.clone());
        }
        let mut scope = Scope::default();
        let mut variants: Vec<StatusVariant> = successes
            .into_iter()
            .map(|(status, it)| StatusVariant {
                name: scope.claim(Case::Variant, status_name(status), &[&it.status]),
                status,
                payload: it.payload,
                docs: it.docs,
            })
            .collect();
        // A success that the document doesn't list is taken for the first one that it does.
        if variants.iter().all(|it| it.status.is_some()) {
            variants[0].status = None;
        }
        // The variant for all other statuses is the last one to be tried.
        variants.sort_by_key(|it| it.status.is_none());
        SuccessResponse::ByStatus(self.by_status(variants, at, operation))
    }

    fn by_status(
        &mut self,
        variants: Vec<StatusVariant>,
        at: &Pointer,
        operation: &str,
    ) -> crate::ir::TypeId {
        let place = Place::Operation(operation.to_owned(), "response by status".to_owned());
        let docs = Docs::of(&format!("What `{operation}` answers, by the status of the response."));
        self.define_as(&place, at, docs, Shape::ByStatus(variants))
    }
}

pub(super) fn is_success(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2))
}

pub(super) fn code(status: &StatusCode) -> Option<u16> {
    match status {
        StatusCode::Code(code) => Some(*code),
        StatusCode::Range(_) => None,
    }
}

fn status_name(status: Option<u16>) -> &'static str {
    match status {
        Some(200) => "ok",
        Some(201) => "created",
        Some(202) => "accepted",
        Some(203) => "non authoritative",
        Some(204) => "no content",
        Some(205) => "reset content",
        Some(206) => "partial content",
        Some(207) => "multi status",
        Some(_) => "success",
        None => "other",
    }
}

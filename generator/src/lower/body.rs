//! Request bodies, and the payloads of callbacks.

use openapiv3::{
    Callback as Described, MediaType, Operation, ReferenceOr, RequestBody, SchemaKind, Type as Typed,
};

use super::Context;
use super::view::Placed;
use crate::diagnostic::Problem;
use crate::ir::{Body, BodyContent, Callback, Place, Type};
use crate::pointer::Pointer;

/// The kinds of bodies that are written, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Json,
    Multipart,
    UrlEncoded,
    Binary,
    Text,
}

impl Kind {
    /// Returns the kind of a media type; parameters such as `charset` do not matter.
    pub(super) fn of(media_type: &str, described: &MediaType) -> Option<Self> {
        let has_structure = described.schema.as_ref().is_some_and(|it| match it {
            ReferenceOr::Reference { .. } => true,
            ReferenceOr::Item(it) => !matches!(it.schema_kind, SchemaKind::Type(Typed::String(_))),
        });
        let essence = essence(media_type);
        Some(match essence.as_str() {
            "application/json" | "text/json" => Self::Json,
            "multipart/form-data" => Self::Multipart,
            "application/x-www-form-urlencoded" => Self::UrlEncoded,
            "text/event-stream" | "application/x-ndjson" | "application/xml" | "text/xml" => return None,
            _ if essence.ends_with("+json") => Self::Json,
            _ if essence.ends_with("+xml") || essence.starts_with("multipart/") => return None,
            _ if essence.starts_with("text/") => Self::Text,
            // Whatever is sent: the schema says more, and JSON is what it can say most about.
            "*/*" if has_structure => Self::Json,
            _ => Self::Binary,
        })
    }
}

impl Kind {
    /// Whether content of a media type is JSON.
    pub(super) fn is_json(media_type: &str) -> bool {
        let essence = essence(media_type);
        matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
    }
}

/// Returns a media type without its parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_lowercase()
}

impl<'a> Context<'a> {
    /// Lowers a request body.
    pub(super) fn body(
        &mut self,
        described: Option<&'a ReferenceOr<RequestBody>>,
        at: &Pointer,
        operation: &str,
    ) -> Option<Body> {
        let at = at.child("requestBody");
        let document = self.document;
        let found =
            document.resolve(described?, &at).map_err(|problem| self.found.error(&at, problem)).ok()?;
        let at = found.pointer.child("content");
        let content: Vec<_> = found.item.content.iter().map(|(name, it)| (name.as_str(), it)).collect();
        let (kind, name, media_type) = self.best(&content, &at)?;
        let at = at.child(name);
        let place = Place::Operation(operation.to_owned(), "request".to_owned());
        let content = match kind {
            Kind::Json => {
                let exact = (essence(name) != "application/json").then(|| name.to_owned());
                BodyContent::Json(self.media_schema(media_type, &at, &place), exact)
            }
            Kind::Multipart | Kind::UrlEncoded => self.form(kind, media_type, &at, &place)?,
            Kind::Text => BodyContent::Text(name.to_owned()),
            Kind::Binary => BodyContent::Binary(essence(name)),
        };
        let name = match &content {
            BodyContent::Text(_) => "text",
            BodyContent::Binary(_) => "file",
            _ => "request",
        };
        Some(Body { name: name.to_owned(), content, required: found.item.required })
    }

    /// Picks the media type that is used, and says which are not.
    pub(super) fn best(
        &mut self,
        content: &[(&'a str, &'a MediaType)],
        at: &Pointer,
    ) -> Option<(Kind, &'a str, &'a MediaType)> {
        let known = content.iter().filter_map(|(name, it)| Some((Kind::of(name, it)?, *name, *it)));
        let best = known.min_by_key(|(kind, ..)| *kind);
        match best {
            Some((_, used, _)) if content.len() > 1 => {
                let text = format!("{} media types are offered", content.len());
                self.found.warning(at, Problem::OnlyOneUsed(text, format!("`{used}`")));
            }
            None if !content.is_empty() => {
                let text = format!("the media type `{}`", content[0].0);
                let instead = "offer JSON, a form, text or `application/octet-stream`";
                self.found.error(at, Problem::Unsupported(text, instead));
            }
            _ => {}
        }
        best
    }

    /// Lowers the schema of a media type; without one, anything goes.
    pub(super) fn media_schema(&mut self, media_type: &'a MediaType, at: &Pointer, place: &Place) -> Type {
        match &media_type.schema {
            Some(schema) => self.held(&Placed::new(schema, at.child("schema")), place),
            None => Type::Value,
        }
    }

    fn form(
        &mut self,
        kind: Kind,
        media_type: &'a MediaType,
        at: &Pointer,
        place: &Place,
    ) -> Option<BodyContent> {
        let Type::Named(id) = *self.media_schema(media_type, at, place).innermost() else {
            let instead = "let the schema of the form be an object with `properties`";
            self.found.error(at, Problem::Unsupported("a form that is not an object".into(), instead));
            return None;
        };
        self.plan_form(id, media_type, at);
        Some(if kind == Kind::Multipart { BodyContent::Multipart(id) } else { BodyContent::UrlEncoded(id) })
    }

    /// Lowers the payloads that the API posts to an address of ours.
    pub(super) fn callbacks(
        &mut self,
        described: impl IntoIterator<Item = (&'a String, &'a Described)>,
        at: &Pointer,
        operation: &str,
    ) -> Vec<Callback> {
        let mut callbacks = Vec::new();
        for (name, post, at) in posts(described, at) {
            let body = self.body(post.request_body.as_ref(), &at, &format!("{operation} {name}"));
            match body.map(|it| it.content) {
                Some(BodyContent::Json(payload, _)) => {
                    callbacks.push(Callback { wire_name: name.clone(), pointer: at, payload });
                }
                Some(_) => {
                    let text = "a callback whose body is not JSON".to_owned();
                    self.found.warning(&at, Problem::Ignored(text, "describe its body as JSON"));
                }
                None => {}
            }
        }
        callbacks
    }

    /// Returns the schema of a callback's payload, if it is JSON and has one.
    pub(super) fn payload(&mut self, post: &'a Operation, at: &Pointer) -> Option<Placed<'a>> {
        let document = self.document;
        let found = document.resolve(post.request_body.as_ref()?, &at.child("requestBody")).ok()?;
        let at = found.pointer.child("content");
        let content: Vec<_> = found.item.content.iter().map(|(name, it)| (name.as_str(), it)).collect();
        let (_, name, media_type) = self.best(&content, &at)?;
        Some(Placed::new(media_type.schema.as_ref()?, at.child(name).child("schema")))
    }
}

/// Returns what callbacks post, each with the name of the callback and its place.
pub(super) fn posts<'a>(
    described: impl IntoIterator<Item = (&'a String, &'a Described)>,
    at: &Pointer,
) -> Vec<(&'a String, &'a Operation, Pointer)> {
    let at = at.child("callbacks");
    let callbacks = described.into_iter().flat_map(|(name, callback)| {
        let at = at.child(name);
        callback.iter().filter_map(move |(expression, item)| {
            Some((name, item.post.as_ref()?, at.child(expression).child("post")))
        })
    });
    callbacks.collect()
}

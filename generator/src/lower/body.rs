//! Request bodies, and the payloads of callbacks.

use openapiv3::{Callback as Described, MediaType, Operation, ReferenceOr, RequestBody};

use super::Context;
use super::media::{Content, Kind, essence};
use super::view::Placed;
use crate::diagnostic::rules;
use crate::ir::{Body, BodyContent, Callback, FormEncoding, Place, Shape, Type};
use crate::passes::closure;
use crate::pointer::Pointer;

/// The media types that are offered for a request body, and where that is.
pub(super) struct Offered<'a> {
    pub(super) content: Content<'a>,
    pub(super) at: Pointer,
    required: bool,
}

impl<'a> Context<'a> {
    /// Returns what is offered for a request body, and where.
    pub(super) fn offered(
        &mut self,
        described: Option<&'a ReferenceOr<RequestBody>>,
        at: &Pointer,
    ) -> Option<Offered<'a>> {
        let at = at.child("requestBody");
        let document = self.document;
        let found = document.resolve(described?, &at).map_err(|it| self.found.add(it)).ok()?;
        let content = found.item.content.iter().map(|(name, it)| (name.as_str(), it)).collect();
        Some(Offered { content, at: found.pointer.child("content"), required: found.item.required })
    }

    /// Lowers a request body of one media type; `place` names its types.
    pub(super) fn body(
        &mut self,
        offered: &Offered<'a>,
        (kind, name, media_type): (Kind, &'a str, &'a MediaType),
        place: &Place,
    ) -> Body {
        let at = offered.at.child(name);
        let content = match kind {
            Kind::Json => {
                let is_usual = essence(name) == "application/json" || name.contains('*');
                let exact = (!is_usual).then(|| name.to_owned());
                BodyContent::Json(self.media_schema(media_type, &at, place), exact)
            }
            Kind::Multipart | Kind::UrlEncoded => self.form(kind, media_type, &at, place),
            Kind::Text | Kind::Markup | Kind::Stream(_) => BodyContent::Text(name.replace('*', "plain")),
            Kind::Binary | Kind::Parts => BodyContent::Binary(essence(name)),
        };
        let name = match &content {
            BodyContent::Text(_) => "text",
            BodyContent::Binary(_) => "file",
            _ => "request",
        };
        Body { name: name.to_owned(), content, required: offered.required }
    }

    /// Lowers the schema of a media type; without one, anything goes.
    pub(super) fn media_schema(&mut self, media_type: &'a MediaType, at: &Pointer, place: &Place) -> Type {
        match &media_type.schema {
            Some(schema) => self.held(&Placed::new(schema, at.child("schema")), place),
            None => Type::Value,
        }
    }

    fn form(&mut self, kind: Kind, media_type: &'a MediaType, at: &Pointer, place: &Place) -> BodyContent {
        let ty = self.media_schema(media_type, at, place);
        let ty = if let Type::Nullable(inner) = ty { *inner } else { ty };
        let shape = ty.named().map(|id| &self.types[id.0].shape);
        let encoding =
            if kind == Kind::Multipart { FormEncoding::Multipart } else { FormEncoding::UrlEncoded };
        match (ty, shape) {
            (Type::Named(id), Some(Shape::Struct(_))) => {
                let id = match encoding {
                    FormEncoding::Multipart => id,
                    FormEncoding::UrlEncoded => self.files_as_text(id, at),
                };
                let id = self.plan_form(id, media_type, encoding);
                self.warn_of_encodings(id, media_type, encoding, at);
                match encoding {
                    FormEncoding::Multipart => BodyContent::Multipart(id),
                    FormEncoding::UrlEncoded => BodyContent::UrlEncoded(id),
                }
            }
            (ty @ Type::Named(_), Some(Shape::Union(_))) | (ty @ Type::Map(_), _) => {
                match encoding {
                    _ if !self.holds_file(&ty) => {}
                    FormEncoding::UrlEncoded => self.no_file_in_urlencoded(at),
                    FormEncoding::Multipart => {
                        let text = "`format: binary` in a form that is one of several is a text";
                        self.found.add(rules::FILE_IN_ALTERNATIVES.at(at, text));
                    }
                }
                self.warn_of_encodings_of_anything(media_type, at);
                BodyContent::Members(ty, encoding)
            }
            (ty, _) => {
                self.warn_of_encodings_of_anything(media_type, at);
                if ty != Type::Value {
                    let instead = "let the schema of the form be an object with `properties`";
                    self.untyped(at, "a form that is not an object", instead);
                }
                BodyContent::Members(Type::Map(Box::new(Type::Value)), encoding)
            }
        }
    }

    pub(super) fn holds_file(&self, ty: &Type) -> bool {
        let parts = closure(&self.types, ty.named());
        let mut types = parts.iter().flat_map(|id| self.types[id.0].shape.types()).chain([ty]);
        types.any(|it| *it.innermost() == Type::Upload)
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
            let posted = self.posted(&format!("{operation} {name}"), post, &at);
            callbacks.extend(posted.map(|it| Callback { wire_name: name.clone(), ..it }));
        }
        callbacks
    }

    /// Lowers the payload of a callback or webhook; `name` is what its types are named after.
    pub(super) fn posted(&mut self, name: &str, post: &'a Operation, at: &Pointer) -> Option<Callback> {
        let offered = self.offered(post.request_body.as_ref(), at)?;
        let used = self.best(&offered.content, &offered.at)?;
        let body = self.body(&offered, used, &Place::Operation(name.to_owned(), "request".to_owned()));
        if let BodyContent::Json(payload, _) = body.content {
            return Some(Callback { wire_name: name.to_owned(), pointer: at.clone(), payload });
        }
        self.found
            .add(rules::CALLBACK_BODY.at(at, "the body of this callback is not JSON, so it has no type"));
        None
    }

    /// Returns the schema of a callback's payload, if it is JSON and has one.
    pub(super) fn payload(&mut self, post: &'a Operation, at: &Pointer) -> Option<Placed<'a>> {
        let offered = self.offered(post.request_body.as_ref(), at)?;
        let (_, name, media_type) = self.best(&offered.content, &offered.at)?;
        Some(Placed::new(media_type.schema.as_ref()?, offered.at.child(name).child("schema")))
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

//! `encoding`: how a field of a form is sent, where that is not what its type says.

use openapiv3::{Encoding, MediaType, QueryStyle};

use super::media::{Kind, essence};
use super::{Context, parameter};
use crate::diagnostic::rules;
use crate::doc_text::code;
use crate::ir::{Field, FieldKind, FormEncoding, FormPart, ParameterStyle, Type, TypeId};
use crate::pointer::Pointer;

impl Context<'_> {
    /// Decides how a field of a form is sent.
    pub(super) fn part(&self, field: &Field, form: FormEncoding, encoding: Option<&Encoding>) -> FormPart {
        let is_deep = encoding.is_some_and(|it| it.style == Some(QueryStyle::DeepObject));
        let styled = encoding.filter(|_| form == FormEncoding::UrlEncoded);
        match &field.ty {
            _ if field.kind == FieldKind::Alternatives => FormPart::Alternatives,
            Type::Upload => FormPart::File,
            Type::List(item) if **item == Type::Upload => FormPart::Files,
            _ if encoding.is_some_and(asks_for_json) => FormPart::Json,
            _ if is_deep => FormPart::Deep,
            ty => styled.and_then(|it| self.styled(ty, it)).unwrap_or_else(|| self.usual_part(ty)),
        }
    }

    fn usual_part(&self, ty: &Type) -> FormPart {
        match ty {
            Type::List(item) if self.is_text(item) => FormPart::Text,
            ty if self.is_text(ty) => FormPart::Text,
            // OpenAPI's default for objects in forms.
            _ => FormPart::Json,
        }
    }

    /// Returns the part of a field that has a style, unless it is sent the same without.
    fn styled(&self, ty: &Type, encoding: &Encoding) -> Option<FormPart> {
        let style = parameter::query_style(encoding.style.as_ref()?, Some(encoding.explode));
        let allows_reserved = encoding.allow_reserved;
        let is_usual =
            self.is_text(ty) || style == ParameterStyle::Default && self.usual_part(ty) == FormPart::Text;
        let encoding = self.text_encoding(ty);
        (allows_reserved || !is_usual).then_some(FormPart::Styled { style, allows_reserved, encoding })
    }

    /// Says what of the `encoding` of a form has no effect.
    pub(super) fn warn_of_encodings(
        &mut self,
        id: TypeId,
        media_type: &MediaType,
        form: FormEncoding,
        at: &Pointer,
    ) {
        for (name, encoding) in &media_type.encoding {
            let at = at.child("encoding").child(name);
            let Some(field) = self.field_called(id, name).cloned() else {
                let text = format!("the form has no property {}, so its encoding has no effect", code(name));
                self.found.add(rules::ENCODING_OF_NOTHING.at(&at, text));
                continue;
            };
            let part = self.part(&field, form, Some(encoding));
            for (what, instead) in without_effect(encoding, part, form) {
                let text = format!("{what} of the field {} has no effect", code(name));
                self.found.add(rules::ENCODING_WITHOUT_EFFECT.at(&at, text).help(instead));
            }
        }
    }

    /// Says that nothing can be said of the fields of a form that are not known.
    pub(super) fn warn_of_encodings_of_anything(&mut self, media_type: &MediaType, at: &Pointer) {
        if !media_type.encoding.is_empty() {
            let text = "the encoding of a form of anything has no effect";
            let diagnostic = rules::ENCODING_OF_NOTHING.at(&at.child("encoding"), text);
            self.found.add(diagnostic.help("let the schema of the form be an object with `properties`"));
        }
    }
}

/// Returns what of an encoding changes nothing, and what to do about each.
fn without_effect(
    encoding: &Encoding,
    part: FormPart,
    form: FormEncoding,
) -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    if form == FormEncoding::Multipart
        && encoding.headers.keys().any(|it| !it.eq_ignore_ascii_case("content-type"))
    {
        found.push(("`headers`", "leave them out; a part has the headers that forms have"));
    }
    let own = match part {
        FormPart::Json => Some("application/json"),
        FormPart::Text | FormPart::Styled { .. } => Some("text/plain"),
        // A file says of itself what it is.
        FormPart::File | FormPart::Files | FormPart::Deep | FormPart::Alternatives => None,
    };
    let asked: Vec<String> = content_types(encoding).collect();
    let is_asked = |own: &str| {
        asked.iter().any(|it| it == own || it.contains('*') || Kind::is_json(it) && Kind::is_json(own))
    };
    if !asked.is_empty() && own.is_some_and(|it| !is_asked(it)) {
        found.push(("`contentType`", "write `application/json` where the value is JSON, and else nothing"));
    }
    let style = encoding.style.as_ref().map(|it| parameter::query_style(it, Some(encoding.explode)));
    let is_usual = style.is_none_or(|it| matches!(it, ParameterStyle::Default | ParameterStyle::DeepObject));
    if form == FormEncoding::Multipart && (!is_usual || encoding.allow_reserved) {
        found.push(("`style`", "leave it out; only urlencoded forms have styles"));
    }
    found
}

fn asks_for_json(encoding: &Encoding) -> bool {
    content_types(encoding).next().is_some_and(|it| Kind::is_json(&it))
}

/// Returns the content types that a field may have; the first is the one that is sent.
fn content_types(encoding: &Encoding) -> impl Iterator<Item = String> {
    encoding.content_type.iter().flat_map(|it| it.split(',')).map(essence)
}

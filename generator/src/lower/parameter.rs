//! Parameters in paths, queries, headers and cookies, and how several values of one are written.

use openapiv3::{
    MediaType, Parameter as Described, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr,
};

use super::headers::is_header_name;
use super::media::Kind;
use super::view::Placed;
use super::{Context, facts};
use crate::diagnostic::rules;
use crate::doc_text::code;
use crate::ir::{
    Docs, JsonKind, Parameter, ParameterEncoding, ParameterLocation, ParameterStyle, Place, Shape, Type,
};
use crate::pointer::Pointer;

/// Says what keeps a header from being set by a caller, and what to do about it.
fn not_settable(name: &str) -> Option<(&'static str, &'static str)> {
    if !is_header_name(name) {
        return Some(("whose name no header has", "write the name of a header"));
    }
    let is_framing = ["content-length", "transfer-encoding"].iter().any(|it| name.eq_ignore_ascii_case(it));
    is_framing.then_some(("which the client sets itself", "leave it out"))
}

impl<'a> Context<'a> {
    /// Lowers a parameter; nothing when a diagnostic says why.
    pub(super) fn parameter(
        &mut self,
        described: &'a ReferenceOr<Described>,
        at: &Pointer,
        operation: &str,
    ) -> Option<Parameter> {
        let document = self.document;
        let found = match document.resolve(described, at) {
            Ok(found) => found,
            Err(diagnostic) => {
                self.found.add(diagnostic);
                return None;
            }
        };
        let (described, at) = (found.item, found.pointer);
        let data = described.parameter_data_ref();
        let location = match described {
            Described::Path { .. } => ParameterLocation::Path,
            Described::Query { .. } => ParameterLocation::Query,
            Described::Header { .. } => ParameterLocation::Header,
            Described::Cookie { .. } => ParameterLocation::Cookie,
        };
        let reserved =
            ["accept", "authorization", "content-type"].contains(&data.name.to_lowercase().as_str());
        if location == ParameterLocation::Header && reserved {
            // OpenAPI: such a parameter is ignored; the body, the responses and `security` say the same.
            return None;
        }
        if location == ParameterLocation::Header
            && let Some((what, instead)) = not_settable(&data.name)
        {
            let text = format!("callers cannot set the header parameter {}, {what}", code(&data.name));
            self.found.add(rules::UNSETTABLE_HEADER.at(&at, text).help(instead));
            return None;
        }
        let place = Place::Operation(operation.to_owned(), data.name.clone());
        let (mut ty, placed) = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let placed = Placed::new(schema, at.child("schema"));
                (self.schema(&placed, &place), Some(placed))
            }
            ParameterSchemaOrContent::Content(content) => {
                let content = content.first().map(|(name, it)| (name.as_str(), it));
                (self.content(content, &at.child("content"), &place), None)
            }
        };
        // A parameter has no place for a file.
        if *ty.innermost() == Type::Upload {
            *ty.innermost_mut() = Type::String;
        }
        let text = data.description.clone().unwrap_or_else(|| format!("The {} parameter.", code(&data.name)));
        let docs = match &placed {
            Some(placed) => self.described(placed, &text),
            None => Docs::of(&text),
        };
        Some(Parameter {
            name: String::new(),
            wire_name: data.name.clone(),
            location,
            style: style(described),
            allows_reserved: matches!(described, Described::Query { allow_reserved: true, .. }),
            encoding: self.encoding(&ty, &data.format),
            ty,
            required: data.required || location == ParameterLocation::Path,
            deprecated: data.deprecated.unwrap_or_default(),
            docs,
            facts: placed.map(|it| self.facts(&it)).unwrap_or_default(),
            example: facts::example(data.example.as_ref()),
            pointer: at,
        })
    }

    /// Lowers the content of a parameter: JSON by its schema, and all else as a text.
    fn content(&mut self, content: Option<(&'a str, &'a MediaType)>, at: &Pointer, place: &Place) -> Type {
        let Some((name, described)) = content else { return Type::Value };
        let at = at.child(name);
        let schema = described.schema.as_ref().map(|it| Placed::new(it, at.child("schema")));
        let kind = |it: &Placed<'a>| self.look(it).and_then(|it| it.kind);
        let is_text = schema.as_ref().is_none_or(|it| kind(it) == Some(JsonKind::String));
        match schema {
            _ if Kind::is_json(name) => self.media_schema(described, &at, place),
            Some(_) if is_text => self.media_schema(described, &at, place),
            Some(_) => {
                let text = format!("the structure of {} is not read", code(name));
                let instead =
                    "offer JSON, or a `schema` without `content`; the text is for the caller to write";
                self.found.add(rules::UNREAD_STRUCTURE.at(&at, text).help(instead));
                Type::String
            }
            None => Type::String,
        }
    }

    fn encoding(&self, ty: &Type, format: &ParameterSchemaOrContent) -> ParameterEncoding {
        let is_json = |name: &String| Kind::is_json(name);
        match format {
            ParameterSchemaOrContent::Content(content) if content.keys().next().is_none_or(is_json) => {
                ParameterEncoding::Json
            }
            _ => self.text_encoding(ty),
        }
    }

    /// Returns how a value becomes text that a style writes.
    pub(super) fn text_encoding(&self, ty: &Type) -> ParameterEncoding {
        let item = match ty {
            Type::List(item) | Type::Map(item) => item,
            ty => ty,
        };
        if self.is_text(item) { ParameterEncoding::Plain } else { ParameterEncoding::Members }
    }

    /// Whether values of a type are written as plain text.
    pub(super) fn is_text(&self, ty: &Type) -> bool {
        match ty {
            Type::Boolean | Type::Integer(_) | Type::Number => true,
            Type::String | Type::Formatted(_) | Type::NumberOrString => true,
            Type::Named(id) => {
                matches!(self.types[id.0].shape, Shape::StringEnum { .. } | Shape::IntegerEnum { .. })
            }
            _ => false,
        }
    }
}

/// Makes a parameter that the path has and no list names: a text.
pub(super) fn assumed(name: &str, pointer: &Pointer) -> Parameter {
    Parameter {
        name: String::new(),
        wire_name: name.to_owned(),
        location: ParameterLocation::Path,
        style: ParameterStyle::Default,
        allows_reserved: false,
        encoding: ParameterEncoding::Plain,
        ty: Type::String,
        required: true,
        deprecated: false,
        docs: Docs::of(&format!("The {} parameter.", code(name))),
        facts: Vec::new(),
        example: None,
        pointer: pointer.clone(),
    }
}

/// Returns how several values are written in a query, or in an urlencoded form.
pub(super) fn query_style(style: &QueryStyle, explode: Option<bool>) -> ParameterStyle {
    match (style, explode) {
        (QueryStyle::DeepObject, _) => ParameterStyle::DeepObject,
        (QueryStyle::Form, None) | (_, Some(true)) => ParameterStyle::Default,
        (QueryStyle::Form, Some(false)) => ParameterStyle::CommaDelimited,
        (QueryStyle::SpaceDelimited, _) => ParameterStyle::SpaceDelimited,
        (QueryStyle::PipeDelimited, _) => ParameterStyle::PipeDelimited,
    }
}

fn style(described: &Described) -> ParameterStyle {
    let explode = described.parameter_data_ref().explode;
    match described {
        Described::Query { style, .. } => query_style(style, explode),
        Described::Path { style, .. } => match (style, explode) {
            (PathStyle::Simple, Some(true)) => ParameterStyle::SimpleExploded,
            (PathStyle::Simple, _) => ParameterStyle::Default,
            (PathStyle::Label, Some(true)) => ParameterStyle::LabelExploded,
            (PathStyle::Label, _) => ParameterStyle::Label,
            (PathStyle::Matrix, Some(true)) => ParameterStyle::MatrixExploded,
            (PathStyle::Matrix, _) => ParameterStyle::Matrix,
        },
        Described::Header { .. } if explode == Some(true) => ParameterStyle::SimpleExploded,
        Described::Cookie { .. } if explode == Some(false) => ParameterStyle::CommaDelimited,
        Described::Header { .. } | Described::Cookie { .. } => ParameterStyle::Default,
    }
}

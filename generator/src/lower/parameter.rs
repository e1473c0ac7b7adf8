//! Parameters in paths, queries, headers and cookies, and how several values of one are written.

use openapiv3::{Parameter as Described, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr};

use super::view::Placed;
use super::{Context, facts};
use crate::diagnostic::Problem;
use crate::doc_text::code;
use crate::ir::{Parameter, ParameterLocation, ParameterStyle, Place, Shape, Type};
use crate::pointer::Pointer;

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
            Err(problem) => {
                self.found.error(at, problem);
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
        let ParameterSchemaOrContent::Schema(schema) = &data.format else {
            let instead = "describe the parameter by `schema`";
            self.found.error(&at, Problem::Unsupported("a parameter with `content`".into(), instead));
            return None;
        };
        let placed = Placed::new(schema, at.child("schema"));
        let place = Place::Operation(operation.to_owned(), data.name.clone());
        let ty = self.schema(&placed, &place);
        self.check_parameter_type(&ty, &at)?;
        let text = data.description.clone().unwrap_or_else(|| format!("The {} parameter.", code(&data.name)));
        let docs = self.described(&placed, &text);
        Some(Parameter {
            name: String::new(),
            wire_name: data.name.clone(),
            location,
            style: self.style(described, &at)?,
            ty,
            required: data.required || location == ParameterLocation::Path,
            deprecated: data.deprecated.unwrap_or_default(),
            docs,
            example: facts::example(data.example.as_ref()),
        })
    }

    fn style(&mut self, described: &Described, at: &Pointer) -> Option<ParameterStyle> {
        let explode = described.parameter_data_ref().explode;
        match described {
            Described::Query { style, .. } => Some(match (style, explode) {
                (QueryStyle::Form, None | Some(true)) => ParameterStyle::Default,
                (QueryStyle::Form, Some(false)) => ParameterStyle::CommaDelimited,
                (QueryStyle::SpaceDelimited, Some(true)) => ParameterStyle::Default,
                (QueryStyle::PipeDelimited, Some(true)) => ParameterStyle::Default,
                (QueryStyle::SpaceDelimited, _) => ParameterStyle::SpaceDelimited,
                (QueryStyle::PipeDelimited, _) => ParameterStyle::PipeDelimited,
                (QueryStyle::DeepObject, _) => ParameterStyle::DeepObject,
            }),
            Described::Path { style: PathStyle::Label | PathStyle::Matrix, .. } => {
                let problem = Problem::Unsupported(
                    "a path parameter of style `label` or `matrix`".into(),
                    "use `style: simple`",
                );
                self.found.error(at, problem);
                None
            }
            _ => Some(ParameterStyle::Default),
        }
    }

    fn check_parameter_type(&mut self, ty: &Type, at: &Pointer) -> Option<()> {
        let item = match ty {
            Type::List(item) | Type::Map(item) => item,
            ty => ty,
        };
        if self.is_text(item) {
            return Some(());
        }
        let instead = "let it be a string, number, boolean or enum, or a list or map of these";
        self.found.error(at, Problem::Unsupported("a parameter of this type".into(), instead));
        None
    }

    /// Whether values of a type are written as plain text.
    pub(super) fn is_text(&self, ty: &Type) -> bool {
        match ty {
            Type::Boolean | Type::Integer(_) | Type::Number | Type::String | Type::NumberOrString => true,
            Type::Named(id) => {
                matches!(self.types[id.0].shape, Shape::StringEnum { .. } | Shape::IntegerEnum { .. })
            }
            _ => false,
        }
    }
}

//! Forms: which member is sent as text, as JSON text or as a file.

use openapiv3::{MediaType, QueryStyle};

use super::Context;
use super::body::essence;
use crate::diagnostic::Problem;
use crate::ir::{BodyContent, Field, FieldKind, FormPart, Shape, Tag, Type, TypeId};
use crate::passes::{closure, received};
use crate::pointer::Pointer;

impl<'a> Context<'a> {
    /// Decides how each member of a struct is sent in a form.
    pub(super) fn plan_form(&mut self, id: TypeId, media_type: &'a MediaType, at: &Pointer) {
        let Shape::Struct(structure) = &self.types[id.0].shape else {
            let instead = "let the schema of the form be an object with `properties`";
            self.found.error(at, Problem::Unsupported("a form that is not an object".into(), instead));
            return;
        };
        let fields = structure.fields.clone();
        let before = structure.form.clone();
        let form = self.parts(&fields, media_type);
        if !before.is_empty() && before != form {
            let text = "two forms encode the same schema in different ways".to_owned();
            self.found.error(at, Problem::Unsupported(text, "give each form a schema of its own"));
        }
        for field in fields.iter().filter(|it| it.kind == FieldKind::Alternatives) {
            self.plan_alternatives(field, media_type);
        }
        if let Shape::Struct(structure) = &mut self.types[id.0].shape {
            structure.form = form;
        }
    }

    fn plan_alternatives(&mut self, field: &Field, media_type: &'a MediaType) {
        let Some(id) = field.ty.named() else { return };
        let Shape::Alternatives(alternatives) = &self.types[id.0].shape else { return };
        let mut planned = alternatives.clone();
        for alternative in &mut planned {
            alternative.form = self.parts(&alternative.fields, media_type);
        }
        self.types[id.0].shape = Shape::Alternatives(planned);
    }

    fn parts(&self, fields: &[Field], media_type: &MediaType) -> Vec<FormPart> {
        fields
            .iter()
            .map(|field| {
                let encoding = media_type.encoding.get(&field.wire_name);
                let content_type = encoding.and_then(|it| it.content_type.as_deref()).map(essence);
                let deep = encoding.is_some_and(|it| it.style == Some(QueryStyle::DeepObject));
                let as_json =
                    content_type.is_some_and(|it| it == "application/json" || it.ends_with("+json"));
                match &field.ty {
                    _ if field.kind == FieldKind::Alternatives => FormPart::Alternatives,
                    Type::Upload => FormPart::File,
                    Type::List(item) if **item == Type::Upload => FormPart::Files,
                    _ if as_json => FormPart::Json,
                    _ if deep => FormPart::Deep,
                    Type::List(item) if self.is_text(item) => FormPart::Text,
                    ty if self.is_text(ty) => FormPart::Text,
                    // OpenAPI's default for objects in forms.
                    _ => FormPart::Json,
                }
            })
            .collect()
    }
}

/// Refuses a form with files that is JSON somewhere else: a file has no place there.
pub(super) fn refuse_files_in_json(cx: &mut Context<'_>, tags: &[Tag]) {
    for operation in tags.iter().flat_map(|tag| &tag.operations) {
        let sent = operation.body.as_ref().and_then(|it| match &it.content {
            BodyContent::Json(ty, _) => ty.named(),
            _ => None,
        });
        let json = closure(&cx.types, sent.into_iter().chain(received(operation)));
        if json.iter().any(|id| is_form_with_files(&cx.types[id.0].shape)) {
            let text = "a form with files that is JSON here".to_owned();
            let instead = "give the JSON a schema of its own, without `format: binary`";
            cx.found.error(&operation.pointer, Problem::Unsupported(text, instead));
        }
    }
}

fn is_form_with_files(shape: &Shape) -> bool {
    let is_file = |part: &FormPart| matches!(part, FormPart::File | FormPart::Files);
    matches!(shape, Shape::Struct(it) if it.form.iter().any(is_file))
}

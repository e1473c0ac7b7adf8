//! Forms: which member is sent as text, as JSON text or as a file.

use std::collections::BTreeSet;

use openapiv3::MediaType;

use super::Context;
use crate::diagnostic::rules;
use crate::ir::{
    BodyContent, Field, FieldKind, Form, FormEncoding, FormPart, FormRest, Place, Shape, Tag, Type, TypeId,
};
use crate::passes::{closure, received};
use crate::pointer::Pointer;

impl<'a> Context<'a> {
    /// Decides how each member of a struct is sent in a form; returns the struct, which is another one where the same
    /// schema is already sent in another way.
    pub(super) fn plan_form(
        &mut self,
        id: TypeId,
        media_type: &'a MediaType,
        encoding: FormEncoding,
    ) -> TypeId {
        let Shape::Struct(structure) = &mut self.types[id.0].shape else { return id };
        structure.fields.iter_mut().for_each(|it| settle_files(&mut it.ty));
        structure.rest.iter_mut().for_each(|it| settle_files(&mut it.value));
        let rest = structure.rest.as_ref().map_or(FormRest::Values, |it| rest(&it.value));
        let (fields, before) = (structure.fields.clone(), structure.form.clone());
        let form = Form { parts: self.parts(&fields, media_type, encoding), rest };
        let id = if before.is_none_or(|it| it == form) { id } else { self.separate(id) };
        let Shape::Struct(structure) = &mut self.types[id.0].shape else { return id };
        structure.form = Some(form);
        for field in structure.fields.clone().iter().filter(|it| it.kind == FieldKind::Alternatives) {
            self.plan_alternatives(field, media_type, encoding);
        }
        id
    }

    /// Puts text in the place of the files of an urlencoded form, which has no other place for them; returns the struct,
    /// which is another one where the schema may be a form of parts as well.
    pub(super) fn files_as_text(&mut self, id: TypeId, at: &Pointer) -> TypeId {
        if !self.has_file_part(id) {
            return id;
        }
        self.no_file_in_urlencoded(at);
        let place = self.types[id.0].place.clone();
        let id = match place {
            Place::Component(..) => {
                let is_known =
                    |it: &TypeId| self.types[it.0].place == place.item("form") && !self.has_file_part(*it);
                let known = (0..self.types.len()).map(TypeId).find(is_known);
                known.unwrap_or_else(|| self.separate(id))
            }
            _ => id,
        };
        for id in self.parts_of(id) {
            for ty in self.types[id.0].shape.types_mut() {
                if *ty.innermost() == Type::Upload {
                    *ty.innermost_mut() = Type::String;
                }
            }
        }
        id
    }

    pub(super) fn no_file_in_urlencoded(&mut self, at: &Pointer) {
        let text = "`format: binary` in an urlencoded form is a text";
        self.found.add(rules::FILE_IN_URLENCODED.at(at, text));
    }

    fn has_file_part(&self, id: TypeId) -> bool {
        let parts = self.parts_of(id);
        parts.iter().flat_map(|it| self.types[it.0].shape.types()).any(|it| *it.innermost() == Type::Upload)
    }

    /// Returns a struct and the choices in it, which together have all fields of a form.
    fn parts_of(&self, id: TypeId) -> Vec<TypeId> {
        let Shape::Struct(structure) = &self.types[id.0].shape else { return Vec::new() };
        let choices = structure.fields.iter().filter(|it| it.kind == FieldKind::Alternatives);
        choices.filter_map(|it| it.ty.named()).chain([id]).collect()
    }

    /// Makes another definition of a struct and of the choices in it.
    fn separate(&mut self, id: TypeId) -> TypeId {
        let mut copy = self.types[id.0].clone();
        copy.place = copy.place.item("form");
        let new = TypeId(self.types.len());
        self.types.push(copy.clone());
        if let Shape::Struct(structure) = &mut copy.shape {
            for field in structure.fields.iter_mut().filter(|it| it.kind == FieldKind::Alternatives) {
                let Some(choice) = field.ty.named() else { continue };
                let mut choice = self.types[choice.0].clone();
                if let Place::Inside(owner, _) = &mut choice.place {
                    *owner = new;
                }
                field.ty = Type::Named(TypeId(self.types.len()));
                self.types.push(choice);
            }
        }
        self.types[new.0].shape = copy.shape;
        new
    }

    fn plan_alternatives(&mut self, field: &Field, media_type: &'a MediaType, encoding: FormEncoding) {
        let Some(id) = field.ty.named() else { return };
        let Shape::Alternatives(alternatives) = &self.types[id.0].shape else { return };
        let mut planned = alternatives.clone();
        for alternative in &mut planned {
            alternative.form = self.parts(&alternative.fields, media_type, encoding);
        }
        self.types[id.0].shape = Shape::Alternatives(planned);
    }

    fn parts(&self, fields: &[Field], media_type: &MediaType, encoding: FormEncoding) -> Vec<FormPart> {
        fields.iter().map(|it| self.part(it, encoding, media_type.encoding.get(&it.wire_name))).collect()
    }
}

fn rest(value: &Type) -> FormRest {
    match value {
        Type::Upload => FormRest::File,
        Type::List(item) if **item == Type::Upload => FormRest::Files,
        _ => FormRest::Values,
    }
}

/// In a form a file is a part, or one of several under the same name; anywhere deeper it is text.
fn settle_files(ty: &mut Type) {
    let is_file = |ty: &Type| matches!(ty, Type::Upload) || *ty == Type::Nullable(Box::new(Type::Upload));
    match ty {
        Type::Upload => {}
        Type::List(item) if is_file(item) => **item = Type::Upload,
        ty if *ty.innermost() == Type::Upload => *ty.innermost_mut() = Type::String,
        _ => {}
    }
}

/// Gives forms with files that are JSON somewhere else a definition of their own, because JSON has no place for a file.
pub(super) fn separate_files_from_json(cx: &mut Context<'_>, tags: &mut [Tag]) {
    let mut both = BTreeSet::new();
    for operation in tags.iter().flat_map(|tag| &tag.operations) {
        let sent = operation.body.as_ref().and_then(|it| match &it.content {
            BodyContent::Json(ty, _) | BodyContent::Members(ty, _) => ty.named(),
            _ => None,
        });
        let parameters = operation.parameters.iter().filter_map(|it| it.ty.named());
        let json = closure(&cx.types, sent.into_iter().chain(parameters).chain(received(operation)));
        let forms = json.into_iter().filter(|id| is_form_with_files(&cx.types[id.0].shape));
        let forms: Vec<TypeId> = forms.collect();
        if !forms.is_empty() {
            let text = "`format: binary` in JSON is a text";
            cx.found.add(rules::BINARY_IN_JSON.at(&operation.pointer, text));
        }
        both.extend(forms);
    }
    for id in both {
        let form = cx.separate(id);
        forget_form(cx, id);
        for operation in tags.iter_mut().flat_map(|tag| &mut tag.operations) {
            match operation.body.as_mut().map(|it| &mut it.content) {
                Some(BodyContent::Multipart(it) | BodyContent::UrlEncoded(it)) if *it == id => *it = form,
                _ => {}
            }
        }
    }
}

fn forget_form(cx: &mut Context<'_>, id: TypeId) {
    let Shape::Struct(structure) = &mut cx.types[id.0].shape else { return };
    structure.form = None;
    let choices = structure.fields.iter().filter(|it| it.kind == FieldKind::Alternatives);
    for choice in choices.filter_map(|it| it.ty.named()).collect::<Vec<_>>() {
        if let Shape::Alternatives(alternatives) = &mut cx.types[choice.0].shape {
            alternatives.iter_mut().for_each(|it| it.form.clear());
        }
    }
}

fn is_form_with_files(shape: &Shape) -> bool {
    let is_file = |part: &FormPart| matches!(part, FormPart::File | FormPart::Files);
    let has_file = |form: &Form| form.rest != FormRest::Values || form.parts.iter().any(is_file);
    matches!(shape, Shape::Struct(it) if it.form.as_ref().is_some_and(has_file))
}

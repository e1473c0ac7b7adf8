//! Schemas to types. The one place that decides which Rust type a `type` and `format` have.

use openapiv3::Schema;

use super::Context;
use super::merge::Merged;
use super::view::{Additional, Node, Placed, View};
use crate::document::component_name;
use crate::ir::{Format, JsonKind, Place, Type};
use crate::pointer::Pointer;

impl<'a> Context<'a> {
    /// Lowers a schema; `place` names the definition, if it needs one.
    pub(super) fn schema(&mut self, placed: &Placed<'a>, place: &Place) -> Type {
        match &placed.node {
            Node::Made(made) => self.viewed(made.view.clone(), place),
            Node::Reference(reference) => self.reference(reference, &placed.pointer),
            Node::Schema(schema) => self.inline(schema, &placed.pointer, place),
        }
    }

    /// Lowers what a `$ref` leads to.
    fn reference(&mut self, reference: &str, pointer: &Pointer) -> Type {
        match self.follow(reference, pointer) {
            Ok(_) => self.component(&component_name::<Schema>(reference).unwrap_or_default()),
            Err(diagnostic) => {
                self.found.add(diagnostic);
                Type::Value
            }
        }
    }

    pub(super) fn viewed(&mut self, view: View<'a>, place: &Place) -> Type {
        if let Some(inner) = view.wrapped()
            && !self.is_bare_child(&view, place)
        {
            return self.schema(&inner.clone(), place);
        }
        let view = match self.merged(view) {
            Merged::View(view) => *view,
            Merged::Untyped(ty) => return ty,
        };
        if let Some(ty) = self.union_of_heirs(&view, place) {
            return ty;
        }
        if view.not {
            return self.untyped(&view.pointer, "`not`", "describe what is allowed instead of what is not");
        }
        if let Some(ty) = self.enumeration(&view, place) {
            return ty;
        }
        if !view.one_of.is_empty() || !view.any_of.is_empty() {
            return self.union_or_object(view, place);
        }
        self.plain(view, place)
    }

    /// Lowers a schema without `enum` and without alternatives.
    pub(super) fn plain(&mut self, view: View<'a>, place: &Place) -> Type {
        match view.kind {
            Some(JsonKind::Boolean) => Type::Boolean,
            Some(JsonKind::Integer) => Type::Integer(integer(&view.format)),
            Some(JsonKind::Number) => Type::Number,
            Some(JsonKind::String) if view.format == "binary" => Type::Upload,
            Some(JsonKind::String) => text(&view.format),
            Some(JsonKind::Array) => self.list(&view, place),
            None if view.items.is_some() => self.list(&view, place),
            _ if view.is_object() => self.object(view, place),
            _ => Type::Value,
        }
    }

    /// Lowers what stands by itself: in a list, in a map, or as a whole body.
    pub(super) fn held(&mut self, placed: &Placed<'a>, place: &Place) -> Type {
        let ty = self.schema(placed, place);
        match ty {
            // Any JSON value may be null already.
            Type::Value => ty,
            _ if self.is_nullable(placed) => Type::Nullable(Box::new(ty)),
            _ => ty,
        }
    }

    fn list(&mut self, view: &View<'a>, place: &Place) -> Type {
        let item = match &view.items {
            Some(items) => self.held(items, &place.item("item")),
            None => Type::Value,
        };
        Type::List(Box::new(item))
    }

    fn object(&mut self, view: View<'a>, place: &Place) -> Type {
        if !view.properties.is_empty() {
            return Type::Named(self.structure(view, place));
        }
        match &view.additional {
            Additional::Schema(value) => Type::Map(Box::new(self.held(value, &place.item("value")))),
            _ => Type::Map(Box::new(Type::Value)),
        }
    }
}

/// Returns the type of a string; unknown formats only say what the text is about.
pub(super) fn text(format: &str) -> Type {
    Type::Formatted(match format {
        "byte" => Format::Base64,
        "date" => Format::Date,
        "date-time" => Format::DateTime,
        "decimal" => Format::Decimal,
        "duration" => Format::Duration,
        "time" => Format::Time,
        "uuid" => Format::Uuid,
        _ => return Type::String,
    })
}

/// Returns the integer type of a format; unknown formats hold what JSON tools agree on, 64 bits.
pub(super) fn integer(format: &str) -> &'static str {
    match format {
        "int8" => "i8",
        "int16" => "i16",
        "int32" => "i32",
        "uint8" => "u8",
        "uint16" => "u16",
        "uint32" => "u32",
        "uint64" | "uint" => "u64",
        _ => "i64",
    }
}

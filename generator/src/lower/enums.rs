//! `enum`: strings and integers with listed values become open enums; other values say which type they are of.

use serde_json::Value;

use super::Context;
use super::view::View;
use crate::ir::{EnumValue, IntegerValue, JsonKind, Place, Shape, Type};
use crate::naming::{Case, Scope};

impl<'a> Context<'a> {
    /// Lowers a schema with `enum`; nothing when its values are better served by the plain type.
    pub(super) fn enumeration(&mut self, view: &View<'a>, place: &Place) -> Option<Type> {
        let values: Vec<&Value> = view.values.iter().filter(|it| !it.is_null()).collect();
        if values.is_empty() {
            return None;
        }
        let names = variant_names(view, values.len());
        let shape = match view.kind {
            Some(JsonKind::String) | None if values.iter().all(|it| it.is_string()) => {
                let texts = values.iter().filter_map(|it| it.as_str());
                string_enum(texts, &names)
            }
            Some(JsonKind::Integer) | None if values.iter().all(|it| it.is_i64()) => {
                let numbers = values.iter().filter_map(|it| it.as_i64());
                integer_enum(numbers, &names)
            }
            None if view.says_nothing_but_values() => return Some(self.type_of_values(view, &values)),
            _ => return None,
        };
        Some(Type::Named(self.define(place, view, shape)))
    }

    /// Returns the type that all listed values have, where the document does not name it.
    fn type_of_values(&mut self, view: &View<'a>, values: &[&Value]) -> Type {
        let all = |fits: fn(&Value) -> bool| values.iter().all(|it| fits(it));
        if all(Value::is_boolean) {
            Type::Boolean
        } else if all(Value::is_number) {
            Type::Number
        } else if all(|it| it.is_number() || it.is_string()) {
            Type::NumberOrString
        } else {
            let instead = "list values of one type, or say the types with `oneOf`";
            self.untyped(&view.pointer, "an `enum` of values that are not all texts or numbers", instead)
        }
    }

    /// Makes an open enum of the values of several schemas.
    pub(super) fn enum_of(&mut self, view: &View<'a>, place: &Place, values: &[String]) -> Type {
        let shape = string_enum(values.iter().map(String::as_str), &[]);
        Type::Named(self.define(place, view, shape))
    }
}

/// Returns the names that the document has for the variants, if it lists one for each: another number of names does not
/// say which is whose. A null among them leaves its value to be its own name.
fn variant_names(view: &View<'_>, count: usize) -> Vec<Option<String>> {
    let extensions = &view.schema.schema_data.extensions;
    ["x-enum-varnames", "x-enumNames", "x-enum-names"]
        .iter()
        .filter_map(|key| extensions.get(*key)?.as_array())
        .find(|names| names.len() == count)
        .map(|names| names.iter().map(|it| it.as_str().map(str::to_owned)).collect())
        .unwrap_or_default()
}

fn string_enum<'v>(values: impl Iterator<Item = &'v str>, names: &[Option<String>]) -> Shape {
    let mut scope = Scope::default();
    let mut listed: Vec<EnumValue> = Vec::new();
    for (index, value) in values.enumerate() {
        if listed.iter().all(|it| it.value != value) {
            let text = names.get(index).and_then(Option::as_deref).unwrap_or(value);
            listed.push(EnumValue { name: scope.claim(Case::Variant, text, &[]), value: value.to_owned() });
        }
    }
    Shape::StringEnum { values: listed, fallback: scope.claim(Case::Variant, "unknown", &["value"]) }
}

fn integer_enum(values: impl Iterator<Item = i64>, names: &[Option<String>]) -> Shape {
    let mut scope = Scope::default();
    let mut listed: Vec<IntegerValue> = Vec::new();
    for (index, value) in values.enumerate() {
        if listed.iter().all(|it| it.value != value) {
            let text = names.get(index).cloned().flatten().unwrap_or_else(|| value.to_string());
            listed.push(IntegerValue { name: scope.claim(Case::Variant, &text, &[]), value });
        }
    }
    Shape::IntegerEnum { values: listed, fallback: scope.claim(Case::Variant, "unknown", &["value"]) }
}

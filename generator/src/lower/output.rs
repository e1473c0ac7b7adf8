//! `outputs` of `x-job`: methods of a result that give the places of what a job has made.

use serde_json::Value;

use super::Context;
use super::extension::{self, Extension};
use super::methods::Methods;
use crate::diagnostic::rules;
use crate::ir::{Field, Output, Shape, Type, TypeId};
use crate::pointer::Pointer;

impl Context<'_> {
    /// Lowers the outputs of a job to methods of the struct that is its result.
    pub(super) fn outputs(
        &mut self,
        job: &Extension<'_>,
        result: &Pointer,
        ty: &Type,
        methods: &mut Methods,
    ) {
        let Some(described) = job.optional("outputs") else { return };
        let at = job.at("outputs");
        let Value::Object(described) = described else {
            extension::wrong(self, &at, "an object");
            return;
        };
        let structure = match ty {
            Type::Named(id) | Type::Boxed(id) if matches!(self.types[id.0].shape, Shape::Struct(_)) => *id,
            _ => {
                let diagnostic = rules::OUTPUT_KIND.at(&at, "`outputs` of a result that is not an object");
                self.found.add(diagnostic.help("let `result` lead to an object with `properties`"));
                return;
            }
        };
        if matches!(&self.types[structure.0].shape, Shape::Struct(it) if !it.outputs.is_empty()) {
            self.found.add(rules::OUTPUTS_TWICE.at(&at, "`outputs` are given for the same result twice"));
            return;
        }
        let mut outputs = Vec::new();
        for (wire_name, places) in described {
            let fields = self.output_fields(places, &at.child(wire_name), result, structure);
            let Some(docs) = fields.first().map(|it| it.docs.clone()) else { continue };
            outputs.push(Output {
                name: methods.claim(self, structure, wire_name, "output"),
                wire_name: wire_name.clone(),
                fields: fields.into_iter().map(|it| it.name).collect(),
                docs,
            });
        }
        if let Shape::Struct(it) = &mut self.types[structure.0].shape {
            it.outputs = outputs;
        }
    }

    /// Returns the fields that one expression, or each of several, leads to.
    fn output_fields(&mut self, places: &Value, at: &Pointer, result: &Pointer, id: TypeId) -> Vec<Field> {
        let places: Vec<(&Value, Pointer)> = match places {
            Value::Array(several) => {
                several.iter().zip(0..).map(|(it, index)| (it, at.child(index))).collect()
            }
            one => vec![(one, at.clone())],
        };
        let mut fields = Vec::new();
        for (place, at) in places {
            let Some(pointer) = extension::place(self, place, &at) else { continue };
            let own = pointer.tokens().last().filter(|_| pointer.parent().as_ref() == Some(result));
            let field = own.and_then(|name| self.field_called(id, &name)).filter(|it| it.ty == Type::String);
            match field {
                Some(field) => fields.push(field.clone()),
                None => {
                    let text = "an output that is not a text right in the result";
                    self.found.add(rules::OUTPUT_KIND.at(&at, text));
                }
            }
        }
        fields
    }
}

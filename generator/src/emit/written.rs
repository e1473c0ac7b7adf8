//! Types as texts, word for word as the files of the crate have them.

use proc_macro2::TokenStream;

use super::follow_ups;
use super::imports::Imports;
use super::operations::{body_parts, success};
use super::rust_type::{field_type, parameter_argument, rust_type};
use crate::ir::{Api, Body, FollowUp, Operation, Parameter, Presence, Type};

/// Writes types of an API.
pub(crate) struct Written<'a>(Imports<'a>);

impl<'a> Written<'a> {
    pub(crate) fn new(api: &'a Api) -> Self {
        Self(Imports::new(api, None))
    }

    pub(crate) fn ty(&mut self, ty: &Type) -> String {
        text(&rust_type(ty, &mut self.0))
    }

    /// Writes the type of a field.
    pub(crate) fn field(&mut self, ty: &Type, presence: Presence) -> String {
        text(&field_type(ty, presence, &mut self.0))
    }

    /// Writes what an argument or a setter takes for a parameter.
    pub(crate) fn parameter(&mut self, parameter: &Parameter) -> String {
        text(&parameter_argument(&parameter.name, &parameter.ty, &mut self.0).ty)
    }

    /// Writes what an argument or a setter takes for a body.
    pub(crate) fn body(&mut self, body: &Body) -> String {
        text(&body_parts(body, &mut self.0).0)
    }

    /// Writes what the method of a link takes, and which method's call it makes.
    pub(crate) fn follow_up(&mut self, follow_up: &FollowUp) -> String {
        let target = self.0.api.operation(follow_up.target);
        let taken = follow_ups::arguments(follow_up, target, &mut self.0);
        let taken = taken.into_iter().map(|(name, ty)| format!(", {name}: {}", text(&ty)));
        format!("(client{}) -> call of {}", taken.collect::<String>(), target.name)
    }

    /// Writes what a call gives.
    pub(crate) fn success(&mut self, operation: &Operation) -> String {
        text(&success(operation, &mut self.0).0)
    }
}

/// Writes tokens of a type as people do: the tokens by themselves have a blank around each.
fn text(tokens: &TokenStream) -> String {
    let tight =
        [(" < ", "<"), (" >", ">"), (" :: ", "::"), (" ,", ","), ("& ", "&"), ("( ", "("), (" )", ")")];
    tight.into_iter().fold(tokens.to_string(), |text, (loose, tight)| text.replace(loose, tight))
}

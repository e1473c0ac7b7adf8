//! `$ref`s to components of the same document.

use openapiv3::{
    Components, Header, Link, Parameter, ReferenceOr, RequestBody, Response, Schema, SecurityScheme,
};

use super::Document;
use super::reference::{leads_nowhere, said};
use crate::diagnostic::{Diagnostic, rules};
use crate::pointer::Pointer;
use crate::suggest::nearest;

/// What a `$ref` leads to, and where that is.
pub(crate) struct Found<'a, T> {
    pub(crate) item: &'a T,
    pub(crate) pointer: Pointer,
}

/// A kind of component that can be referred to.
pub(crate) trait Resolve: Sized {
    /// The name of the kind under `components`.
    const KIND: &'static str;

    fn lookup<'a>(components: &'a Components, name: &str) -> Option<&'a ReferenceOr<Self>>;

    /// Returns the names of all components of this kind.
    fn names(components: &Components) -> impl Iterator<Item = &str>;
}

macro_rules! resolve {
    ($($kind:literal => $field:ident: $ty:ty),* $(,)?) => {$(
        impl Resolve for $ty {
            const KIND: &'static str = $kind;

            fn lookup<'a>(components: &'a Components, name: &str) -> Option<&'a ReferenceOr<Self>> {
                components.$field.get(name)
            }

            fn names(components: &Components) -> impl Iterator<Item = &str> {
                components.$field.keys().map(String::as_str)
            }
        }
    )*};
}

resolve! {
    "headers" => headers: Header,
    "links" => links: Link,
    "parameters" => parameters: Parameter,
    "requestBodies" => request_bodies: RequestBody,
    "responses" => responses: Response,
    "schemas" => schemas: Schema,
    "securitySchemes" => security_schemes: SecurityScheme,
}

impl Document {
    /// Follows `$ref`s, also from component to component, to what they stand for.
    pub(crate) fn resolve<'a, T: Resolve>(
        &'a self,
        mut item: &'a ReferenceOr<T>,
        at: &Pointer,
    ) -> Result<Found<'a, T>, Diagnostic> {
        let mut pointer = at.clone();
        let mut seen: Vec<(&String, Pointer)> = Vec::new();
        loop {
            match item {
                ReferenceOr::Item(item) => return Ok(Found { item, pointer }),
                ReferenceOr::Reference { reference } => {
                    if seen.iter().any(|(it, _)| *it == reference) {
                        return Err(circle(at, reference, &seen));
                    }
                    item = self.component::<T>(reference, &pointer)?;
                    seen.push((reference, pointer));
                    pointer = Pointer::from_fragment(reference).unwrap_or_default();
                }
            }
        }
    }

    /// Returns the component that a reference at a place leads to.
    pub(crate) fn component<T: Resolve>(
        &self,
        reference: &str,
        at: &Pointer,
    ) -> Result<&ReferenceOr<T>, Diagnostic> {
        let Some(name) = component_name::<T>(reference) else {
            let message = format!("{} does not lead to one of `components.{}`", said(reference), T::KIND);
            return Err(rules::WRONG_COMPONENT.at(&at.child("$ref"), message));
        };
        let components = self.openapi.components.as_ref();
        components.and_then(|it| T::lookup(it, &name)).ok_or_else(|| {
            let diagnostic = rules::UNRESOLVED_REFERENCE.at(&at.child("$ref"), leads_nowhere(reference));
            let guess = components.and_then(|it| nearest(&name, T::names(it)));
            diagnostic.did_you_mean(guess.map(|it| format!("#/components/{}/{it}", T::KIND)).as_deref())
        })
    }
}

/// Says that references lead back to where they began.
fn circle(at: &Pointer, reference: &str, seen: &[(&String, Pointer)]) -> Diagnostic {
    let message = format!("{} leads back to itself", said(reference));
    let diagnostic = rules::REFERENCE_CYCLE.at(&at.child("$ref"), message);
    let others = seen.iter().filter(|(_, place)| place != at);
    others.fold(diagnostic, |it, (_, place)| it.related(&place.child("$ref"), "on the way back"))
}

/// Returns the name in `#/components/<kind>/<name>`.
pub(crate) fn component_name<T: Resolve>(reference: &str) -> Option<String> {
    let rest = reference.strip_prefix("#/components/")?;
    let name = rest.strip_prefix(T::KIND)?.strip_prefix('/')?;
    (!name.contains('/')).then(|| name.replace("~1", "/").replace("~0", "~"))
}

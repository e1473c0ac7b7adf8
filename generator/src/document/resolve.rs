//! `$ref`s to components of the same document.

use openapiv3::{Components, Header, Link, Parameter, ReferenceOr, RequestBody, Response, Schema};

use super::Document;
use crate::diagnostic::Problem;
use crate::pointer::Pointer;

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
}

macro_rules! resolve {
    ($($kind:literal => $field:ident: $ty:ty),* $(,)?) => {$(
        impl Resolve for $ty {
            const KIND: &'static str = $kind;

            fn lookup<'a>(components: &'a Components, name: &str) -> Option<&'a ReferenceOr<Self>> {
                components.$field.get(name)
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
}

impl Document {
    /// Follows `$ref`s, also from component to component, to what they stand for.
    pub(crate) fn resolve<'a, T: Resolve>(
        &'a self,
        mut item: &'a ReferenceOr<T>,
        at: &Pointer,
    ) -> Result<Found<'a, T>, Problem> {
        let mut pointer = at.clone();
        let mut seen = Vec::new();
        loop {
            match item {
                ReferenceOr::Item(item) => return Ok(Found { item, pointer }),
                ReferenceOr::Reference { reference } => {
                    if seen.contains(&reference) {
                        return Err(Problem::ReferenceCycle(reference.clone()));
                    }
                    seen.push(reference);
                    let name = component_name::<T>(reference)?;
                    item = self.component::<T>(&name, reference)?;
                    pointer = Pointer::root().child("components").child(T::KIND).child(name);
                }
            }
        }
    }

    /// Returns a component; `reference` is what asked for it.
    pub(crate) fn component<T: Resolve>(
        &self,
        name: &str,
        reference: &str,
    ) -> Result<&ReferenceOr<T>, Problem> {
        self.openapi
            .components
            .as_ref()
            .and_then(|components| T::lookup(components, name))
            .ok_or_else(|| Problem::UnresolvedReference(reference.to_owned()))
    }
}

/// Returns the name in `#/components/<kind>/<name>`.
pub(crate) fn component_name<T: Resolve>(reference: &str) -> Result<String, Problem> {
    reference
        .strip_prefix("#/components/")
        .and_then(|rest| rest.strip_prefix(T::KIND)?.strip_prefix('/'))
        .filter(|name| !name.contains('/'))
        .map(|name| name.replace("~1", "/").replace("~0", "~"))
        .ok_or_else(|| Problem::ForeignReference(reference.to_owned()))
}

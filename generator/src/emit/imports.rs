//! The `use` lines of a file: gathered while its contents are printed.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::ir::{Api, OperationId, TypeId};

/// What a file uses by its short name.
pub(super) struct Imports<'a> {
    pub(super) api: &'a Api,
    /// The module of types that the file is, if it is one: its own types need no `use`.
    module: Option<&'a str>,
    /// Names that the file has for something else.
    own: &'static [&'static str],
    /// The feature without which what is printed now is left out, and what it uses is not there.
    feature: Option<&'a str>,
    /// Names, where they come from, and the features that need them; none when they are always needed.
    uses: BTreeMap<(Origin<'a>, &'a str), BTreeSet<&'a str>>,
}

/// Where a name comes from, in the order of the `use` lines.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Origin<'a> {
    Collections,
    Runtime,
    /// The operations of a tag, by its module.
    Operations(&'a str),
    Client,
    Crate,
    Types,
}

impl<'a> Imports<'a> {
    pub(super) fn new(api: &'a Api, module: Option<&'a str>) -> Self {
        Self { api, module, own: &[], feature: None, uses: BTreeMap::new() }
    }

    /// Makes those of a file with names of its own; a type with one of them is named by its path.
    pub(super) fn beside(api: &'a Api, own: &'static [&'static str]) -> Self {
        Self { own, ..Self::new(api, None) }
    }

    /// Prints something that is there with a feature only.
    pub(super) fn within<T>(&mut self, feature: Option<&'a str>, print: impl FnOnce(&mut Self) -> T) -> T {
        let outside = std::mem::replace(&mut self.feature, feature);
        let printed = print(self);
        self.feature = outside;
        printed
    }

    /// Uses a name of the runtime that no type of the document can have.
    pub(super) fn runtime(&mut self, name: &'static str) -> TokenStream {
        self.name(Origin::Runtime, name)
    }

    /// Uses a name of the runtime, with its path where a type of the document has the same name.
    pub(super) fn runtime_or_path(&mut self, name: &'static str) -> TokenStream {
        let is_known = self.uses.contains_key(&(Origin::Runtime, name));
        if is_known || !self.is_type(name) {
            return self.runtime(name);
        }
        let name = ident(name);
        quote!(runtime::#name)
    }

    /// Names the trait of the standard library, with its path where a type of the document has its name.
    pub(super) fn future(&self) -> TokenStream {
        if self.is_type("Future") { quote!(std::future::Future) } else { quote!(Future) }
    }

    fn is_type(&self, name: &str) -> bool {
        self.api.types.iter().any(|it| it.name == name)
    }

    pub(super) fn named(&mut self, id: TypeId) -> TokenStream {
        let definition = self.api.type_def(id);
        let name = ident(&definition.name);
        if self.module == Some(&definition.module) {
            return quote!(#name);
        }
        if self.own.contains(&definition.name.as_str()) {
            return quote!(crate::types::#name);
        }
        self.name(Origin::Types, &definition.name)
    }

    pub(super) fn map(&mut self) -> TokenStream {
        self.name(Origin::Collections, "BTreeMap")
    }

    pub(super) fn client(&mut self) -> TokenStream {
        self.name(Origin::Client, "Client")
    }

    /// Uses the descriptions of jobs.
    pub(super) fn jobs(&mut self) -> TokenStream {
        self.name(Origin::Crate, "jobs")
    }

    /// Uses the type of a call, outside of the file that it is in.
    pub(super) fn call(&mut self, operation: OperationId, name: &'a str) -> TokenStream {
        self.name(Origin::Operations(&self.api.tags[operation.tag].name), name)
    }

    fn name(&mut self, origin: Origin<'a>, name: &'a str) -> TokenStream {
        let needed = self.feature.into_iter().collect();
        let features = self.uses.entry((origin, name)).or_insert(needed);
        match self.feature {
            // It is always needed already.
            _ if features.is_empty() => {}
            Some(feature) => drop(features.insert(feature)),
            None => features.clear(),
        }
        let name = ident(name);
        quote!(#name)
    }

    /// Prints the `use` lines: the standard library, the runtime, the crate.
    pub(super) fn tokens(&self) -> TokenStream {
        let mut lines: BTreeMap<(Origin<'a>, &BTreeSet<&str>), Vec<&str>> = BTreeMap::new();
        for ((origin, name), features) in &self.uses {
            lines.entry((*origin, features)).or_default().push(name);
        }
        let lines = lines.into_iter().map(|((origin, features), names)| {
            let condition = condition(features.iter().copied());
            let from = match origin {
                Origin::Collections => quote!(std::collections),
                Origin::Runtime => quote!(runtime),
                Origin::Crate => quote!(crate),
                Origin::Client => quote!(crate::client),
                Origin::Operations(tag) => {
                    let tag = ident(tag);
                    quote!(crate::api::#tag)
                }
                Origin::Types if self.module.is_some() => quote!(super),
                Origin::Types => quote!(crate::types),
            };
            let names: Vec<_> = names.into_iter().map(ident).collect();
            match names.as_slice() {
                [name] => quote!(#condition use #from::#name;),
                names => quote!(#condition use #from::{#(#names),*};),
            }
        });
        quote!(#(#lines)*)
    }
}

/// Prints the condition that one of some features is on; none of them is no condition.
pub(super) fn condition<'f>(features: impl Iterator<Item = &'f str>) -> Option<TokenStream> {
    let features: Vec<&str> = features.collect();
    match features.as_slice() {
        [] => None,
        [feature] => Some(quote!(#[cfg(feature = #feature)])),
        features => Some(quote!(#[cfg(any(#(feature = #features),*))])),
    }
}

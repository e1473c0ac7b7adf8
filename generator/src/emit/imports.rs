//! The `use` lines of a file: gathered while its contents are printed.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::ir::{Api, TypeId};

/// What a file uses by its short name.
pub(super) struct Imports<'a> {
    pub(super) api: &'a Api,
    /// The module of types that the file is, if it is one: its own types need no `use`.
    module: Option<&'a str>,
    runtime: BTreeSet<&'static str>,
    types: BTreeSet<&'a str>,
    maps: bool,
}

impl<'a> Imports<'a> {
    pub(super) fn new(api: &'a Api, module: Option<&'a str>) -> Self {
        Self { api, module, runtime: BTreeSet::new(), types: BTreeSet::new(), maps: false }
    }

    pub(super) fn runtime(&mut self, name: &'static str) -> TokenStream {
        self.runtime.insert(name);
        let name = ident(name);
        quote!(#name)
    }

    pub(super) fn named(&mut self, id: TypeId) -> TokenStream {
        let definition = self.api.type_def(id);
        if self.module != Some(&definition.module) {
            self.types.insert(&definition.name);
        }
        let name = ident(&definition.name);
        quote!(#name)
    }

    pub(super) fn map(&mut self) -> TokenStream {
        self.maps = true;
        quote!(BTreeMap)
    }

    /// Prints the `use` lines: the standard library, the runtime, the crate.
    pub(super) fn tokens(&self, client: bool) -> TokenStream {
        let maps = self.maps.then(|| {
            quote!(
                use std::collections::BTreeMap;
            )
        });
        let client = client.then(|| {
            quote!(
                use crate::client::Client;
            )
        });
        let runtime = list(quote!(runtime), self.runtime.iter().copied());
        let from = if self.module.is_some() { quote!(super) } else { quote!(crate::types) };
        let types = list(from, self.types.iter().copied());
        quote!(#maps #runtime #client #types)
    }
}

fn list<'n>(from: TokenStream, names: impl Iterator<Item = &'n str>) -> Option<TokenStream> {
    let names: Vec<_> = names.map(ident).collect();
    match names.as_slice() {
        [] => None,
        [name] => Some(quote!(use #from::#name;)),
        names => Some(quote!(use #from::{#(#names),*};)),
    }
}

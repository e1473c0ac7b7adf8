//! Definitions to files: one for each component or operation, with what is inside of it.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::{Imports, condition};
use super::{docs, enums, ident, objects, unions};
use crate::ir::{Api, Derive, Shape, TypeDef};

/// The definitions of one file.
pub(super) struct Module<'a> {
    pub(super) name: &'a str,
    types: Vec<&'a TypeDef>,
}

impl Module<'_> {
    /// Returns the place in the document that the file is made from.
    pub(super) fn pointer(&self) -> String {
        self.types[0].pointer.to_string()
    }

    /// Prints the condition under which the file is needed: that of any type in it.
    fn condition(&self) -> Option<TokenStream> {
        if self.types.iter().any(|it| it.features.is_empty()) {
            return None;
        }
        let features: BTreeSet<&str> =
            self.types.iter().flat_map(|it| &it.features).map(String::as_str).collect();
        condition(features.into_iter())
    }
}

/// Returns the files, ordered by name; in each, what is inside follows what it is inside of.
pub(super) fn by_module(api: &Api) -> Vec<Module<'_>> {
    let mut modules: std::collections::BTreeMap<&str, Vec<&TypeDef>> = Default::default();
    for definition in api.types.iter().filter(|it| it.written) {
        modules.entry(&definition.module).or_default().push(definition);
    }
    modules.into_iter().map(|(name, types)| Module { name, types }).collect()
}

/// Prints the list of files, with all types at one place.
pub(super) fn modules(api: &Api) -> TokenStream {
    let inner = docs::inner(&["The types of requests and responses.".to_owned()]);
    let modules = by_module(api);
    let lines = modules.iter().map(|module| {
        let (name, condition) = (ident(module.name), module.condition());
        let mut names: Vec<&str> = module.types.iter().map(|it| it.name.as_str()).collect();
        names.sort_unstable();
        let names: Vec<_> = names.into_iter().map(ident).collect();
        let names = if let [name] = names.as_slice() { quote!(#name) } else { quote!({ #(#names),* }) };
        quote!(#condition mod #name; #condition pub use #name::#names;)
    });
    quote!(#inner #(#lines)*)
}

/// Prints one file.
pub(super) fn module<'a>(api: &'a Api, module: &Module<'a>) -> TokenStream {
    let mut imports = Imports::new(api, Some(module.name));
    let types: Vec<_> = module.types.iter().map(|it| definition(it, &mut imports)).collect();
    let uses = imports.tokens();
    quote!(#uses #(#types)*)
}

fn definition<'a>(definition: &'a TypeDef, imports: &mut Imports<'a>) -> TokenStream {
    match &definition.shape {
        Shape::Struct(it) => objects::structure(definition, it, imports),
        Shape::Alternatives(it) => objects::alternatives(definition, it, imports),
        Shape::StringEnum { values, fallback } => enums::string_enum(definition, values, fallback),
        Shape::IntegerEnum { values, fallback } => enums::integer_enum(definition, values, fallback),
        Shape::Union(it) => unions::union(definition, it, imports),
        Shape::ByStatus(it) => unions::by_status(definition, it, imports),
    }
}

/// Prints what stands above every definition: documentation, derives, and that it may grow.
pub(super) fn head(definition: &TypeDef) -> TokenStream {
    let mut text = definition.docs.clone();
    if definition.deprecated {
        text.own(docs::DEPRECATED);
    }
    let docs = docs::docs_or(&text, "A type of the document.");
    let derives = definition.derives.iter().map(|it| {
        ident(match it {
            Derive::Clone => "Clone",
            Derive::Debug => "Debug",
            Derive::Default => "Default",
            Derive::PartialEq => "PartialEq",
        })
    });
    quote!(#docs #[non_exhaustive] #[derive(#(#derives),*)])
}

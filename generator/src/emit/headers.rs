//! Documented headers of answers to structs that are read from the headers that came.
//!
//! ```text
//! pub struct RateLimit { pub x_ratelimit_limit: Option<i64>, pub x_ratelimit_reset: Option<String> }
//! runtime::headers! { RateLimit { x_ratelimit_limit = "X-RateLimit-Limit", .. } }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::rust_type::rust_type;
use super::{docs, ident};
use crate::doc_text::{code, wrap};
use crate::ir::{Api, Headers, HeadersId};

/// Prints the module of all headers.
pub(super) fn headers(api: &Api) -> TokenStream {
    let mut sets: Vec<&Headers> = api.headers.iter().collect();
    sets.sort_by_key(|it| &it.name);
    let example = sets.first().map_or("", |it| &it.name);
    let docs = docs::inner(&[
        "The headers that come with answers, as far as the document describes them.".to_owned(),
        String::new(),
        "`response()` of a call gives the headers with the value, and an error has those of its answer:"
            .to_owned(),
        format!(
            "`{example}::from(&answer.headers)` reads what is there. What is missing or not of its type is `None`."
        ),
    ]);
    let mut imports = Imports::new(api, None);
    let sets: Vec<_> = sets.into_iter().map(|it| set(it, &mut imports)).collect();
    quote!(#docs #(#sets)*)
}

fn set(set: &Headers, imports: &mut Imports<'_>) -> TokenStream {
    let names: Vec<String> = set.members.iter().map(|it| code(&it.wire_name)).collect();
    let mut lines = Vec::new();
    wrap(&format!("Headers of answers: {}.", names.join(", ")), "", "", &mut lines);
    let (head, name) = (docs::lines(&lines), ident(&set.name));
    let fields = set.members.iter().map(|it| {
        let mut text = it.docs.clone();
        if it.deprecated {
            text.own(docs::DEPRECATED);
        }
        let (docs, name, ty) = (docs::docs(&text), ident(&it.name), rust_type(&it.ty, imports));
        quote!(#docs pub #name: Option<#ty>)
    });
    let fields: Vec<_> = fields.collect();
    let entries = set.members.iter().map(|it| {
        let (name, wire_name) = (ident(&it.name), &it.wire_name);
        quote!(#name = #wire_name)
    });
    quote! {
        #head
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#fields,)* }
        runtime::headers! { #name { #(#entries,)* } }
    }
}

/// Returns the link to the type of some headers.
pub(super) fn link(api: &Api, id: HeadersId) -> String {
    let name = &api.headers[id.0].name;
    format!("[`headers::{name}`](crate::headers::{name})")
}

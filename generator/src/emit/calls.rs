//! Calls with setters: the types that methods with optional parameters return.
//!
//! ```text
//! pub struct SearchVoicesCall(Call<VoiceList>);
//! impl SearchVoicesCall {
//!     pub fn limit(self, limit: i64) -> Self { Self(self.0.with_query("limit", limit)) }
//! }
//! runtime::call!(SearchVoicesCall -> VoiceList);
//! ```

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::imports::Imports;
use super::operations::{body_parts, parameter_step, success};
use super::rust_type::parameter_argument;
use super::{docs, ident};
use crate::ir::{Body, Operation, Parameter};

/// Prints the type of a call, if the operation has something to set.
pub(super) fn call(operation: &Operation, imports: &mut Imports<'_>) -> Option<TokenStream> {
    let name = ident(&operation.call.as_ref()?.name);
    let call = imports.runtime("Call");
    let (ty, _) = success(operation, imports);
    let parameters = operation.parameters.iter().filter(|it| !it.required).map(|it| setter(it, imports));
    let parameters: Vec<_> = parameters.collect();
    let body = operation.body.as_ref().filter(|it| !it.required);
    let body = body.map(|it| body_setter(it, operation.asked_by.as_deref(), imports));
    let docs = docs::lines(&[format!(
        "A call of [`Client::{}`]: what is optional can be set before it is awaited.",
        operation.name
    )]);
    Some(quote! {
        #docs
        #[must_use = "nothing is sent before the call is awaited"]
        pub struct #name(#call<#ty>);
        impl #name { #(#parameters)* #body }
        runtime::call!(#name -> #ty);
    })
}

fn setter(parameter: &Parameter, imports: &mut Imports<'_>) -> TokenStream {
    let docs = docs::docs(&parameter.docs);
    let deprecated =
        parameter.deprecated.then(|| quote!(#[deprecated = "the document advises against this parameter"]));
    let name = ident(&parameter.name);
    let argument = parameter_argument(&parameter.name, &parameter.ty, imports);
    let (ty, value) = (argument.ty, argument.value);
    let (method, arguments) = parameter_step(parameter, &value, imports);
    let method = format_ident!("with_{method}");
    quote! {
        #docs
        #deprecated
        pub fn #name(self, #name: #ty) -> Self { Self(self.0.#method(#arguments)) }
    }
}

fn body_setter(body: &Body, asked_by: Option<&str>, imports: &mut Imports<'_>) -> TokenStream {
    let (name, (ty, method, arguments)) = (ident(&body.name), body_parts(body, imports));
    let method = format_ident!("with_{method}");
    let asked = asked_by.map(|member| quote!(.with_body_field(#member, true)));
    quote! {
        #[doc = " Sets the body of the request."]
        pub fn #name(self, #name: #ty) -> Self { Self(self.0.#method(#arguments) #asked) }
    }
}

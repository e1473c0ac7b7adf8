//! Links to methods of the response that has what they need.
//!
//! ```text
//! impl PreparedUpload {
//!     pub fn complete_upload(&self, client: &Client) -> Option<Call<CompletedUpload>> {
//!         Some(client.complete_upload(self.upload_id.clone()?))
//!     }
//! }
//! ```

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::imports::{Imports, condition};
use super::operations::{body_parts, success};
use super::rust_type::parameter_argument;
use super::{docs, ident};
use crate::doc_text::wrap;
use crate::ir::{FollowUp, FollowUpValue, Operation, Pass, Presence, Shape, Struct, Type};

/// Prints the methods that make the calls a struct links to.
pub(super) fn methods<'a>(
    name: &Ident,
    structure: &'a Struct,
    imports: &mut Imports<'a>,
) -> Option<TokenStream> {
    if structure.follow_ups.is_empty() {
        return None;
    }
    let methods = structure
        .follow_ups
        .iter()
        .map(|it| imports.within(it.feature.as_deref(), |imports| method(it, structure, imports)));
    let methods: Vec<_> = methods.collect();
    Some(quote!(impl #name { #(#methods)* }))
}

fn method<'a>(follow_up: &FollowUp, structure: &Struct, imports: &mut Imports<'a>) -> TokenStream {
    let target = imports.api.operation(follow_up.target);
    let docs = docs::lines(&method_docs(follow_up, target));
    let feature = condition(follow_up.feature.as_deref().into_iter());
    let lints = lints(follow_up, target);
    let arguments = arguments(follow_up, target, imports);
    let arguments = arguments.into_iter().map(|(name, ty)| quote!(#name: #ty));
    let mut passed = Vec::new();
    let mut set = Vec::new();
    for (index, parameter) in target.parameters.iter().enumerate() {
        let name = ident(&parameter.name);
        let filled = follow_up.values.iter().find(|(filled, _)| *filled == index);
        match filled.map(|(_, it)| value(it, structure, imports)) {
            Some(value) if parameter.required => passed.push(value),
            Some(value) => set.push(quote!(.#name(#value))),
            None if parameter.required => passed.push(quote!(#name)),
            None => {}
        }
    }
    if let Some(body) = target.body.as_ref().filter(|it| it.required) {
        let name = ident(&body.name);
        passed.push(quote!(#name));
    }
    let (name, called) = (ident(&follow_up.name), ident(&target.name));
    let (client, call) = (imports.client(), call_type(follow_up, target, imports));
    quote! {
        #docs
        #feature
        #lints
        pub fn #name(&self, client: &#client, #(#arguments),*) -> Option<#call> {
            Some(client.#called(#(#passed),*)#(#set)*)
        }
    }
}

/// Returns what the operation requires and the link does not fill.
pub(super) fn arguments<'a>(
    follow_up: &FollowUp,
    target: &'a Operation,
    imports: &mut Imports<'a>,
) -> Vec<(Ident, TokenStream)> {
    let is_filled = |index: usize| follow_up.values.iter().any(|(filled, _)| *filled == index);
    let parameters = target.parameters.iter().enumerate();
    let open = parameters.filter(|(index, it)| it.required && !is_filled(*index));
    let parameters = open.map(|(_, it)| (ident(&it.name), parameter_argument(&it.name, &it.ty, imports).ty));
    let mut arguments: Vec<_> = parameters.collect();
    let body = target.body.as_ref().filter(|it| it.required);
    arguments.extend(body.map(|it| (ident(&it.name), body_parts(it, imports).0)));
    arguments
}

fn method_docs(follow_up: &FollowUp, target: &Operation) -> Vec<String> {
    let mut lines = follow_up.docs.lines.clone();
    lines.push(String::new());
    let name = &target.name;
    let text = format!(
        "Calls [`Client::{name}`](crate::Client::{name}); `None` when this response lacks what the call needs."
    );
    wrap(&text, "", "", &mut lines);
    lines
}

fn lints(follow_up: &FollowUp, target: &Operation) -> TokenStream {
    let deprecated =
        target.deprecated.then(|| quote!(#[deprecated = "the document advises against this operation"]));
    let is_old = |index: usize| target.parameters[index].deprecated && !target.parameters[index].required;
    let uses_old = target.deprecated || follow_up.values.iter().any(|(index, _)| is_old(*index));
    let expects = uses_old
        .then(|| quote!(#[expect(deprecated, reason = "the document links to what it advises against")]));
    quote!(#deprecated #expects)
}

fn call_type<'a>(follow_up: &FollowUp, target: &'a Operation, imports: &mut Imports<'a>) -> TokenStream {
    if let Some(call) = &target.call {
        return imports.call(follow_up.target, &call.name);
    }
    let (call, (ty, _)) = (imports.runtime("Call"), success(target, imports));
    quote!(#call<#ty>)
}

/// Prints the value of a parameter; a member that is not there ends the method.
fn value(value: &FollowUpValue, structure: &Struct, imports: &mut Imports<'_>) -> TokenStream {
    match value {
        FollowUpValue::Boolean(it) => quote!(#it),
        FollowUpValue::Integer(it) => literal(Literal::i64_unsuffixed(*it)),
        FollowUpValue::Number(it) => literal(Literal::f64_unsuffixed(*it)),
        FollowUpValue::Text(it) => quote!(#it),
        FollowUpValue::Variant(id, variant) => {
            let (name, variant) = (imports.named(*id), ident(variant));
            quote!(#name::#variant)
        }
        FollowUpValue::Member { path, pass } => member(path, *pass, structure, imports),
    }
}

fn literal(literal: Literal) -> TokenStream {
    quote!(#literal)
}

fn member(path: &[String], pass: Pass, structure: &Struct, imports: &Imports<'_>) -> TokenStream {
    let mut place = quote!(self);
    let mut structure = Some(structure);
    for (index, name) in path.iter().enumerate() {
        let field = structure.and_then(|it| it.fields.iter().find(|it| it.name == *name));
        let (presence, ty) = field.map_or((Presence::Required, &Type::Value), |it| (it.presence, &it.ty));
        let name = ident(name);
        place = quote!(#place.#name);
        let options = match presence {
            Presence::Required => 0,
            Presence::Optional | Presence::RequiredNullable => 1,
            Presence::OptionalNullable => 2,
        };
        let is_last = index + 1 == path.len();
        let questions = std::iter::repeat_n(quote!(?), options);
        place = match pass {
            Pass::Copy if is_last => quote!(#place #(#questions)*),
            Pass::Clone if is_last => quote!(#place.clone() #(#questions)*),
            _ => {
                let steps = std::iter::repeat_n(quote!(.as_ref()?), options);
                quote!(#place #(#steps)*)
            }
        };
        structure = ty.named().and_then(|id| match &imports.api.type_def(id).shape {
            Shape::Struct(it) => Some(it),
            _ => None,
        });
    }
    if pass == Pass::Text { quote!(#place.to_string()) } else { place }
}

//! Objects to structs with setters, and choices between groups of members to enums.
//!
//! ```text
//! pub struct CoverRequest { pub input: CoverInput, pub voice_id: String, pub pitch: Option<i64> }
//! impl CoverRequest {
//!     pub fn new(input: CoverInput, voice_id: impl Into<String>) -> Self { .. }
//!     pub fn pitch(mut self, pitch: i64) -> Self { self.pitch = Some(pitch); self }
//! }
//! runtime::object! { CoverRequest { required voice_id = "voice_id", optional pitch = "pitch", rest extra } }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::rust_type::{argument, field_type, rust_type};
use super::type_files::head;
use super::{docs, follow_ups, forms, ident, outputs};
use crate::ir::{Alternative, Codec, Derive, Field, FieldKind, Presence, Rest, Struct, Type, TypeDef};

/// Prints a struct, its constructor and setters, and its codec.
pub(super) fn structure<'a>(
    definition: &TypeDef,
    structure: &'a Struct,
    imports: &mut Imports<'a>,
) -> TokenStream {
    let (head, name) = (head(definition), ident(&definition.name));
    let fields: Vec<_> = structure.fields.iter().map(|it| field(it, imports)).collect();
    let rest_field = structure.rest.as_ref().map(|it| rest_field(it, imports));
    let setters = definition.usage.request.then(|| setters(definition, structure, imports));
    let form = forms::into_form(&name, structure, imports);
    let outputs = outputs::methods(&name, structure);
    let follow_ups = follow_ups::methods(&name, structure, imports);
    let codec = codec(definition, structure);
    quote! {
        #head
        pub struct #name { #(#fields,)* #rest_field }
        #setters
        #outputs
        #follow_ups
        #form
        #codec
    }
}

fn field(field: &Field, imports: &mut Imports<'_>) -> TokenStream {
    let mut text = field.docs.clone();
    if field.deprecated {
        text.own(docs::DEPRECATED);
    }
    let docs = docs::docs(&text);
    let (name, ty) = (ident(&field.name), field_type(&field.ty, field.presence, imports));
    quote!(#docs pub #name: #ty)
}

/// Prints the kind of map that keeps what is not listed: JSON's own, or one of typed values.
fn rest_map(rest: &Rest, imports: &mut Imports<'_>) -> TokenStream {
    if rest.value == Type::Value { imports.runtime("Map") } else { imports.map() }
}

fn rest_field(rest: &Rest, imports: &mut Imports<'_>) -> TokenStream {
    let (name, map) = (ident(&rest.name), rest_map(rest, imports));
    let value = rust_type(&rest.value, imports);
    quote! {
        #[doc = " The members that the document doesn't list."]
        pub #name: #map<String, #value>,
    }
}

/// Prints the constructor, which takes what is required, and a setter for everything else.
fn setters(definition: &TypeDef, structure: &Struct, imports: &mut Imports<'_>) -> TokenStream {
    let name = ident(&definition.name);
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    let mut setters = Vec::new();
    for field in &structure.fields {
        let field_name = ident(&field.name);
        let argument = argument(&field.name, &field.ty, field.presence, imports);
        let (ty, value) = (&argument.ty, &argument.value);
        if matches!(field.presence, Presence::Required | Presence::RequiredNullable) {
            arguments.push(quote!(#field_name: #ty));
            values.push(if argument.is_plain { quote!(#value) } else { quote!(#field_name: #value) });
        } else {
            values.push(quote!(#field_name: None));
            setters.push(setter(field, ty, value));
        }
    }
    if let Some(rest) = &structure.rest {
        let (name, map) = (ident(&rest.name), rest_map(rest, imports));
        values.push(quote!(#name: #map::new()));
    }
    let new = if definition.derives.contains(&Derive::Default) {
        constructor("Creates a value with nothing set.", &[], &quote!(Default::default()))
    } else {
        let docs = "Creates a value from what is required; the rest can be set on it.";
        constructor(docs, &arguments, &quote!(Self { #(#values),* }))
    };
    quote!(impl #name { #new #(#setters)* })
}

fn constructor(docs: &str, arguments: &[TokenStream], body: &TokenStream) -> TokenStream {
    let docs = docs::lines(&[docs.to_owned()]);
    let expects = (arguments.len() > 7)
        .then(|| quote!(#[expect(clippy::too_many_arguments, reason = "the document requires all of them")]));
    quote! {
        #docs
        #expects
        #[must_use]
        pub fn new(#(#arguments),*) -> Self { #body }
    }
}

fn setter(field: &Field, ty: &TokenStream, value: &TokenStream) -> TokenStream {
    let summary = docs::lines(field.docs.summary());
    let deprecated =
        field.deprecated.then(|| quote!(#[deprecated = "the document advises against this member"]));
    let name = ident(&field.name);
    quote! {
        #summary
        #deprecated
        #[must_use]
        pub fn #name(mut self, #name: #ty) -> Self {
            self.#name = Some(#value);
            self
        }
    }
}

/// Prints the line that makes the struct readable from JSON and writable to it.
fn codec(definition: &TypeDef, structure: &Struct) -> Option<TokenStream> {
    let name = ident(&definition.name);
    let members = structure.fields.iter().map(|field| {
        let (name, wire_name, as_number) = (ident(&field.name), &field.wire_name, as_number(&field.ty));
        match (field.kind, field.presence) {
            (FieldKind::Alternatives, _) => quote!(alternatives #name),
            (_, Presence::Required) => quote!(required #name = #wire_name #as_number),
            (_, Presence::Optional) => quote!(optional #name = #wire_name #as_number),
            (_, Presence::RequiredNullable) => quote!(required_nullable #name = #wire_name #as_number),
            (_, Presence::OptionalNullable) => quote!(nullable #name = #wire_name #as_number),
        }
    });
    let rest = structure.rest.as_ref().map(|it| {
        let (name, as_number) = (ident(&it.name), as_number(&it.value));
        quote!(rest #name #as_number)
    });
    let entries = members.chain(rest);
    match definition.codec {
        Codec::Both => Some(quote!(runtime::object! { #name { #(#entries,)* } })),
        Codec::Serialize => Some(quote!(runtime::object! { serialize #name { #(#entries,)* } })),
        Codec::None => None,
    }
}

/// Prints how floats are written, if a value is one or holds some.
fn as_number(ty: &Type) -> Option<TokenStream> {
    ty.is_of_floats().then(|| quote!(as number))
}

/// Prints a choice between groups of members.
pub(super) fn alternatives(
    definition: &TypeDef,
    alternatives: &[Alternative],
    imports: &mut Imports<'_>,
) -> TokenStream {
    let (head, name) = (head(definition), ident(&definition.name));
    let variants: Vec<_> = alternatives
        .iter()
        .map(|it| {
            let (docs, name) = (docs::docs(&it.docs), ident(&it.name));
            match it.fields.as_slice() {
                [one] => {
                    let ty = rust_type(&one.ty, imports);
                    quote!(#docs #name(#ty))
                }
                several => {
                    let fields = several.iter().map(|it| {
                        let (docs, name) = (docs::docs(&it.docs), ident(&it.name));
                        let ty = field_type(&it.ty, it.presence, imports);
                        quote!(#docs #name: #ty)
                    });
                    quote!(#docs #name { #(#fields),* })
                }
            }
        })
        .collect();
    let form = forms::add_to_form(&name, alternatives, imports);
    let members = (definition.codec != Codec::None).then(|| members(&name, alternatives));
    quote! {
        #head
        pub enum #name { #(#variants,)* }
        #form
        #members
    }
}

/// Prints a match arm for each group, with what is done for each of its members.
pub(super) fn arms(
    alternatives: &[Alternative],
    step: impl Fn(usize, &Field, &Alternative) -> TokenStream,
) -> Vec<TokenStream> {
    alternatives
        .iter()
        .map(|it| {
            let name = ident(&it.name);
            let pattern = match it.fields.as_slice() {
                [one] => {
                    let one = bound(one);
                    quote!(Self::#name(#one))
                }
                several => {
                    let several = several.iter().map(|it| {
                        let (name, bound) = (ident(&it.name), bound(it));
                        if name == bound { quote!(#name) } else { quote!(#name: #bound) }
                    });
                    quote!(Self::#name { #(#several),* })
                }
            };
            let steps = it.fields.iter().enumerate().map(|(index, field)| step(index, field, it));
            quote!(#pattern => { #(#steps;)* })
        })
        .collect()
}

/// Returns what a member is bound to, which is not what the members are added to.
pub(super) fn bound(field: &Field) -> proc_macro2::Ident {
    match field.name.as_str() {
        name @ ("form" | "member") => quote::format_ident!("{name}_member"),
        name => ident(name),
    }
}

fn members(name: &proc_macro2::Ident, alternatives: &[Alternative]) -> TokenStream {
    let arms = arms(alternatives, |_, field, _| {
        let (name, wire_name) = (bound(field), &field.wire_name);
        if field.ty.is_of_floats() {
            quote!(member.take(#wire_name, &runtime::number(#name)))
        } else {
            quote!(member.take(#wire_name, #name))
        }
    });
    quote! {
        impl runtime::Members for #name {
            fn each(&self, member: &mut runtime::EachMember<'_>) {
                match self { #(#arms)* }
            }
        }
    }
}

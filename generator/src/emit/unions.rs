//! Unions to enums of types, told apart by a tag, by their look, or by the status of the response.
//!
//! ```text
//! pub enum Shape { Circle(Circle), Square(Square), Unknown(Value) }
//! runtime::tagged_union! { Shape by "kind" { Circle = ["circle"], Square = ["square"], else Unknown } }
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::imports::Imports;
use super::rust_type::rust_type;
use super::type_files::head;
use super::{docs, ident};
use crate::ir::{Codec, Condition, JsonKind, Payload, StatusVariant, TypeDef, Union, UnionTag};

/// Prints one of several types.
pub(super) fn union(definition: &TypeDef, union: &Union, imports: &mut Imports<'_>) -> TokenStream {
    let (head, name) = (head(definition), ident(&definition.name));
    let (variants, codec) = (variants(union, imports), codec(&name, union, definition.codec));
    quote! {
        #head
        pub enum #name { #variants }
        #codec
    }
}

/// Prints the variants of a union, that for anything else last.
pub(super) fn variants(union: &Union, imports: &mut Imports<'_>) -> TokenStream {
    let variants = union.variants.iter().map(|it| {
        let (name, ty) = (ident(&it.name), rust_type(&it.ty, imports));
        let docs = docs::docs_or(&it.docs, &format!("As `{}`.", it.name));
        quote!(#docs #name(#ty))
    });
    let variants: Vec<_> = variants.collect();
    let (fallback, value) = (ident(&union.fallback), imports.runtime("Value"));
    quote! {
        #(#variants,)*
        #[doc = " A value that fits none of the document's types."]
        #fallback(#value),
    }
}

/// Prints the line that makes a union readable from JSON and writable to it.
pub(super) fn codec(name: &Ident, union: &Union, codec: Codec) -> TokenStream {
    let fallback = ident(&union.fallback);
    let entries = union.variants.iter().map(|it| {
        let name = ident(&it.name);
        match &it.tag {
            UnionTag::Values(values) => quote!(#name = [#(#values),*]),
            UnionTag::Kind(kind, required) => {
                let kind = ident(json_kind(*kind));
                let conditions = required.iter().map(|Condition { member, kind, values }| {
                    let of = kind.map(|it| ident(json_kind(it))).map(|it| quote!(: #it));
                    let texts = (!values.is_empty()).then(|| quote!(= #(#values)|*));
                    quote!(#member #of #texts)
                });
                let required = (!required.is_empty()).then(|| quote!([#(#conditions),*]));
                let held = it.ty.is_of_floats().then(|| quote!((number)));
                quote!(#name = #kind #held #required)
            }
        }
    });
    let only = (codec == Codec::Serialize).then(|| quote!(serialize));
    match &union.discriminator {
        Some(by) => quote!(runtime::tagged_union! { #only #name by #by { #(#entries,)* else #fallback } }),
        None => quote!(runtime::untagged_union! { #only #name { #(#entries,)* else #fallback } }),
    }
}

fn json_kind(kind: JsonKind) -> &'static str {
    match kind {
        JsonKind::Boolean => "boolean",
        JsonKind::Integer => "integer",
        JsonKind::Number => "number",
        JsonKind::String => "string",
        JsonKind::Array => "array",
        JsonKind::Object => "object",
        JsonKind::Any => "any",
    }
}

/// Prints the bodies of several statuses, and the function that picks one.
pub(super) fn by_status(
    definition: &TypeDef,
    variants: &[StatusVariant],
    imports: &mut Imports<'_>,
) -> TokenStream {
    let (head, name) = (head(definition), ident(&definition.name));
    let (declared, arms): (Vec<_>, Vec<_>) = variants.iter().map(|it| status(it, imports)).unzip();
    quote! {
        #head
        pub enum #name { #(#declared,)* }
        impl #name {
            pub(crate) fn decode(response: runtime::Response) -> Result<Self, runtime::Error> {
                match response.status().as_u16() { #(#arms,)* }
            }
        }
    }
}

fn status(variant: &StatusVariant, imports: &mut Imports<'_>) -> (TokenStream, TokenStream) {
    let (docs, name) = (docs::docs_or(&variant.docs, "A documented response."), ident(&variant.name));
    let pattern = match variant.status {
        Some(status) => {
            let status = proc_macro2::Literal::u16_unsuffixed(status);
            quote!(#status)
        }
        None => quote!(_),
    };
    let (ty, value) = match &variant.payload {
        Payload::Empty => return (quote!(#docs #name), quote!(#pattern => Ok(Self::#name))),
        Payload::Json(ty) => (rust_type(ty, imports), quote!(response.json().map(Self::#name))),
        // A stream is never one of several; its text is all that can be had of it here.
        Payload::Text | Payload::Stream { .. } => (quote!(String), quote!(response.text().map(Self::#name))),
        Payload::Binary => (imports.runtime("Bytes"), quote!(Ok(Self::#name(response.into_bytes())))),
    };
    (quote!(#docs #name(#ty)), quote!(#pattern => #value))
}

//! Listed values to open enums.
//!
//! ```text
//! pub enum OutputExtension { Mp3, Wav, Unknown(String) }
//! runtime::string_enum! { OutputExtension { Mp3 = "mp3", Wav = "wav", else Unknown } }
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::type_files::head;
use super::{docs, ident};
use crate::doc_text::code;
use crate::ir::{EnumValue, IntegerValue, TypeDef};

/// Prints an enum of strings.
pub(super) fn string_enum(definition: &TypeDef, values: &[EnumValue], fallback: &str) -> TokenStream {
    let variants = values.iter().map(|it| (ident(&it.name), code(&it.value)));
    let entries = values.iter().map(|it| {
        let (name, value) = (ident(&it.name), &it.value);
        quote!(#name = #value)
    });
    let declared = declaration(definition, variants, fallback, &quote!(String));
    let (name, fallback) = (ident(&definition.name), ident(fallback));
    quote!(#declared runtime::string_enum! { #name { #(#entries,)* else #fallback } })
}

/// Prints an enum of integers.
pub(super) fn integer_enum(definition: &TypeDef, values: &[IntegerValue], fallback: &str) -> TokenStream {
    let variants = values.iter().map(|it| (ident(&it.name), code(&it.value.to_string())));
    let entries = values.iter().map(|it| {
        let (name, value) = (ident(&it.name), proc_macro2::Literal::i64_unsuffixed(it.value));
        quote!(#name = #value)
    });
    let declared = declaration(definition, variants, fallback, &quote!(i64));
    let (name, fallback) = (ident(&definition.name), ident(fallback));
    quote!(#declared runtime::integer_enum! { #name { #(#entries,)* else #fallback } })
}

fn declaration(
    definition: &TypeDef,
    variants: impl Iterator<Item = (Ident, String)>,
    fallback: &str,
    raw: &TokenStream,
) -> TokenStream {
    let (head, name, fallback) = (head(definition), ident(&definition.name), ident(fallback));
    let variants = variants.map(|(name, value)| {
        let docs = docs::lines(&[value]);
        quote!(#docs #name)
    });
    quote! {
        #head
        pub enum #name {
            #(#variants,)*
            #[doc = " A value that the document doesn't list."]
            #fallback(#raw),
        }
    }
}

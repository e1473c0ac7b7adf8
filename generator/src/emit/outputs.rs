//! Outputs of a job to methods of its result.
//!
//! ```text
//! impl Conversion {
//!     pub fn audio(&self) -> Option<&str> {
//!         self.audio_url.as_deref().or(self.conversion_path.as_deref())
//!     }
//! }
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{docs, ident};
use crate::ir::{Output, Presence, Struct};

/// Prints the methods that give the outputs, one by one and all together.
pub(super) fn methods(name: &Ident, structure: &Struct) -> Option<TokenStream> {
    if structure.outputs.is_empty() {
        return None;
    }
    let methods = structure.outputs.iter().map(|it| method(it, structure));
    let pairs = structure.outputs.iter().map(|it| {
        let (name, wire_name) = (ident(&it.name), &it.wire_name);
        quote!((#wire_name, self.#name()))
    });
    Some(quote! {
        impl #name {
            #(#methods)*

            #[doc = " Returns the outputs that are there, with their names."]
            pub fn outputs(&self) -> Vec<(&'static str, &str)> {
                let outputs = [#(#pairs),*];
                outputs.into_iter().filter_map(|(name, output)| Some((name, output?))).collect()
            }
        }
    })
}

fn method(output: &Output, structure: &Struct) -> TokenStream {
    let docs = docs::docs_or(&output.docs, "An output of the job.");
    let name = ident(&output.name);
    let mut places = output.fields.iter().map(|name| text(name, structure));
    let first = places.next();
    quote! {
        #docs
        pub fn #name(&self) -> Option<&str> {
            #first #(.or(#places))*
        }
    }
}

/// Prints a field of text as `Option<&str>`.
fn text(name: &str, structure: &Struct) -> TokenStream {
    let presence = structure.fields.iter().find(|it| it.name == name).map(|it| it.presence);
    let name = ident(name);
    match presence {
        Some(Presence::Required) => quote!(Some(self.#name.as_str())),
        Some(Presence::OptionalNullable) => quote!(self.#name.as_ref().and_then(Option::as_deref)),
        _ => quote!(self.#name.as_deref()),
    }
}

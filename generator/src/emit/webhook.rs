//! Events to the module `webhook`: the enum of all that is posted, and how it is read and confirmed.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::rust_type::rust_type;
use super::{docs, example, ident, unions};
use crate::ir::{Api, Codec, Confirmation, Events};
use crate::options::Options;

/// Prints the module.
pub(super) fn webhook(api: &Api, events: &Events, options: &Options) -> TokenStream {
    let mut imports = Imports::new(api, None);
    let mut lines = vec!["What the API posts to an address that a request names.".to_owned()];
    lines.extend(example::of_webhook(api, events, options));
    let module_docs = docs::inner(&lines);
    let (docs, name) = (docs::docs(&events.docs), ident(&events.name));
    let variants = unions::variants(&events.union, &mut imports);
    let codec = unions::codec(&name, &events.union, Codec::Both);
    let error = imports.runtime_or_path("Error");
    let confirmations: Vec<_> =
        events.confirmations.iter().map(|it| confirm(api, events, it, &mut imports)).collect();
    let methods = (!confirmations.is_empty()).then(|| {
        let client = imports.client();
        quote!(impl #client { #(#confirmations)* })
    });
    let parse = docs::lines(
        &[
            "Reads the body of a webhook.",
            "",
            "Nothing says that it comes from the API; ask about what it names before it is trusted.",
            "",
            "# Errors",
            "",
            "The body is not JSON, or not what the document says of such an event.",
        ]
        .map(str::to_owned),
    );
    let uses = imports.tokens();
    quote! {
        #module_docs
        #uses

        #docs
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq)]
        pub enum #name { #variants }

        impl #name {
            #parse
            pub fn parse(body: &[u8]) -> Result<Self, #error> {
                runtime::webhook::parse(body)
            }
        }

        #codec

        #methods
    }
}

/// Prints a method of the client that asks about the job of an event.
fn confirm(api: &Api, events: &Events, it: &Confirmation, imports: &mut Imports<'_>) -> TokenStream {
    let docs = docs::lines(
        &[
            "Asks the API about the job that an event names, because anyone can post to an address.",
            "",
            "# Errors",
            "",
            "The event names no job that can be asked about, or the question fails.",
        ]
        .map(str::to_owned),
    );
    let (name, event) = (ident(&it.name), ident(&events.name));
    let result = rust_type(&it.result, imports);
    let (error, polled, jobs) =
        (imports.runtime_or_path("Error"), imports.runtime_or_path("Polled"), imports.jobs());
    let future = imports.future();
    let arms = it.jobs.iter().filter_map(|(variant, operation)| {
        let (variant, job) = (ident(variant), ident(&api.operation(*operation).job.as_ref()?.name));
        Some(quote!(#event::#variant(_) => Some(&#jobs::#job),))
    });
    quote! {
        #docs
        pub fn #name(&self, event: &#event) -> impl #future<Output = Result<#polled<#result>, #error>> + Send {
            let job = match event {
                #(#arms)*
                _ => None,
            };
            runtime::webhook::confirm(&self.transport, job, event)
        }
    }
}

//! The program: its `main`, and the module that hands its commands to the runtime.
//!
//! ```text
//! static PROGRAM: Program = Program {
//!     name: "musicgpt",
//!     version: env!("CARGO_PKG_VERSION"),
//!     api: &client::API,
//!     jobs: &[jobs::CONVERSIONS],
//!     commands: include_str!("cli.json"),
//! };
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, example, ident};
use crate::ir::Api;
use crate::naming::program_name;
use crate::options::Options;

/// Prints the module of the command line.
pub(super) fn module(api: &Api, options: &Options) -> TokenStream {
    let name = program_name(&options.package);
    let docs = docs::inner(&[format!("The command line: `{name}`, with a subcommand for each operation.")]);
    let uses = match api.status_operations.is_empty() {
        true => quote!(crate::client),
        false => quote!(crate::{client, jobs}),
    };
    let jobs = api.status_operations.iter().map(|it| {
        let list = ident(&it.list);
        quote!(jobs::#list)
    });
    quote! {
        #docs
        use std::process::ExitCode;
        use runtime::cli::Program;
        use #uses;

        #[doc = " What the command line is made of."]
        static PROGRAM: Program = Program {
            name: #name,
            version: env!("CARGO_PKG_VERSION"),
            api: &client::API,
            jobs: &[#(#jobs),*],
            commands: include_str!("cli.json"),
        };

        #[doc = " Does what the arguments of the process ask for, and returns its exit code."]
        pub fn run() -> ExitCode { runtime::cli::run(&PROGRAM) }
    }
}

/// Prints the `main` of the program.
pub(super) fn main(options: &Options) -> TokenStream {
    let docs = docs::inner(&[format!("The program `{}`: its command line.", program_name(&options.package))]);
    let krate = ident(&example::krate(options));
    quote! {
        #docs
        use std::process::ExitCode;

        fn main() -> ExitCode { #krate::cli::run() }
    }
}

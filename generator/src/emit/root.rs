//! The root of the crate and its README.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::rust_type::formatted;
use super::{docs, example, ident};
use crate::doc_text::{code, wrap};
use crate::ir::{Api, Operation, Payload, SuccessResponse};
use crate::naming::program_name;
use crate::options::Options;

/// Prints the root module.
pub(super) fn lib(api: &Api, options: &Options) -> TokenStream {
    let mut lines = vec![format!("A client of the {}.", api.name), String::new()];
    lines.extend(api.docs.lines.iter().cloned());
    lines.extend(example::of_crate(api, options));
    lines.extend(
        [
            "",
            "# Organisation",
            "",
            "- [`Client`] has a method for each operation; [`api`] lists them by group, each a cargo feature.",
            "- [`types`] has what is sent and received.",
            "- [`Error`] is the one error of all calls.",
        ]
        .map(str::to_owned),
    );
    if api.events.is_some() {
        let text = "- `webhook` has what the API posts; it is the cargo feature `webhooks`, on by default.";
        lines.push(text.to_owned());
    }
    lines.push("- `cli` has the command line; it is the cargo feature `cli`, off by default.".to_owned());
    if !api.formats.used.is_empty() {
        lines.extend(docs_of_formats(api));
    }
    if !api.headers.is_empty() {
        lines.push("- [`headers`] has the headers of answers that the document describes.".to_owned());
    }
    let headers = (!api.headers.is_empty()).then(|| {
        quote! {
            #[rustfmt::skip]
            pub mod headers;
        }
    });
    let jobs = (!api.status_operations.is_empty()).then(|| {
        quote! {
            #[rustfmt::skip]
            mod jobs;
        }
    });
    let webhook = api.events.is_some().then(|| {
        quote! {
            #[cfg(feature = "webhooks")]
            #[rustfmt::skip]
            pub mod webhook;
        }
    });
    let is_stream = |it: &Operation| matches!(it.success, SuccessResponse::One(Payload::Stream { .. }));
    let streams = api.operations().any(is_stream).then(|| {
        quote!(
            pub use runtime::{Event, EventStream};
        )
    });
    let formats = formats(api);
    let docs = docs::inner(&lines);
    quote! {
        #docs
        #[rustfmt::skip]
        pub mod api;
        #[cfg(feature = "cli")]
        #[rustfmt::skip]
        pub mod cli;
        #[rustfmt::skip]
        mod client;
        #headers
        #jobs
        #[rustfmt::skip]
        pub mod types;
        #webhook

        pub use client::Client;
        #[rustfmt::skip]
        pub use runtime::{
            BodyStream, Bytes, Call, CallFuture, ClientBuilder, Clock, Decoded, Download, Error, ErrorKind, HeaderMap,
            InvalidToken, Job, JobToken, Location, Map, NumberOrString, Outcome, ParameterValue, Polled, Progress,
            Response, Retry, RetryPolicy, SecretString, Sleep, StatusCode, StatusReport, Statuses, Style, ToParameter,
            Transport, Upload, Value, WaitOptions,
        };
        #streams
        #formats
        #[cfg(feature = "blocking")]
        pub use runtime::Blocking;
        #[cfg(feature = "test-kit")]
        pub use runtime::test_kit;
    }
}

/// Says what the types of formats are, and what makes more of them.
fn docs_of_formats(api: &Api) -> Vec<String> {
    let names: Vec<String> = api.formats.used.iter().map(|it| format!("[`{}`]", formatted(*it))).collect();
    let features: Vec<String> = api.formats.libraries.iter().map(|it| code(it)).collect();
    let of = if names.len() == 1 { "keeps its" } else { "keep their" };
    let conversions = match features.as_slice() {
        [] => String::new(),
        [one] => format!("; the cargo feature {one} converts it to the types of that crate and back"),
        several => format!(
            "; the cargo features {} convert it to the types of those crates and back",
            listed(several)
        ),
    };
    let mut lines = Vec::new();
    wrap(&format!("- {} {of} text as it came{conversions}.", listed(&names)), "", "  ", &mut lines);
    lines
}

/// Joins words as a sentence does.
fn listed(words: &[String]) -> String {
    match words {
        [first @ .., before, last] if !first.is_empty() => {
            format!("{}, {before} and {last}", first.join(", "))
        }
        words => words.join(" and "),
    }
}

/// Prints the types of the formats that the API uses.
fn formats(api: &Api) -> Option<TokenStream> {
    if api.formats.used.is_empty() {
        return None;
    }
    let names = api.formats.used.iter().map(|it| formatted(*it)).chain(["FormatError"]);
    let names = names.collect::<BTreeSet<_>>().into_iter().map(ident);
    Some(quote!(pub use runtime::{#(#names),*};))
}

/// Writes the README.
pub(super) fn readme(api: &Api, options: &Options) -> String {
    let operations = api.operations().filter(|it| it.further.is_none()).count();
    let mut text = format!(
        "<!-- @generated by `{}` from {}. Do not edit. -->\n\n# {}\n\nA Rust client of the {}, version {}: {operations} {}.\n\n",
        options.command,
        options.source,
        options.package,
        api.name,
        api.package_version,
        if operations == 1 { "operation" } else { "operations" },
    );
    text.push_str("| operation | request | feature |\n|---|---|---|\n");
    for tag in &api.tags {
        for operation in &tag.operations {
            let note = if operation.deprecated { " (deprecated)" } else { "" };
            let route = format!("{} {}", operation.method.lower().to_uppercase(), operation.path);
            text.push_str(&format!(
                "| `{}`{note} | {} | `{}` |\n",
                operation.name,
                code(&route.replace('|', " ")),
                tag.feature
            ));
        }
    }
    text.push_str(&command_line(api, options));
    text
}

/// Writes how the command line is installed and asked what it can do.
fn command_line(api: &Api, options: &Options) -> String {
    let program = program_name(&options.package);
    let first = api.commands.iter().find(|it| !it.commands.is_empty());
    let first = first.map(|it| {
        let names = it.name.iter().chain(it.commands.first().map(|it| &it.name));
        names.map(|it| format!("{it} ")).collect::<String>()
    });
    format!(
        "\n## Command line\n\nEach operation is a command, too:\n\n```text\n\
         cargo install --path . --features cli\n\
         {program} --help\n\
         {program} {}--help\n```\n",
        first.unwrap_or_default(),
    )
}

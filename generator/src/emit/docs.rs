//! Documentation as attributes, which the printer writes as `///` and `//!` lines.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Docs;

/// What is said of everything that the document advises against.
pub(super) const DEPRECATED: &str = "**Deprecated.**";

/// Prints the documentation of an item.
pub(super) fn docs(docs: &Docs) -> TokenStream {
    lines(&docs.lines)
}

/// Prints the documentation of an item; an item that has none gets this sentence.
pub(super) fn docs_or(docs: &Docs, fallback: &str) -> TokenStream {
    if docs.lines.is_empty() { lines(&[fallback.to_owned()]) } else { lines(&docs.lines) }
}

/// Prints lines as the documentation of an item.
pub(super) fn lines(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| spaced(line));
    quote!(#(#[doc = #lines])*)
}

/// Prints lines as the documentation of the module they stand in.
pub(super) fn inner(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| spaced(line));
    quote!(#(#![doc = #lines])*)
}

fn spaced(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}

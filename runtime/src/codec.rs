//! Turns Rust types into JSON and back: one macro per shape of type, and the functions the macros expand to.
//!
//! Serde's derive is most of what a large generated client costs to compile. These macros expand to about half of it,
//! and whatever does not depend on the type is a function here rather than code repeated per type.

mod attempts;
pub mod header;
pub mod integer_enum;
pub mod key;
pub mod number;
pub mod object;
pub(crate) mod place;
pub mod string_enum;
pub mod tagged_union;
pub mod untagged_union;

//! Types as they are written: in fields, in arguments, and from an argument to its field.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use super::imports::Imports;
use crate::ir::{Format, Presence, Shape, Type};

/// Prints a type.
pub(super) fn rust_type(ty: &Type, imports: &mut Imports<'_>) -> TokenStream {
    match ty {
        Type::Boolean => quote!(bool),
        Type::Integer(name) => {
            let name = ident(name);
            quote!(#name)
        }
        Type::Number => quote!(f64),
        Type::String => quote!(String),
        Type::Formatted(format) => imports.runtime_or_path(formatted(*format)),
        Type::Upload => imports.runtime("Upload"),
        Type::Value => imports.runtime("Value"),
        Type::NumberOrString => imports.runtime("NumberOrString"),
        Type::Nullable(item) => {
            let item = rust_type(item, imports);
            quote!(Option<#item>)
        }
        Type::List(item) => {
            let item = rust_type(item, imports);
            quote!(Vec<#item>)
        }
        Type::Pending(name) => unreachable!("lowering settles `{name}`"),
        Type::Map(item) => {
            let map = imports.map();
            let item = rust_type(item, imports);
            quote!(#map<String, #item>)
        }
        Type::Named(id) => imports.named(*id),
        Type::Boxed(id) => {
            let name = imports.named(*id);
            quote!(Box<#name>)
        }
    }
}

/// Returns the type that a format has in the runtime.
pub(super) fn formatted(format: Format) -> &'static str {
    match format {
        Format::Base64 => "Base64",
        Format::Date => "Date",
        Format::DateTime => "DateTime",
        Format::Decimal => "Decimal",
        Format::Duration => "Duration",
        Format::Time => "Time",
        Format::Uuid => "Uuid",
    }
}

/// Prints the type of a field: the type and what its presence adds.
pub(super) fn field_type(ty: &Type, presence: Presence, imports: &mut Imports<'_>) -> TokenStream {
    let ty = rust_type(ty, imports);
    match presence {
        Presence::Required => ty,
        Presence::Optional | Presence::RequiredNullable => quote!(Option<#ty>),
        Presence::OptionalNullable => quote!(Option<Option<#ty>>),
    }
}

/// An argument: its type, and the expression that turns it into the value of the field.
pub(super) struct Argument {
    pub(super) ty: TokenStream,
    pub(super) value: TokenStream,
    /// Whether the argument is the value as it is.
    pub(super) is_plain: bool,
}

impl Argument {
    fn converted(ty: TokenStream, value: TokenStream) -> Self {
        Self { ty, value, is_plain: false }
    }
}

/// Prints an argument that takes what callers are likely to have at hand.
pub(super) fn argument(name: &str, ty: &Type, presence: Presence, imports: &mut Imports<'_>) -> Argument {
    let name = ident(name);
    if matches!(presence, Presence::RequiredNullable | Presence::OptionalNullable) {
        let ty = rust_type(ty, imports);
        return Argument::converted(quote!(impl Into<Option<#ty>>), quote!(#name.into()));
    }
    let plain = rust_type(ty, imports);
    match ty {
        Type::List(item) if item_converts(item) => {
            let item = rust_type(item, imports);
            let ty = quote!(impl IntoIterator<Item = impl Into<#item>>);
            Argument::converted(ty, quote!(#name.into_iter().map(Into::into).collect()))
        }
        Type::List(item) => {
            let item = rust_type(item, imports);
            let ty = quote!(impl IntoIterator<Item = #item>);
            Argument::converted(ty, quote!(#name.into_iter().collect()))
        }
        Type::Boxed(id) => {
            let ty = imports.named(*id);
            Argument::converted(ty, quote!(Box::new(#name)))
        }
        ty if converts(ty, imports) => Argument::converted(quote!(impl Into<#plain>), quote!(#name.into())),
        _ => Argument { ty: plain, value: quote!(#name), is_plain: true },
    }
}

/// Prints an argument whose value is sent as a parameter, which takes many types: a list has to say its own.
pub(super) fn parameter_argument(name: &str, ty: &Type, imports: &mut Imports<'_>) -> Argument {
    let mut argument = argument(name, ty, Presence::Required, imports);
    if let Type::List(item) = ty {
        let (name, item_type) = (ident(name), rust_type(item, imports));
        argument.value = if item_converts(item) {
            quote!(#name.into_iter().map(Into::into).collect::<Vec<#item_type>>())
        } else {
            quote!(#name.into_iter().collect::<Vec<#item_type>>())
        };
    }
    argument
}

/// Whether other types than the type itself are of use as an argument.
fn converts(ty: &Type, imports: &Imports<'_>) -> bool {
    match ty {
        Type::Named(id) => matches!(imports.api.type_def(*id).shape, Shape::StringEnum { .. }),
        ty => item_converts(ty),
    }
}

/// Whether the items of a list are converted; items of an enum are not, so that an empty list needs no type.
fn item_converts(ty: &Type) -> bool {
    let is_text = matches!(ty, Type::String | Type::Formatted(_) | Type::NumberOrString);
    is_text || matches!(ty, Type::Number | Type::Value | Type::Upload)
}

//! How a struct becomes a form: one step for each member.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::ident;
use super::imports::Imports;
use super::objects::{arms, bound};
use super::operations::style_name;
use crate::ir::{
    Alternative, Field, FieldKind, FormPart, FormRest, ParameterEncoding, Presence, Rest, Struct,
};

/// Prints the method that makes a form of a struct, if it is ever one.
pub(super) fn into_form(name: &Ident, structure: &Struct, imports: &mut Imports<'_>) -> Option<TokenStream> {
    let plan = structure.form.as_ref()?;
    let steps = structure.fields.iter().zip(&plan.parts).map(|(field, part)| {
        let name = ident(&field.name);
        if field.kind == FieldKind::Alternatives {
            return quote!(self.#name.add_to(&mut form));
        }
        let optional = field.presence != Presence::Required;
        step(*part, field, &quote!(self.#name), optional)
    });
    let steps: Vec<_> = steps.chain(structure.rest.iter().map(|it| rest_step(plan.rest, it))).collect();
    let form = imports.runtime("Form");
    let body = match steps.as_slice() {
        [] => quote!(#form::new()),
        steps => quote!(let mut form = #form::new(); #(#steps;)* form),
    };
    Some(quote! {
        impl #name {
            pub(crate) fn into_form(self) -> #form { #body }
        }
    })
}

/// Prints the method that adds the chosen group to a form, if it is ever in one.
pub(super) fn add_to_form(
    name: &Ident,
    alternatives: &[Alternative],
    imports: &mut Imports<'_>,
) -> Option<TokenStream> {
    if alternatives.iter().all(|it| it.form.is_empty()) {
        return None;
    }
    let arms = arms(alternatives, |index, field, it| {
        let name = bound(field);
        step(it.form[index], field, &quote!(#name), false)
    });
    let form = imports.runtime("Form");
    Some(quote! {
        impl #name {
            fn add_to(self, form: &mut #form) { match self { #(#arms)* } }
        }
    })
}

fn rest_step(kind: FormRest, rest: &Rest) -> TokenStream {
    let name = ident(&rest.name);
    match kind {
        FormRest::Values => quote!(form.members(self.#name)),
        FormRest::File => quote!(self.#name.into_iter().for_each(|(name, file)| form.file(name, file))),
        FormRest::Files => quote!(self.#name.into_iter().for_each(|(name, files)| form.files(name, files))),
    }
}

fn step(part: FormPart, field: &Field, value: &TokenStream, optional: bool) -> TokenStream {
    let wire_name = &field.wire_name;
    match part {
        FormPart::Text | FormPart::Alternatives => quote!(form.text(#wire_name, #value)),
        FormPart::Deep if optional => quote!(form.deep(#wire_name, #value.as_ref())),
        FormPart::Deep => quote!(form.deep(#wire_name, Some(&#value))),
        FormPart::Json if optional && field.ty.is_of_floats() => {
            quote!(form.json(#wire_name, #value.as_ref().map(runtime::number).as_ref()))
        }
        FormPart::Json if field.ty.is_of_floats() => {
            quote!(form.json(#wire_name, Some(&runtime::number(&#value))))
        }
        FormPart::Json if optional => quote!(form.json(#wire_name, #value.as_ref())),
        FormPart::Json => quote!(form.json(#wire_name, Some(&#value))),
        FormPart::Styled { style, allows_reserved, encoding } => {
            let style = style_name(style);
            let method = ident(if allows_reserved { "reserved" } else { "styled" });
            let value = match encoding {
                ParameterEncoding::Plain => value.clone(),
                ParameterEncoding::Members => quote!(runtime::ParameterValue::of(&#value)),
                ParameterEncoding::Json => quote!(runtime::ParameterValue::json(&#value)),
            };
            quote!(form.#method(#wire_name, #value, runtime::Style::#style))
        }
        FormPart::File => quote!(form.file(#wire_name, #value)),
        FormPart::Files => quote!(form.files(#wire_name, #value)),
    }
}

//! Tags to files with methods of the client.
//!
//! ```text
//! impl Client {
//!     pub fn audio_mastering(&self, request: AudioMasteringRequest) -> Call<Job<Conversion, SubmittedConversion>> {
//!         self.transport
//!             .post("audio_mastering", "/v1/audio_mastering")
//!             .multipart(request.into_form())
//!             .decode_job(&jobs::AUDIO_MASTERING)
//!     }
//! }
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::imports::Imports;
use super::rust_type::{parameter_argument, rust_type};
use super::{calls, client, docs, example, headers, ident};
use crate::doc_text::{code, wrap};
use crate::ir::{
    Api, Body, BodyContent, FormEncoding, Method, Operation, Parameter, ParameterEncoding, ParameterStyle,
    Payload, Retry, Security, StatusResponse, StreamFormat, SuccessResponse, Tag, Type,
};
use crate::options::Options;

/// Prints the list of tags.
pub(super) fn modules(api: &Api) -> TokenStream {
    let docs = docs::inner(&[
        "The operations, grouped as in the document; all are methods of".to_owned(),
        "[`Client`](crate::Client).".to_owned(),
    ]);
    let modules = api.tags.iter().map(|tag| {
        let (name, feature) = (ident(&tag.name), &tag.feature);
        quote!(#[cfg(feature = #feature)] pub mod #name;)
    });
    quote!(#docs #(#modules)*)
}

/// Prints the file of a tag.
pub(super) fn tag(api: &Api, tag: &Tag, options: &Options) -> TokenStream {
    let mut imports = Imports::new(api, None);
    let methods: Vec<_> = tag.operations.iter().map(|it| method(it, &mut imports)).collect();
    let calls: Vec<_> = tag.operations.iter().filter_map(|it| calls::call(it, &mut imports)).collect();
    let mut lines = tag.docs.lines.clone();
    lines.extend(example::of_tag(api, tag, options));
    let docs = docs::inner(&lines);
    let client = imports.client();
    let uses = imports.tokens();
    quote! {
        #docs
        #uses
        impl #client { #(#methods)* }
        #(#calls)*
    }
}

fn method(operation: &Operation, imports: &mut Imports<'_>) -> TokenStream {
    let docs = docs::lines(&method_docs(operation, imports.api));
    let deprecated =
        operation.deprecated.then(|| quote!(#[deprecated = "the document advises against this operation"]));
    let name = ident(&operation.name);
    let mut arguments = Vec::new();
    let mut steps = Vec::new();
    for parameter in operation.parameters.iter().filter(|it| it.required) {
        let argument = parameter_argument(&parameter.name, &parameter.ty, imports);
        let (name, ty) = (ident(&parameter.name), argument.ty);
        arguments.push(quote!(#name: #ty));
        steps.push(send_parameter(parameter, &argument.value, imports));
    }
    if let Some(body) = operation.body.as_ref().filter(|it| it.required) {
        let (argument, step) = send_body(body, imports);
        arguments.push(argument);
        steps.push(step);
    }
    if let Some(member) = &operation.asked_by {
        steps.push(quote!(.body_field(#member, true)));
    }
    let start = start(operation);
    let options = overrides(operation, imports);
    let (ty, end) = success(operation, imports);
    let call = imports.runtime("Call");
    let request = quote!(self.transport #start #options #(#steps)* #end);
    let expects = (arguments.len() > 6).then(
        || quote!(#[expect(clippy::too_many_arguments, reason = "the operation requires all of them")]),
    );
    let (ty, request) = match &operation.call {
        Some(call) => {
            let call = ident(&call.name);
            (quote!(#call), quote!(let call = #request; #call(call)))
        }
        None => (quote!(#call<#ty>), request),
    };
    quote! {
        #docs
        #deprecated
        #expects
        pub fn #name(&self, #(#arguments),*) -> #ty { #request }
    }
}

/// Prints the lines of documentation of a method: what the document says, the route and the errors.
fn method_docs(operation: &Operation, api: &Api) -> Vec<String> {
    let mut lines = operation.docs.lines.clone();
    lines.push(String::new());
    let route = route(operation);
    match operation.headers {
        Some(id) => wrap(&format!("{route}, answered with {}", headers::link(api, id)), "", "", &mut lines),
        None => lines.push(route),
    }
    if !operation.errors.is_empty() {
        lines.extend([String::new(), "# Errors".to_owned(), String::new()]);
        lines.extend(errors(operation));
        lines.extend(error_parts(operation, api));
    }
    lines
}

/// Prints the method and the path of an operation.
pub(super) fn route(operation: &Operation) -> String {
    code(&format!("{} {}", operation.method.lower().to_uppercase(), operation.path))
}

/// Prints the errors of an operation as the items of a list.
pub(super) fn errors(operation: &Operation) -> Vec<String> {
    let mut lines = Vec::new();
    for error in &operation.errors {
        let text = format!("- {}: {}", status(error), error.docs.summary().join(" "));
        wrap(&text, "", "  ", &mut lines);
    }
    lines
}

fn status(error: &StatusResponse) -> String {
    if error.status == "default" { "others".to_owned() } else { format!("`{}`", error.status) }
}

/// Names the type of the error bodies once, and then the statuses that have another, and the type of the headers.
fn error_parts(operation: &Operation, api: &Api) -> Vec<String> {
    let mut statuses_of: Vec<(String, Vec<String>)> = Vec::new();
    for error in &operation.errors {
        // A list or a map of a type is not that type, and has no name to link to.
        let Payload::Json(Type::Named(id)) = &error.payload else { continue };
        let name = &api.type_def(*id).name;
        let link = format!("[`{name}`](crate::types::{name})");
        match statuses_of.iter_mut().find(|(it, _)| *it == link) {
            Some((_, statuses)) => statuses.push(status(error)),
            None => statuses_of.push((link, vec![status(error)])),
        }
    }
    statuses_of.sort_by_key(|(_, statuses)| std::cmp::Reverse(statuses.len()));
    let mut text = String::new();
    for (index, (link, statuses)) in statuses_of.iter().enumerate() {
        match index {
            0 => text.push_str(&format!("The body of an error is {link}")),
            _ => text.push_str(&format!(", with {} {link}", statuses.join(", "))),
        }
    }
    if let Some(id) = operation.error_headers {
        let start = if text.is_empty() { "An error may come with" } else { "; it may come with" };
        text.push_str(&format!("{start} {}", headers::link(api, id)));
    }
    let mut lines = Vec::new();
    if !text.is_empty() {
        lines.push(String::new());
        wrap(&format!("{text}."), "", "", &mut lines);
    }
    lines
}

fn start(operation: &Operation) -> TokenStream {
    let (name, path) = (&operation.wire_name, &operation.path);
    let method = match operation.method {
        Method::Trace => return quote!(.request(runtime::Method::TRACE, #name, #path)),
        method => ident(method.lower()),
    };
    quote!(.#method(#name, #path))
}

/// Prints what an operation has instead of what the API has.
fn overrides(operation: &Operation, imports: &mut Imports<'_>) -> TokenStream {
    let server = operation.server.as_ref().map(|it| match it.variables.as_slice() {
        [] => {
            let url = &it.url;
            quote!(.server(#url))
        }
        _ => {
            // By its path, because a type of the document may have the same name.
            let server = client::server(it, Some(&quote!(runtime::)));
            quote!(.server(#server))
        }
    });
    let security = operation.security.as_ref().map(|it| {
        let alternatives = security(it);
        quote!(.security(#alternatives))
    });
    let retry = operation.retry.map(|it| {
        let retry = imports.runtime_or_path("Retry");
        let when = ident(match it {
            Retry::Always => "Always",
            Retry::Unprocessed => "Unprocessed",
            Retry::Never => "Never",
        });
        quote!(.retry(#retry::#when))
    });
    quote!(#server #security #retry)
}

/// Prints alternatives of credentials.
pub(super) fn security(security: &Security) -> TokenStream {
    let alternatives = security.iter().map(|names| quote!(&[#(#names),*]));
    quote!(&[#(#alternatives),*])
}

fn send_parameter(parameter: &Parameter, value: &TokenStream, imports: &mut Imports<'_>) -> TokenStream {
    let (method, arguments) = parameter_step(parameter, value, imports);
    quote!(.#method(#arguments))
}

/// Prints the method that sends a parameter, and the arguments of that method.
pub(super) fn parameter_step(
    parameter: &Parameter,
    value: &TokenStream,
    imports: &mut Imports<'_>,
) -> (Ident, TokenStream) {
    let place = parameter.location.word();
    let name = &parameter.wire_name;
    let value = match parameter.encoding {
        ParameterEncoding::Plain => value.clone(),
        ParameterEncoding::Members => {
            let text = imports.runtime_or_path("ParameterValue");
            quote!(#text::of(&#value))
        }
        ParameterEncoding::Json => {
            let text = imports.runtime_or_path("ParameterValue");
            quote!(#text::json(&#value))
        }
    };
    match style(parameter.style, imports) {
        style if parameter.allows_reserved => {
            let style = style.unwrap_or_else(|| {
                let (style, name) = (imports.runtime("Style"), style_name(ParameterStyle::Default));
                quote!(#style::#name)
            });
            (format_ident!("{place}_reserved"), quote!(#name, #value, #style))
        }
        None => (ident(place), quote!(#name, #value)),
        Some(style) => (format_ident!("{place}_style"), quote!(#name, #value, #style)),
    }
}

/// Prints the style of a parameter, unless it is the one that goes without saying.
fn style(style: ParameterStyle, imports: &mut Imports<'_>) -> Option<TokenStream> {
    if style == ParameterStyle::Default {
        return None;
    }
    let (style, name) = (imports.runtime("Style"), style_name(style));
    Some(quote!(#style::#name))
}

pub(super) fn style_name(style: ParameterStyle) -> Ident {
    ident(match style {
        ParameterStyle::Default => "FormExploded",
        ParameterStyle::CommaDelimited => "CommaDelimited",
        ParameterStyle::SpaceDelimited => "SpaceDelimited",
        ParameterStyle::PipeDelimited => "PipeDelimited",
        ParameterStyle::DeepObject => "DeepObject",
        ParameterStyle::SimpleExploded => "SimpleExploded",
        ParameterStyle::Label => "Label",
        ParameterStyle::LabelExploded => "LabelExploded",
        ParameterStyle::Matrix => "Matrix",
        ParameterStyle::MatrixExploded => "MatrixExploded",
    })
}

/// Prints the argument for a body and the step that sends it.
fn send_body(body: &Body, imports: &mut Imports<'_>) -> (TokenStream, TokenStream) {
    let name = ident(&body.name);
    let (ty, method, arguments) = body_parts(body, imports);
    (quote!(#name: #ty), quote!(.#method(#arguments)))
}

/// Prints the type of a body, the method that sends it, and the arguments of that method.
pub(super) fn body_parts(body: &Body, imports: &mut Imports<'_>) -> (TokenStream, Ident, TokenStream) {
    let name = ident(&body.name);
    match &body.content {
        BodyContent::Json(ty, None) => (rust_type(ty, imports), ident("json"), as_json(ty, &name)),
        BodyContent::Json(ty, Some(media_type)) => {
            let value = as_json(ty, &name);
            (rust_type(ty, imports), ident("json_as"), quote!(#media_type, #value))
        }
        BodyContent::Multipart(id) => (imports.named(*id), ident("multipart"), quote!(#name.into_form())),
        BodyContent::UrlEncoded(id) => (imports.named(*id), ident("form"), quote!(#name.into_form())),
        BodyContent::Members(ty, encoding) => {
            let method = match encoding {
                FormEncoding::Multipart => "multipart",
                FormEncoding::UrlEncoded => "form",
            };
            let (ty, form) = (rust_type(ty, imports), imports.runtime("Form"));
            (ty, ident(method), quote!(#form::of(&#name)))
        }
        BodyContent::Text(media_type) => {
            (quote!(impl Into<String>), ident("text"), quote!(#media_type, #name.into()))
        }
        BodyContent::Binary(media_type) => {
            let upload = imports.runtime("Upload");
            (quote!(impl Into<#upload>), ident("bytes"), quote!(#media_type, #name.into()))
        }
    }
}

/// Prints a body as what is written of it: of floats, integers stay integers.
fn as_json(ty: &Type, name: &Ident) -> TokenStream {
    if ty.is_of_floats() { quote!(&runtime::number(&#name)) } else { quote!(&#name) }
}

/// Prints the type that a call gives, and the step that decodes it.
pub(super) fn success(operation: &Operation, imports: &mut Imports<'_>) -> (TokenStream, TokenStream) {
    if let Some(job) = &operation.job {
        let status = &imports.api.status_operations[job.status];
        let (result, receipt) = (rust_type(&status.result_type, imports), rust_type(&job.receipt, imports));
        let (ty, jobs, name) = (imports.runtime_or_path("Job"), imports.jobs(), ident(&job.name));
        return (quote!(#ty<#result, #receipt>), quote!(.decode_job(&#jobs::#name)));
    }
    match &operation.success {
        SuccessResponse::One(Payload::Empty) => (quote!(()), quote!(.decode_empty())),
        SuccessResponse::One(Payload::Json(ty)) => (rust_type(ty, imports), quote!(.decode_json())),
        SuccessResponse::One(Payload::Text) => (quote!(String), quote!(.decode_text())),
        SuccessResponse::One(Payload::Binary) => (imports.runtime("Bytes"), quote!(.decode_bytes())),
        SuccessResponse::One(Payload::Stream { format, media_type, item }) => {
            let (stream, item) = (imports.runtime_or_path("EventStream"), rust_type(item, imports));
            let decode = match format {
                StreamFormat::Events => quote!(.decode_events()),
                StreamFormat::EventTexts => quote!(.decode_event_texts()),
                StreamFormat::WholeEvents => quote!(.decode_whole_events()),
                StreamFormat::Lines => quote!(.decode_lines(#media_type)),
                StreamFormat::Records => quote!(.decode_records()),
            };
            (quote!(#stream<#item>), decode)
        }
        SuccessResponse::ByStatus(id) => {
            let name = imports.named(*id);
            (name.clone(), quote!(.decode(#name::decode)))
        }
    }
}

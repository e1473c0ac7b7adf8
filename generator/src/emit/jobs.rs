//! Jobs to statics: how the runtime asks about each.
//!
//! ```text
//! pub(crate) static AUDIO_MASTERING: JobDescription = JobDescription {
//!     operation: "audio_mastering",
//!     status: &GET_CONVERSION,
//!     links: &[&[("task_id", LinkValue::Member("/task_id"))]],
//!     webhook_links: &[],
//! };
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::client::server;
use super::operations::security;
use super::{docs, ident};
use crate::doc_text::code;
use crate::ir::{Api, Job, JobLink, JobValue, Operation, ParameterLocation, StatusOperation};

/// Prints the descriptions of all jobs.
pub(super) fn jobs(api: &Api) -> TokenStream {
    let module_docs = docs::inner(&["How the jobs that operations start are followed.".to_owned()]);
    let statuses = api.status_operations.iter().map(status);
    let lists = api.status_operations.iter().enumerate().map(|(index, it)| list(api, index, it));
    let jobs = started(api).map(|(operation, it)| job(api, operation, it));
    let places = api.status_operations.iter().any(|it| !it.parameters.is_empty());
    let place = places.then(|| quote!(ParameterPlace,));
    let servers = || api.status_operations.iter().filter_map(|it| it.server.as_ref());
    let server = servers().next().map(|_| quote!(Server,));
    let variable = servers().any(|it| !it.variables.is_empty()).then(|| quote!(ServerVariable,));
    let links = started(api).flat_map(|(_, it)| [&it.links, &it.webhook_links]);
    let value = links.flatten().any(|it| !it.is_empty()).then(|| quote!(LinkValue,));
    quote! {
        #module_docs
        use runtime::{JobDescription, #value Method, #place #server #variable StatusOperation};

        #(#lists)*
        #(#statuses)*
        #(#jobs)*
    }
}

/// Returns the operations that start jobs, each once.
fn started(api: &Api) -> impl Iterator<Item = (&Operation, &Job)> {
    api.operations().filter(|it| it.further.is_none()).filter_map(|it| Some((it, it.job.as_ref()?)))
}

fn list(api: &Api, index: usize, status: &StatusOperation) -> TokenStream {
    let docs = docs::lines(&[format!("The jobs that {} reports on.", code(&status.wire_name))]);
    let name = ident(&status.list);
    let jobs = started(api).filter(|(_, it)| it.status == index).map(|(_, it)| ident(&it.name));
    quote! {
        #docs
        pub(crate) static #name: &[&JobDescription] = &[#(&#jobs),*];
    }
}

fn status(status: &StatusOperation) -> TokenStream {
    let StatusOperation { wire_name, path, status: place, result, pending, succeeded, failed, .. } = status;
    let docs = docs::lines(&[format!("How {} is asked, and what it answers.", code(wire_name))]);
    let (name, method) = (ident(&status.name), ident(&status.method.lower().to_uppercase()));
    let parameters = status.parameters.iter().map(|(name, location)| {
        let place = ident(match location {
            ParameterLocation::Path => "Path",
            ParameterLocation::Query => "Query",
            ParameterLocation::Header => "Header",
            ParameterLocation::Cookie => "Cookie",
        });
        quote!((#name, ParameterPlace::#place))
    });
    let security = optional(status.security.as_ref().map(security));
    let server = optional(status.server.as_ref().map(|it| server(it, None)));
    let [eta, credit_estimate] = [&status.eta, &status.credit_estimate].map(|it| optional(it.as_ref()));
    let polls = optional(status.polls_per_minute.map(proc_macro2::Literal::u32_unsuffixed));
    quote! {
        #docs
        static #name: StatusOperation = StatusOperation {
            operation: #wire_name,
            method: Method::#method,
            path: #path,
            server: #server,
            security: #security,
            parameters: &[#(#parameters),*],
            status: #place,
            result: #result,
            pending: &[#(#pending),*],
            succeeded: &[#(#succeeded),*],
            failed: &[#(#failed),*],
            eta: #eta,
            credit_estimate: #credit_estimate,
            polls_per_minute: #polls,
        };
    }
}

fn optional(value: Option<impl quote::ToTokens>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}

fn job(api: &Api, operation: &Operation, job: &Job) -> TokenStream {
    let wire_name = &operation.wire_name;
    let docs = docs::lines(&[format!("The job that {} starts.", code(wire_name))]);
    let (name, status) = (ident(&job.name), ident(&api.status_operations[job.status].name));
    let [links, webhook_links] = [&job.links, &job.webhook_links].map(|it| it.iter().map(link));
    quote! {
        #docs
        pub(crate) static #name: JobDescription = JobDescription {
            operation: #wire_name,
            status: &#status,
            links: &[#(#links),*],
            webhook_links: &[#(#webhook_links),*],
        };
    }
}

fn link(link: &JobLink) -> TokenStream {
    let values = link.iter().map(|(name, value)| match value {
        JobValue::Constant(text) => quote!((#name, LinkValue::Constant(#text))),
        JobValue::Member(pointer) => quote!((#name, LinkValue::Member(#pointer))),
    });
    quote!(&[#(#values),*])
}

//! The client: what the API is called, where it is, and how one identifies oneself.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::rust_type::rust_type;
use super::{docs, environment, ident};
use crate::doc_text::{code, wrap};
use crate::ir::{Api, Constructor, Docs, SecuritySchemeKind, Server, ServerVariable, StatusOperation};
use crate::naming::environment_prefix;
use crate::options::Options;

/// The names of the runtime that the file may use.
const OWN: &[&str] = &[
    "ApiDescription",
    "ClientBuilder",
    "Download",
    "Error",
    "Job",
    "JobToken",
    "Location",
    "SecretString",
    "SecurityScheme",
    "Server",
    "ServerVariable",
    "Transport",
];

/// Prints the client with its constructors.
pub(super) fn client(api: &Api, options: &Options) -> TokenStream {
    let module_docs = docs::inner(&["The client, and what it knows of the API.".to_owned()]);
    let mut imports = Imports::beside(api, OWN);
    for name in ["ApiDescription", "ClientBuilder", "Download", "Error", "Location", "Transport"] {
        imports.runtime(name);
    }
    let description = description(api, options, &mut imports);
    let constructors = constructors(api, options, &mut imports);
    let jobs = jobs(api, &mut imports);
    let uses = imports.tokens();
    let docs = docs::lines(&[
        format!("A client of the {}.", api.name),
        String::new(),
        "Cloning it is cheap, and clones share their connections. The operations are its methods.".to_owned(),
    ]);
    quote! {
        #module_docs
        #uses

        #description

        #docs
        #[derive(Clone, Debug)]
        pub struct Client { pub(crate) transport: Transport }

        impl Client { #constructors #jobs }

        impl From<Transport> for Client {
            fn from(transport: Transport) -> Self { Self { transport } }
        }
    }
}

fn description(api: &Api, options: &Options, imports: &mut Imports<'_>) -> TokenStream {
    let (title, prefix) = (&api.title, environment_prefix(&options.package));
    if !api.servers.is_empty() {
        imports.runtime("Server");
    }
    if !api.schemes.is_empty() {
        imports.runtime("SecurityScheme");
    }
    if api.servers.iter().any(|it| !it.variables.is_empty()) {
        imports.runtime("ServerVariable");
    }
    let servers = api.servers.iter().map(|it| server(it, None));
    let schemes = api.schemes.iter().map(|it| {
        let name = &it.wire_name;
        match &it.kind {
            SecuritySchemeKind::ApiKeyInHeader(at) => quote!(SecurityScheme::api_key_in_header(#name, #at)),
            SecuritySchemeKind::ApiKeyInQuery(at) => quote!(SecurityScheme::api_key_in_query(#name, #at)),
            SecuritySchemeKind::ApiKeyInCookie(at) => quote!(SecurityScheme::api_key_in_cookie(#name, #at)),
            SecuritySchemeKind::Bearer => quote!(SecurityScheme::bearer(#name)),
            SecuritySchemeKind::Basic => quote!(SecurityScheme::basic(#name)),
        }
    });
    let security = api.security.iter().map(|names| quote!(&[#(#names),*]));
    quote! {
        #[doc = " What the document says of the API as a whole."]
        pub(crate) static API: ApiDescription = ApiDescription {
            title: #title,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            env_prefix: #prefix,
            servers: &[#(#servers),*],
            schemes: &[#(#schemes),*],
            security: &[#(#security),*],
        };
    }
}

/// Prints a server; `path` is what its type needs before its name, if anything.
pub(super) fn server(server: &Server, path: Option<&TokenStream>) -> TokenStream {
    let (url, description) = (&server.url, &server.description);
    let variables = server.variables.iter().map(|it| {
        let ServerVariable { name, default, values } = it;
        quote!(#path ServerVariable { name: #name, default: #default, values: &[#(#values),*] })
    });
    let variables = (!server.variables.is_empty()).then(|| quote!(.with_variables(&[#(#variables),*])));
    quote!(#path Server::new(#url, #description)#variables)
}

/// Lists the servers, where there is something to choose.
fn server_docs(api: &Api) -> Vec<String> {
    let variables = api.servers.iter().flat_map(|it| &it.variables);
    let variable = variables.map(|it| it.name.as_str()).next();
    let mut methods = Vec::new();
    if api.servers.len() > 1 {
        methods.push("[`server`](ClientBuilder::server) chooses one of these, the first unless it is called");
    }
    if variable.is_some() {
        methods.push("[`server_variable`](ClientBuilder::server_variable) sets what stands in braces");
    }
    if methods.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new()];
    wrap(&format!("{}:", methods.join("; ")), "", "", &mut lines);
    lines.push(String::new());
    for server in &api.servers {
        let description = match server.description.as_str() {
            "" => String::new(),
            text => format!(": {}", Docs::of(text).summary().join(" ")),
        };
        let variables = server.variables.iter().map(|it| {
            let values = match it.values.is_empty() {
                true => "any text".to_owned(),
                false => it.values.iter().map(|it| code(it)).collect::<Vec<_>>().join(", "),
            };
            format!("{}: {values}", code(&it.name))
        });
        let variables: Vec<_> = variables.collect();
        let variables =
            if variables.is_empty() { String::new() } else { format!(" ({})", variables.join("; ")) };
        let text = format!("- {}{variables}{description}", code(&server.url));
        wrap(&text, "", "  ", &mut lines);
    }
    lines
}

fn constructors(api: &Api, options: &Options, imports: &mut Imports<'_>) -> TokenStream {
    let new = new(api.constructor);
    if api.constructor != Constructor::Nothing {
        imports.runtime("SecretString");
    }
    let environment = docs::lines(&environment::docs(api, options));
    let mut builder = vec![
        "Begins a client with other settings: timeouts, a base URL, an HTTP client of one's own.".to_owned(),
    ];
    builder.extend(server_docs(api));
    let builder = docs::lines(&builder);
    quote! {
        #new

        #environment
        pub fn from_env() -> Result<Self, Error> {
            Self::builder().from_env()?.build()
        }

        #builder
        pub fn builder() -> ClientBuilder<Self> {
            ClientBuilder::new(&API)
        }

        #[doc = " Returns what sends the requests, for one that the document doesn't describe."]
        pub fn transport(&self) -> &Transport {
            &self.transport
        }

        #[doc = " Starts the download of a result from where the API says it is, without the credentials of this client."]
        pub fn download(&self, location: impl Into<Location>) -> Download {
            self.transport.download(location)
        }
    }
}

/// Prints the methods that have to do with jobs.
fn jobs(api: &Api, imports: &mut Imports<'_>) -> TokenStream {
    let resume: Vec<_> = api.status_operations.iter().map(|it| resume(it, imports)).collect();
    let estimates = api.status_operations.iter().any(|it| it.credit_estimate.is_some());
    let credits = estimates.then(|| {
        quote! {
            #[doc = " Returns what the API has estimated for all jobs that this client and its clones have started."]
            pub fn estimated_credits(&self) -> f64 {
                self.transport.estimated_credits()
            }
        }
    });
    quote!(#(#resume)* #credits)
}

fn resume(status: &StatusOperation, imports: &mut Imports<'_>) -> TokenStream {
    let docs = docs::lines(
        &[
            "Takes up a job that was started before, by this process or another one.",
            "",
            "# Errors",
            "",
            "The token is of an operation that starts no such job, or has no id.",
        ]
        .map(str::to_owned),
    );
    let (name, list) = (ident(&status.resume), ident(&status.list));
    let (result, jobs) = (rust_type(&status.result_type, imports), imports.jobs());
    let (job, token) = (imports.runtime("Job"), imports.runtime("JobToken"));
    quote! {
        #docs
        pub fn #name(&self, token: impl Into<#token>) -> Result<#job<#result>, Error> {
            #job::resume(&self.transport, #jobs::#list, token)
        }
    }
}

/// Prints the constructor that takes what the API asks for first.
fn new(constructor: Constructor) -> TokenStream {
    let (makes, fails, arguments, step) = match constructor {
        Constructor::ApiKey => (
            "Makes a client that identifies itself with this API key.",
            "The key is empty or has characters that cannot be sent.",
            quote!(api_key: impl Into<SecretString>),
            quote!(.api_key(api_key)),
        ),
        Constructor::BearerToken => (
            "Makes a client that identifies itself with this bearer token.",
            "The token is empty or has characters that cannot be sent.",
            quote!(token: impl Into<SecretString>),
            quote!(.bearer_token(token)),
        ),
        Constructor::BasicAuth => (
            "Makes a client that identifies itself with this user name and password.",
            "The user name is empty or has characters that cannot be sent.",
            quote!(user: impl AsRef<str>, password: impl Into<SecretString>),
            quote!(.basic_auth(user, password)),
        ),
        Constructor::Nothing => (
            "Makes a client that sends no credentials; [`Client::builder`] takes some.",
            "The document names no server, or the operations need credentials.",
            quote!(),
            quote!(),
        ),
    };
    let docs = docs::lines(&[makes, "", "# Errors", "", fails].map(str::to_owned));
    quote! {
        #docs
        pub fn new(#arguments) -> Result<Self, Error> {
            Self::builder()#step.build()
        }
    }
}

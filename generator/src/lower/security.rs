//! Security schemes and servers: how a client identifies itself, and to whom.

use openapiv3::{APIKeyLocation, SecurityRequirement, SecurityScheme as Described};

use super::Context;
use crate::diagnostic::rules;
use crate::doc_text::code;
use crate::ir::{Constructor, Security, SecurityScheme, SecuritySchemeKind as Kind, Server, ServerVariable};
use crate::naming::secret_variables;
use crate::pointer::Pointer;
use crate::suggest::nearest;

/// Lowers the security schemes that can be sent.
pub(super) fn schemes(cx: &mut Context<'_>) -> Vec<SecurityScheme> {
    let document = cx.document;
    let Some(components) = &document.openapi.components else { return Vec::new() };
    let at = Pointer::root().child("components").child("securitySchemes");
    let mut schemes = Vec::new();
    for (name, described) in &components.security_schemes {
        if let Err(diagnostic) = document.resolve(described, &at.child(name)) {
            cx.found.add(diagnostic);
            continue;
        }
        match scheme(cx, name) {
            Some(kind) => {
                schemes.push(SecurityScheme { wire_name: name.clone(), kind, variables: Vec::new() })
            }
            None => {
                let text = format!("the security scheme {} is of a kind that is not supported", code(name));
                cx.found.add(rules::SECURITY_SCHEME.at(&at.child(name), text));
            }
        }
    }
    schemes
}

/// Returns how a scheme is sent, if it is described and can be sent at all.
fn scheme(cx: &Context<'_>, name: &str) -> Option<Kind> {
    let document = cx.document;
    let described = document.openapi.components.as_ref()?.security_schemes.get(name)?;
    let described = document.resolve(described, &Pointer::root()).ok()?.item;
    match described {
        Described::APIKey { location: APIKeyLocation::Header, name, .. } => {
            Some(Kind::ApiKeyInHeader(name.clone()))
        }
        Described::APIKey { location: APIKeyLocation::Query, name, .. } => {
            Some(Kind::ApiKeyInQuery(name.clone()))
        }
        Described::APIKey { location: APIKeyLocation::Cookie, name, .. } => {
            Some(Kind::ApiKeyInCookie(name.clone()))
        }
        Described::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => Some(Kind::Basic),
        Described::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => Some(Kind::Bearer),
        Described::HTTP { .. } => None,
        // Both end in a token that is sent like any other; how it is got is up to the user.
        Described::OAuth2 { .. } | Described::OpenIDConnect { .. } => Some(Kind::Bearer),
    }
}

/// Lowers alternatives of schemes, without those that need a scheme that cannot be sent.
pub(super) fn alternatives(
    cx: &mut Context<'_>,
    described: &[SecurityRequirement],
    at: &Pointer,
) -> Security {
    let mut alternatives = Vec::new();
    for (index, requirement) in described.iter().enumerate() {
        let names: Vec<String> = requirement.keys().cloned().collect();
        match names.iter().find(|name| scheme(cx, name).is_none()) {
            None => alternatives.push(names),
            Some(name) => say_what_is_missing(cx, name, &at.child(index).child(name)),
        }
    }
    alternatives
}

/// Says why a requirement is left out; of a scheme that is described it is said there.
fn say_what_is_missing(cx: &mut Context<'_>, name: &str, at: &Pointer) {
    let described = cx.document.openapi.components.iter().flat_map(|it| it.security_schemes.keys());
    let names: Vec<&str> = described.map(String::as_str).collect();
    if names.contains(&name) {
        return;
    }
    let text = format!("the security scheme {} is not described", code(name));
    let guess = nearest(name, names.into_iter());
    cx.found.add(rules::UNKNOWN_SECURITY.at(at, text).did_you_mean(guess));
}

/// Names the environment variables of the schemes; those of the security of the API as a whole have the first choice.
pub(super) fn name_variables(schemes: &mut [SecurityScheme], security: &Security) {
    let asked_for = security.iter().flatten();
    let asked_for = asked_for.filter_map(|name| schemes.iter().position(|it| it.wire_name == *name));
    let mut order: Vec<usize> = Vec::new();
    for index in asked_for.chain(0..schemes.len()) {
        if !order.contains(&index) {
            order.push(index);
        }
    }
    let asked =
        order.iter().map(|index| (schemes[*index].wire_name.as_str(), of_kind(&schemes[*index].kind)));
    let variables = secret_variables(&asked.collect::<Vec<_>>());
    for (index, variables) in order.into_iter().zip(variables) {
        schemes[index].variables = variables;
    }
}

fn of_kind(kind: &Kind) -> &'static [&'static str] {
    match kind {
        Kind::ApiKeyInHeader(_) | Kind::ApiKeyInQuery(_) | Kind::ApiKeyInCookie(_) => &["API_KEY"],
        Kind::Bearer => &["TOKEN"],
        Kind::Basic => &["USERNAME", "PASSWORD"],
    }
}

/// Returns what the constructor takes: the one credential of the first alternative, else nothing.
pub(super) fn constructor(security: &Security, schemes: &[SecurityScheme]) -> Constructor {
    let Some([name]) = security.first().map(Vec::as_slice) else { return Constructor::Nothing };
    match schemes.iter().find(|it| it.wire_name == *name).map(|it| &it.kind) {
        Some(Kind::ApiKeyInHeader(_) | Kind::ApiKeyInQuery(_) | Kind::ApiKeyInCookie(_)) => {
            Constructor::ApiKey
        }
        Some(Kind::Bearer) => Constructor::BearerToken,
        Some(Kind::Basic) => Constructor::BasicAuth,
        None => Constructor::Nothing,
    }
}

/// Lowers base URLs. A relative one is kept where there is no other, so that the client can say what it lacks.
pub(super) fn servers(cx: &mut Context<'_>, described: &[openapiv3::Server], at: &Pointer) -> Vec<Server> {
    let (mut servers, mut relative) = (Vec::new(), Vec::new());
    for (index, described) in described.iter().enumerate() {
        let server = server(described);
        say_which_are_not_described(cx, &server, &at.child(index).child("url"));
        if is_absolute(&server) {
            servers.push(server);
        } else if server.url.is_empty() {
            // `/` is what a document without `servers` has.
        } else {
            let text = format!("the server {} is relative", code(&described.url));
            cx.found.add(rules::RELATIVE_SERVER.at(&at.child(index), text));
            relative.push(server);
        }
    }
    if servers.is_empty() { relative } else { servers }
}

fn server(described: &openapiv3::Server) -> Server {
    let mut server = Server {
        url: described.url.trim_end_matches('/').to_owned(),
        description: described.description.clone().unwrap_or_default(),
        variables: Vec::new(),
    };
    for (name, variable) in described.variables.iter().flatten() {
        let variable = ServerVariable {
            name: name.clone(),
            default: variable.default.clone(),
            values: variable.enumeration.clone(),
        };
        if server.url.contains(&placeholder(&variable)) {
            server.variables.push(variable);
        }
    }
    server
}

/// Says which names in the URL of a server stand for nothing.
fn say_which_are_not_described(cx: &mut Context<'_>, server: &Server, at: &Pointer) {
    for name in server.url.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)) {
        if !server.variables.iter().any(|it| it.name == name) {
            let text = format!("no variable of the server is {}", code(name));
            cx.found.add(rules::VARIABLE_NOT_DESCRIBED.at(at, text));
        }
    }
}

/// Whether a server is a whole URL once its variables have their defaults.
fn is_absolute(server: &Server) -> bool {
    let fill = |url: String, it: &ServerVariable| url.replace(&placeholder(it), &it.default);
    let filled = server.variables.iter().fold(server.url.clone(), fill);
    filled.starts_with("http://") || filled.starts_with("https://")
}

fn placeholder(variable: &ServerVariable) -> String {
    format!("{{{}}}", variable.name)
}

/// Returns the base URL of an operation, which may be that of its path.
pub(super) fn own_server(
    cx: &mut Context<'_>,
    (own, at): (&[openapiv3::Server], &Pointer),
    (shared, shared_at): (&[openapiv3::Server], &Pointer),
) -> Option<Server> {
    let own = servers(cx, own, at);
    let shared = servers(cx, shared, shared_at);
    let server = own.into_iter().chain(shared).find(is_absolute)?;
    let document = cx.document;
    let settable =
        document.openapi.servers.iter().flat_map(|it| it.variables.iter().flatten().map(|it| it.0));
    let settable: Vec<&String> = settable.collect();
    if let Some(fixed) = server.variables.iter().find(|it| !settable.contains(&&it.name)) {
        let text =
            format!("only this server has the variable {}, so callers cannot set it", code(&fixed.name));
        cx.found.add(rules::UNSETTABLE_VARIABLE.at(&at.parent().unwrap_or_default(), text));
    }
    Some(server)
}

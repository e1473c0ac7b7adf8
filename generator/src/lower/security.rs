//! Security schemes and servers: how a client identifies itself, and to whom.

use openapiv3::{APIKeyLocation, ReferenceOr, SecurityRequirement, SecurityScheme as Described};

use super::Context;
use crate::diagnostic::Problem;
use crate::doc_text::code;
use crate::ir::{Constructor, Security, SecurityScheme, SecuritySchemeKind as Kind, Server};
use crate::pointer::Pointer;

/// Lowers the security schemes that can be sent.
pub(super) fn schemes(cx: &mut Context<'_>) -> Vec<SecurityScheme> {
    let document = cx.document;
    let Some(components) = &document.openapi.components else { return Vec::new() };
    let at = Pointer::root().child("components").child("securitySchemes");
    let mut schemes = Vec::new();
    for name in components.security_schemes.keys() {
        match scheme(cx, name) {
            Some(kind) => schemes.push(SecurityScheme { wire_name: name.clone(), kind }),
            None => {
                let instead = "describe an API key, or HTTP basic or bearer authentication";
                let problem = Problem::Unsupported("this security scheme".into(), instead);
                cx.found.warning(&at.child(name), problem);
            }
        }
    }
    schemes
}

/// Returns how a scheme is sent, if it is described and can be sent at all.
fn scheme(cx: &Context<'_>, name: &str) -> Option<Kind> {
    let described = cx.document.openapi.components.as_ref()?.security_schemes.get(name)?;
    let ReferenceOr::Item(described) = described else { return None };
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
            Some(name) => {
                let text = format!("the security scheme {}, which is not described,", code(name));
                let instead = "describe it in `components.securitySchemes`, or correct the name";
                cx.found.warning(&at.child(index), Problem::Ignored(text, instead));
            }
        }
    }
    alternatives
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

/// Lowers base URLs.
pub(super) fn servers(cx: &mut Context<'_>, described: &[openapiv3::Server], at: &Pointer) -> Vec<Server> {
    let mut servers = Vec::new();
    for (index, described) in described.iter().enumerate() {
        let mut url = described.url.clone();
        for (name, variable) in described.variables.iter().flatten() {
            url = url.replace(&format!("{{{name}}}"), &variable.default);
        }
        let url = url.trim_end_matches('/').to_owned();
        if url.starts_with("http://") || url.starts_with("https://") {
            servers.push(Server { url, description: described.description.clone().unwrap_or_default() });
        } else if url.is_empty() {
            // `/` is what a document without `servers` has.
        } else {
            let text = format!("the server {}, which is relative,", code(&described.url));
            let instead = "write the whole URL; a client does not know where the document was found";
            cx.found.warning(&at.child(index), Problem::Ignored(text, instead));
        }
    }
    servers
}

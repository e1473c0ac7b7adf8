//! Security schemes and servers: how a client identifies itself, and to whom.

use openapiv3::{APIKeyLocation, ReferenceOr, SecurityRequirement, SecurityScheme as Described};

use super::Context;
use crate::diagnostic::Problem;
use crate::ir::{Constructor, Security, SecurityScheme, SecuritySchemeKind as Kind, Server};
use crate::pointer::Pointer;

/// Lowers the security schemes that can be sent.
pub(super) fn schemes(cx: &mut Context<'_>) -> Vec<SecurityScheme> {
    let document = cx.document;
    let Some(components) = &document.openapi.components else { return Vec::new() };
    let at = Pointer::root().child("components").child("securitySchemes");
    let mut schemes = Vec::new();
    for (name, described) in &components.security_schemes {
        let kind = match described {
            ReferenceOr::Item(Described::APIKey { location, name, .. }) => match location {
                APIKeyLocation::Header => Kind::ApiKeyInHeader(name.clone()),
                APIKeyLocation::Query => Kind::ApiKeyInQuery(name.clone()),
                APIKeyLocation::Cookie => Kind::ApiKeyInCookie(name.clone()),
            },
            ReferenceOr::Item(Described::HTTP { scheme, .. }) if scheme.eq_ignore_ascii_case("basic") => {
                Kind::Basic
            }
            ReferenceOr::Item(Described::HTTP { scheme, .. }) if scheme.eq_ignore_ascii_case("bearer") => {
                Kind::Bearer
            }
            // Both end in a token that is sent like any other; how it is got is up to the user.
            ReferenceOr::Item(Described::OAuth2 { .. } | Described::OpenIDConnect { .. }) => Kind::Bearer,
            _ => {
                let instead = "describe an API key, or HTTP basic or bearer authentication";
                cx.found
                    .warning(&at.child(name), Problem::Unsupported("this security scheme".into(), instead));
                continue;
            }
        };
        schemes.push(SecurityScheme { wire_name: name.clone(), kind });
    }
    schemes
}

/// Returns the alternatives that all calls have, without those that need a scheme that cannot be sent.
pub(super) fn alternatives(
    described: Option<&[SecurityRequirement]>,
    schemes: &[SecurityScheme],
) -> Security {
    let known = |name: &String| schemes.iter().any(|it| it.wire_name == *name);
    named(described.unwrap_or_default()).into_iter().filter(|it| it.iter().all(known)).collect()
}

/// Returns the alternatives as names of schemes.
pub(super) fn named(described: &[SecurityRequirement]) -> Security {
    described.iter().map(|requirement| requirement.keys().cloned().collect()).collect()
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
pub(super) fn servers(described: &[openapiv3::Server]) -> Vec<Server> {
    described.iter().filter_map(absolute).collect()
}

/// Returns the base URL of one operation, if it has its own.
pub(super) fn server(operation: &[openapiv3::Server], path: &[openapiv3::Server]) -> Option<String> {
    operation.iter().chain(path).find_map(absolute).map(|it| it.url)
}

/// A URL that is relative to where the document was found says nothing to a client.
fn absolute(described: &openapiv3::Server) -> Option<Server> {
    let mut url = described.url.clone();
    for (name, variable) in described.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    let url = url.trim_end_matches('/').to_owned();
    let description = described.description.clone().unwrap_or_default();
    url.starts_with("http").then_some(Server { url, description })
}

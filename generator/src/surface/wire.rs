//! What is sent and read without callers seeing it in a type, to the texts of facts.

use crate::ir::{
    Api, BodyContent, FormEncoding, Parameter, ParameterStyle, Retry, Security, SecuritySchemeKind, Server,
    StatusOperation,
};

/// Says what the type of a body is called.
pub(super) fn media_type(content: &BodyContent) -> &str {
    match content {
        BodyContent::Json(_, None) => "application/json",
        BodyContent::Json(_, Some(media_type)) | BodyContent::Text(media_type) => media_type,
        BodyContent::Multipart(_) | BodyContent::Members(_, FormEncoding::Multipart) => "multipart/form-data",
        BodyContent::UrlEncoded(_) | BodyContent::Members(_, FormEncoding::UrlEncoded) => {
            "application/x-www-form-urlencoded"
        }
        BodyContent::Binary(media_type) => media_type,
    }
}

/// Says where an API is; of each variable, what it is unless it is set, and what it can be.
pub(super) fn server(server: &Server) -> String {
    let variables = server.variables.iter().map(|it| {
        let values = if it.values.is_empty() { "any text".to_owned() } else { it.values.join(" or ") };
        format!(", {} is {}: {values}", it.name, it.default)
    });
    format!("{}{}", server.url, variables.collect::<String>())
}

/// Says when a request is sent again, where the document does.
pub(super) fn retry(retry: Option<Retry>) -> &'static str {
    match retry {
        None => "",
        Some(Retry::Always) => "always",
        Some(Retry::Unprocessed) => "when it was not processed",
        Some(Retry::Never) => "never",
    }
}

/// Says how the values of a parameter are written, unless that is the usual way.
pub(super) fn style(parameter: &Parameter) -> String {
    let style = match parameter.style {
        ParameterStyle::Default => None,
        style => Some(format!("{style:?}")),
    };
    let reserved = parameter.allows_reserved.then(|| "with reserved characters".to_owned());
    style.into_iter().chain(reserved).collect::<Vec<_>>().join(" ")
}

/// Writes alternatives of security schemes.
pub(super) fn security(security: &Security) -> String {
    let alternatives: Vec<String> =
        security.iter().map(|it| if it.is_empty() { "none".to_owned() } else { it.join(" and ") }).collect();
    if alternatives.is_empty() { "none".to_owned() } else { alternatives.join(" or ") }
}

/// Says how each credential is sent.
pub(super) fn schemes(api: &Api) -> String {
    let schemes = api.schemes.iter().map(|it| {
        let kind = match &it.kind {
            SecuritySchemeKind::ApiKeyInHeader(name) => format!("header {name}"),
            SecuritySchemeKind::ApiKeyInQuery(name) => format!("query {name}"),
            SecuritySchemeKind::ApiKeyInCookie(name) => format!("cookie {name}"),
            SecuritySchemeKind::Bearer => "bearer token".to_owned(),
            SecuritySchemeKind::Basic => "user and password".to_owned(),
        };
        format!("{} ({kind})", it.wire_name)
    });
    schemes.collect::<Vec<_>>().join(", ")
}

/// Says which statuses a job may have, and what each means.
pub(super) fn statuses(status: &StatusOperation) -> String {
    let groups = [("pending", &status.pending), ("succeeded", &status.succeeded), ("failed", &status.failed)];
    let groups = groups.into_iter().filter(|(_, values)| !values.is_empty());
    groups.map(|(what, values)| format!("{what}: {}", values.join(", "))).collect::<Vec<_>>().join("; ")
}

/// Says where the answers about a job have what the client reads of them.
pub(super) fn places(status: &StatusOperation) -> String {
    let places = [
        ("status", Some(&status.status)),
        ("result", Some(&status.result)),
        ("eta", status.eta.as_ref()),
        ("credit estimate", status.credit_estimate.as_ref()),
    ];
    let places = places.into_iter().filter_map(|(what, place)| Some((what, place?)));
    let places =
        places.map(|(what, place)| (what, if place.is_empty() { "the whole answer" } else { place }));
    places.map(|(what, place)| format!("{what}: {place}")).collect::<Vec<_>>().join("; ")
}

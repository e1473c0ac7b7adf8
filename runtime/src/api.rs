//! Turns what a document says about its API as a whole into constants: the servers, and how callers identify themselves.

use crate::Server;

/// Describes an API as far as all its operations share it.
#[derive(Debug)]
pub struct ApiDescription {
    /// The name of the API, used in messages.
    pub title: &'static str,
    /// What the client calls itself, unless its user says otherwise.
    pub user_agent: &'static str,
    /// What the names of environment variables begin with, such as `MUSICGPT` in `MUSICGPT_API_KEY`.
    pub env_prefix: &'static str,
    /// The servers; the first is used unless another base URL is set.
    pub servers: &'static [Server],
    /// The ways of identification that the document declares.
    pub schemes: &'static [SecurityScheme],
    /// What an operation asks for unless it says otherwise. An empty list asks for nothing.
    pub security: &'static [Requirement],
}

/// Names the schemes that go together in one of the alternatives of OpenAPI's `security`.
///
/// An alternative without schemes makes identification optional.
pub type Requirement = &'static [&'static str];

/// Describes one way in which a caller identifies itself.
#[derive(Debug)]
pub struct SecurityScheme {
    pub(crate) name: &'static str,
    pub(crate) kind: SchemeKind,
}

/// Where the secret of a scheme travels, and in which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SchemeKind {
    Header(&'static str),
    Query(&'static str),
    Cookie(&'static str),
    Bearer,
    Basic,
}

impl SecurityScheme {
    /// Describes an API key that is sent as the value of a header.
    #[must_use]
    pub const fn api_key_in_header(name: &'static str, header: &'static str) -> Self {
        Self { name, kind: SchemeKind::Header(header) }
    }

    /// Describes an API key that is sent as a query parameter.
    #[must_use]
    pub const fn api_key_in_query(name: &'static str, parameter: &'static str) -> Self {
        Self { name, kind: SchemeKind::Query(parameter) }
    }

    /// Describes an API key that is sent as a cookie.
    #[must_use]
    pub const fn api_key_in_cookie(name: &'static str, cookie: &'static str) -> Self {
        Self { name, kind: SchemeKind::Cookie(cookie) }
    }

    /// Describes a token that is sent as `Authorization: Bearer …`.
    #[must_use]
    pub const fn bearer(name: &'static str) -> Self {
        Self { name, kind: SchemeKind::Bearer }
    }

    /// Describes a user name and a password that are sent as `Authorization: Basic …`.
    #[must_use]
    pub const fn basic(name: &'static str) -> Self {
        Self { name, kind: SchemeKind::Basic }
    }
}

impl SchemeKind {
    /// Tells whether the secret is an API key, wherever it travels.
    pub(crate) fn is_api_key(self) -> bool {
        matches!(self, Self::Header(_) | Self::Query(_) | Self::Cookie(_))
    }
}

impl ApiDescription {
    pub(crate) fn scheme(&self, name: &str) -> Option<&'static SecurityScheme> {
        self.schemes.iter().find(|scheme| scheme.name == name)
    }

    /// Gives the schemes in the order in which they matter: those of the default security first.
    pub(crate) fn schemes_by_weight(&self) -> impl Iterator<Item = &'static SecurityScheme> {
        let required = self.security.iter().flat_map(|requirement| requirement.iter());
        required.filter_map(|name| self.scheme(name)).chain(self.schemes)
    }

    /// Tells whether an operation without security of its own may be called without a credential.
    pub(crate) fn is_open(&self) -> bool {
        self.security.is_empty() || self.security.iter().any(|requirement| requirement.is_empty())
    }
}

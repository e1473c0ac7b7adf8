//! Turns the secrets of a user into credentials that can be put on a request.

use std::fmt;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::{HeaderName, HeaderValue, header};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    Error, Requirement, SecurityScheme,
    api::SchemeKind,
    redact::{self, Redactor},
    token_provider::TokenProvider,
};

/// The secret of one scheme, ready to be sent.
pub(crate) struct Credential {
    scheme: &'static str,
    pub(crate) place: Place,
}

/// Where a credential goes.
pub(crate) enum Place {
    /// The value is marked as sensitive.
    Header(HeaderName, HeaderValue),
    Query(&'static str, SecretString),
    Cookie(&'static str, SecretString),
    /// A bearer token that is asked for when a request is sent.
    Provided(TokenProvider),
}

impl Credential {
    pub(crate) fn provided(scheme: &SecurityScheme, provider: TokenProvider) -> Self {
        Self { scheme: scheme.name, place: Place::Provided(provider) }
    }

    /// Checks that the secret can be sent, and has the redactor know it.
    pub(crate) fn new(
        scheme: &SecurityScheme,
        secret: &SecretString,
        redactor: &Redactor,
    ) -> Result<Self, Error> {
        let text = secret.expose_secret();
        if text.trim_matches(|c: char| c.is_whitespace() || c == ':').is_empty() {
            return Err(Error::configuration(format!("the credential of `{}` is empty", scheme.name)));
        }
        let place = match scheme.kind {
            SchemeKind::Header(name) => Place::Header(header_name(name)?, header_value(scheme, text)?),
            SchemeKind::Query(name) => Place::Query(name, secret.clone()),
            SchemeKind::Cookie(name) => Place::Cookie(name, secret.clone()),
            SchemeKind::Bearer => {
                Place::Header(header::AUTHORIZATION, header_value(scheme, &format!("Bearer {text}"))?)
            }
            SchemeKind::Basic => {
                let encoded = BASE64_STANDARD.encode(with_colon(text));
                redactor.add(&encoded);
                Place::Header(header::AUTHORIZATION, header_value(scheme, &format!("Basic {encoded}"))?)
            }
        };
        redactor.add(match scheme.kind {
            SchemeKind::Basic => secret_half(text),
            _ => text,
        });
        Ok(Self { scheme: scheme.name, place })
    }
}

/// Completes a user name that stands alone, as some APIs take a key for one.
fn with_colon(text: &str) -> String {
    if text.contains(':') { text.to_owned() } else { format!("{text}:") }
}

/// Returns the password, or the user name where that is all there is.
fn secret_half(text: &str) -> &str {
    match text.split_once(':') {
        Some((user, "")) => user,
        Some((_, password)) => password,
        None => text,
    }
}

fn header_name(name: &str) -> Result<HeaderName, Error> {
    name.parse()
        .map_err(|_| Error::configuration(format!("the API names `{name}` as a header, which it cannot be")))
}

fn header_value(scheme: &SecurityScheme, text: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(text).map_err(|_| {
        let scheme = scheme.name;
        Error::configuration(format!(
            "the credential of `{scheme}` has a character that a header cannot have"
        ))
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// All credentials of a client.
#[derive(Default)]
pub(crate) struct Credentials(Vec<Credential>);

impl Credentials {
    pub(crate) fn add(&mut self, credential: Credential) {
        self.0.retain(|known| known.scheme != credential.scheme);
        self.0.push(credential);
    }

    /// Chooses the first alternative that there are credentials for.
    ///
    /// Whoever gave a credential wants it used, so an alternative that asks for nothing is the last resort.
    pub(crate) fn choose(&self, security: &[Requirement]) -> Vec<&Credential> {
        let mut alternatives = security.iter().filter(|requirement| !requirement.is_empty());
        alternatives.find_map(|requirement| self.all_of(requirement)).unwrap_or_default()
    }

    pub(crate) fn all_of(&self, requirement: Requirement) -> Option<Vec<&Credential>> {
        requirement.iter().map(|name| self.0.iter().find(|known| known.scheme == *name)).collect()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", redact::names(self.0.iter().map(|credential| credential.scheme)))
    }
}

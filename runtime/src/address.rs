//! Turns the path and the query of a request into the URL that it is sent to.

use std::borrow::Cow;

use reqwest::Url;
use secrecy::ExposeSecret;

use crate::{
    Error, ErrorKind,
    base_url::BaseUrl,
    credential::{Credential, Place},
    path,
    query::Pairs,
    redact::Redactor,
    request::Description,
};

/// Where a request is sent to.
pub(crate) struct Address {
    pub(crate) url: Url,
    /// The URL before it was parsed, which may spell a secret in a way that nobody looks for.
    written: String,
}

impl Address {
    /// Fills the path of a request, and adds its query, to which some of the credentials may belong.
    pub(crate) fn new(request: &Description, credentials: &[&Credential]) -> Result<Self, Error> {
        let base_url = base_url(request)?;
        let mut written = base_url.as_str().to_owned();
        path::expand(&mut written, request.site.template, &request.path)
            .map_err(|problem| Error::new(ErrorKind::Request, problem))?;
        // A template may have a query of its own.
        let separator = if written.contains('?') { "&" } else { "?" };
        let mut pairs = Pairs::after(&mut written, separator);
        request.query.write(&mut pairs);
        for credential in credentials {
            if let Place::Query(name, secret) = &credential.place {
                pairs.add(name, secret.expose_secret());
            }
        }
        Ok(Self { url: base_url.parse_longer(&written), written })
    }

    /// Returns the URL as it may be shown.
    pub(crate) fn shown(&self, redactor: &Redactor) -> String {
        redactor.redact(&self.written)
    }
}

/// Returns the URL of the operation's own server, unless the user chose another one for all; else that of the client.
fn base_url(request: &Description) -> Result<Cow<'_, BaseUrl>, Error> {
    let settings = request.transport.settings();
    let Some(server) = request.server.filter(|_| !settings.base_url_is_chosen) else {
        return Ok(Cow::Borrowed(&settings.base_url));
    };
    let base_url = server.fill(&settings.server_variables).and_then(|url| BaseUrl::parse(&url));
    base_url.map(Cow::Owned).map_err(|problem| {
        let url = server.url;
        Error::configuration(format!("the server `{url}` of the operation cannot be used: {problem}"))
    })
}

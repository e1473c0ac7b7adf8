//! Turns the description of a request into exactly what is sent: a URL, headers and a body.

use std::{borrow::Cow, time::Duration};

use http::{HeaderMap, HeaderValue, header};
use reqwest::Url;
use secrecy::ExposeSecret;

use crate::{
    Error, ErrorKind, JobDescription, Request, Retry, Transport,
    base_url::BaseUrl,
    body::Body,
    credential::{Credential, Place},
    error::CallSite,
    path,
    redact::REDACTED,
    token_provider::TokenProvider,
};

/// A request that can be sent, any number of times.
pub(crate) struct Prepared {
    pub(crate) transport: Transport,
    pub(crate) site: CallSite,
    pub(crate) url: Url,
    /// The URL as it may be shown.
    pub(crate) shown_url: String,
    pub(crate) headers: HeaderMap,
    /// What gives the token that is sent with each attempt.
    pub(crate) token_provider: Option<TokenProvider>,
    pub(crate) body: Body,
    /// How long all attempts may take together.
    pub(crate) timeout: Duration,
    /// How long the answer to an upload may take once all of it has left; the upload itself has much more time.
    pub(crate) answer_timeout: Option<Duration>,
    pub(crate) retry: Retry,
    pub(crate) job: Option<&'static JobDescription>,
    /// Whether the body of a success is left to be read by whoever asked for it.
    pub(crate) streams: bool,
}

impl Prepared {
    /// Completes a request with what its client knows, or returns the first problem that its description had.
    pub(crate) fn new(mut request: Request) -> Result<Self, Error> {
        if let Some(problem) = request.problem.take() {
            return Err(problem);
        }
        let settings = request.transport.settings();
        let timeouts = &settings.timeouts;
        let is_upload = request.body.is_upload();
        let usual_timeout = if is_upload { timeouts.upload } else { timeouts.call };
        let credentials = settings.credentials.choose(request.security);
        let address = address(&request).map_err(|error| error.at(&request.site))?;
        let pairs = request.query.pairs();
        let url = with_query(&address, &pairs, &credentials, path::encode);
        let shown_url = with_query(&address, &pairs, &credentials, |_| REDACTED.to_owned());
        let url = Url::parse(&url).map_err(|error| {
            Error::new(ErrorKind::Request, format!("there is no such URL: {error}")).at(&request.site)
        })?;
        let headers = headers(&request, &credentials).map_err(|error| error.at(&request.site))?;
        Ok(Self {
            url,
            shown_url: settings.redactor.redact(&shown_url),
            headers,
            token_provider: credentials.iter().find_map(|credential| match &credential.place {
                Place::Provided(provider) => Some(provider.clone()),
                _ => None,
            }),
            timeout: request.timeout.unwrap_or(usual_timeout),
            answer_timeout: (is_upload && request.timeout.is_none()).then_some(timeouts.call),
            retry: request.retry.unwrap_or_else(|| Retry::of(&request.site.method)),
            job: request.job,
            // The receipt of a job is read in any case, because the job must not be lost.
            streams: request.streams && request.job.is_none(),
            transport: request.transport,
            site: request.site,
            body: request.body,
        })
    }
}

/// Returns the URL up to the query.
fn address(request: &Request) -> Result<String, Error> {
    let settings = request.transport.settings();
    let path = path::expand(request.site.template, &request.path)
        .map_err(|problem| Error::new(ErrorKind::Request, problem))?;
    match request.server.filter(|_| !settings.base_url_is_chosen) {
        None => Ok(settings.base_url.as_str().to_owned() + &path),
        Some(server) => {
            let base_url = server.fill(&settings.server_variables).and_then(|url| BaseUrl::parse(&url));
            base_url.map(|base_url| base_url.as_str().to_owned() + &path).map_err(|problem| {
                let url = server.url;
                Error::configuration(format!("the server `{url}` of the operation cannot be used: {problem}"))
            })
        }
    }
}

fn with_query(
    address: &str,
    pairs: &[String],
    credentials: &[&Credential],
    show: impl Fn(&str) -> String,
) -> String {
    let secrets = credentials.iter().filter_map(|credential| match &credential.place {
        Place::Query(name, secret) => {
            Some(format!("{}={}", path::encode(name), show(secret.expose_secret())))
        }
        _ => None,
    });
    let pairs: Vec<_> = pairs.iter().cloned().chain(secrets).collect();
    // A template may have a query of its own.
    let separator = if address.contains('?') { '&' } else { '?' };
    if pairs.is_empty() { address.to_owned() } else { format!("{address}{separator}{}", pairs.join("&")) }
}

/// Returns a secret as a cookie holds it: as it is, because servers compare what they once set; encoded only where a cookie
/// cannot hold it.
fn cookie_value(secret: &str) -> Cow<'_, str> {
    let is_allowed = |it: u8| it.is_ascii_graphic() && !b"\",;\\".contains(&it);
    if secret.bytes().all(is_allowed) { secret.into() } else { path::encode(secret).into() }
}

/// Returns the headers of the call, then those of its credentials, then those of the client: the first of a name counts.
fn headers(request: &Request, credentials: &[&Credential]) -> Result<HeaderMap, Error> {
    let mut headers = request.headers.clone();
    // How a body is framed is the business of whoever sends it.
    for name in [header::CONTENT_LENGTH, header::TRANSFER_ENCODING] {
        headers.remove(name);
    }
    let said = headers.get(header::COOKIE).and_then(|it| it.to_str().ok()).map(str::to_owned);
    let of_parameters = request.cookies.iter().flat_map(|(_, it)| it.iter().cloned());
    let mut cookies: Vec<String> = said.into_iter().chain(of_parameters).collect();
    for credential in credentials {
        match &credential.place {
            Place::Header(name, value) => drop(headers.entry(name).or_insert_with(|| value.clone())),
            Place::Cookie(name, secret) => {
                cookies.push(format!("{name}={}", cookie_value(secret.expose_secret())))
            }
            Place::Query(..) | Place::Provided(_) => {}
        }
    }
    if !cookies.is_empty() {
        let mut value = HeaderValue::try_from(cookies.join("; "))
            .map_err(|_| Error::new(ErrorKind::Request, "a cookie has a name that cannot be sent"))?;
        value.set_sensitive(true);
        headers.insert(header::COOKIE, value);
    }
    // What a body is called is no matter of the client, which sends bodies of many kinds.
    let of_client =
        request.transport.settings().headers.iter().filter(|(name, _)| *name != header::CONTENT_TYPE);
    for (name, value) in of_client {
        headers.entry(name).or_insert_with(|| value.clone());
    }
    Ok(headers)
}

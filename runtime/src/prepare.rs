//! Turns the description of a request into exactly what is sent: a URL, headers and a body.

use std::{borrow::Cow, mem, sync::Arc, time::Duration};

use http::{HeaderMap, HeaderValue, header};
use secrecy::ExposeSecret;

use crate::{
    Error, ErrorKind, JobDescription, Request, Retry, Transport,
    address::Address,
    body::Body,
    credential::{Credential, Place},
    error::CallSite,
    path,
    request::Description,
    token_provider::TokenProvider,
};

/// A request that can be sent, any number of times.
pub(crate) struct Prepared {
    pub(crate) transport: Transport,
    pub(crate) site: CallSite,
    /// Shared with the answers, which say where they come from.
    pub(crate) address: Arc<Address>,
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
    pub(crate) fn new(Request(mut request): Request) -> Result<Box<Self>, Error> {
        if let Some(problem) = request.problem.take() {
            return Err(problem);
        }
        let settings = request.transport.settings();
        let timeouts = &settings.timeouts;
        let is_upload = request.body.is_upload();
        let usual_timeout = if is_upload { timeouts.upload } else { timeouts.call };
        let credentials = settings.credentials.choose(request.security);
        let headers = mem::take(&mut request.headers);
        let at_call = |error: Error| error.at(&request.site);
        let address = Address::new(&request, &credentials).map_err(at_call)?;
        let headers = completed(headers, &request, &credentials).map_err(at_call)?;
        Ok(Box::new(Self {
            address: Arc::new(address),
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
        }))
    }
}

/// Returns a secret as a cookie holds it: as it is, because servers compare what they once set; encoded only where a cookie
/// cannot hold it.
fn cookie_value(secret: &str) -> Cow<'_, str> {
    let is_allowed = |it: u8| it.is_ascii_graphic() && !b"\",;\\".contains(&it);
    if secret.bytes().all(is_allowed) { secret.into() } else { path::encode(secret).into() }
}

/// Adds to the headers of the call those of its credentials, then those of the client: the first of a name counts.
fn completed(
    mut headers: HeaderMap,
    request: &Description,
    credentials: &[&Credential],
) -> Result<HeaderMap, Error> {
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

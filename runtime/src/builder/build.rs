//! Turns collected settings into a client, or says what is wrong with them.

use std::{sync::Arc, time::Duration};

use reqwest::redirect::Policy;

use super::ClientBuilder;
use crate::{
    ApiDescription, Error, Server, Transport,
    api::SchemeKind,
    base_url::BaseUrl,
    credential::{Credential, Credentials},
    credits::Credits,
    download::DownloadClient,
    environment,
    job::limiter::PollLimiter,
    redact::{self, Redactor},
    retry::RetryBudget,
    transport::Settings,
};

impl<C: From<Transport>> ClientBuilder<C> {
    /// Makes the client.
    ///
    /// # Errors
    ///
    /// Fails with [`Configuration`](crate::ErrorKind::Configuration) when a setting is wrong, or when there is no
    /// credential although the API asks for one.
    pub fn build(self) -> Result<C, Error> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let base_url = base_url(&self)?;
        let redactor = Redactor::default();
        let mut credentials = Credentials::default();
        for (scheme, secret) in &self.credentials {
            credentials.add(Credential::new(scheme, secret, &redactor)?);
        }
        for (scheme, provider) in self.token_providers {
            credentials.add(Credential::provided(scheme, provider));
        }
        check_sufficient(self.api, &credentials)?;
        let http = match self.http {
            Some(client) => client,
            None => http_client(self.timeouts.connect, Policy::none())?,
        };
        let (chosen, connect_timeout) = (self.download_http, self.timeouts.connect);
        let downloads = DownloadClient::new(chosen, connect_timeout, self.allow_http_downloads);
        Ok(C::from(Transport::new(Settings {
            api: self.api,
            http,
            downloads,
            base_url,
            base_url_is_chosen: self.base_url.is_some(),
            server_variables: self.server_variables,
            credentials,
            headers: self.headers,
            timeouts: self.timeouts,
            retry_budget: RetryBudget::new(&self.retry),
            retry: self.retry,
            credits: Credits::new(self.max_credits),
            on_job: self.on_job,
            poll_limiter: PollLimiter::new(self.polls_per_minute),
            clock: self.clock,
            max_response_bytes: self.max_response_bytes,
            redactor: Arc::new(redactor),
        })))
    }
}

/// Returns the URL that the user chose, else that of the server.
fn base_url<C>(builder: &ClientBuilder<C>) -> Result<BaseUrl, Error> {
    if let Some(url) = &builder.base_url {
        return BaseUrl::parse(url)
            .map_err(|problem| Error::configuration(format!("bad base URL: {problem}")));
    }
    let server = server(builder)?;
    let url = server.url;
    let names: Vec<_> = server.variables.iter().map(|it| it.name).collect();
    if let Some(unknown) = builder.server_variables.keys().find(|it| !names.contains(&it.as_str())) {
        return Err(Error::configuration(format!("the server `{url}` has no variable `{unknown}`")));
    }
    let filled = server.fill(&builder.server_variables).map_err(Error::configuration)?;
    if !filled.contains("://") {
        return Err(Error::configuration(format!(
            "the document says of its server only `{url}`, and not on which host that is. Set \
             `ClientBuilder::base_url` to the whole URL, such as `https://example.com/{}`",
            url.trim_start_matches('/')
        )));
    }
    BaseUrl::parse(&filled).map_err(|problem| {
        Error::configuration(format!(
            "the server `{url}` that the document names cannot be used: {problem}. Set `ClientBuilder::base_url`"
        ))
    })
}

fn server<C>(builder: &ClientBuilder<C>) -> Result<Server, Error> {
    let servers = builder.api.servers;
    let Some(chosen) = &builder.server else {
        let problem = "the document names no server. Set `ClientBuilder::base_url`";
        return servers.first().copied().ok_or_else(|| Error::configuration(problem));
    };
    let is_it = |it: &&Server| it.url == chosen || it.description == chosen;
    servers.iter().find(is_it).copied().ok_or_else(|| {
        let known: Vec<_> = servers.iter().map(|it| format!("`{}`", it.url)).collect();
        let known = known.join(", ");
        Error::configuration(format!("the document has no server `{chosen}`; it has {known}"))
    })
}

/// Refuses a client that the API would turn away at every call.
fn check_sufficient(api: &ApiDescription, credentials: &Credentials) -> Result<(), Error> {
    if api.is_open() || api.security.iter().any(|requirement| credentials.all_of(requirement).is_some()) {
        return Ok(());
    }
    let only = match api.security.first() {
        Some([name]) => api.scheme(name),
        _ => None,
    };
    let method = match only.map(|it| it.kind) {
        Some(SchemeKind::Bearer) => "bearer_token",
        Some(SchemeKind::Basic) => "basic_auth",
        Some(SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_)) => "api_key",
        None => "credential",
    };
    let mut ways = format!("`ClientBuilder::{method}`");
    let variables = environment::required(api).join(" and ");
    if !variables.is_empty() {
        ways.push_str(&format!(", or {variables} with `ClientBuilder::from_env`"));
    }
    let names = api.security.iter().flat_map(|names| names.iter()).filter_map(|name| api.scheme(name));
    let names = redact::names(names.map(|scheme| scheme.name));
    Err(Error::configuration(format!("the {} asks for a credential ({names}). Set {ways}", api.title)))
}

/// Makes an HTTP client of our own.
pub(crate) fn http_client(connect_timeout: Duration, redirects: Policy) -> Result<reqwest::Client, Error> {
    reqwest::Client::builder()
        .redirect(redirects)
        // The address of a result often has its signature in it.
        .referer(false)
        .connect_timeout(connect_timeout)
        .build()
        .map_err(|error| Error::configuration("cannot set up the HTTP client").with_source(error))
}

//! Turns what an API says of where a result is into a URL that may be followed.

use std::fmt;

use reqwest::Url;

use crate::{Error, ErrorKind, transport::Settings};

/// Where a result is, as the API says it; or that it does not say so.
#[derive(Clone, PartialEq, Eq)]
pub struct Location(Option<String>);

/// Shows where a result is, and not what gives access to it.
impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.as_deref().map(|text| Url::parse(text.trim()).map(|url| shown(&url)));
        write!(f, "Location({shown:?})")
    }
}

impl From<&str> for Location {
    fn from(url: &str) -> Self {
        Self(Some(url.to_owned()))
    }
}

impl From<String> for Location {
    fn from(url: String) -> Self {
        Self(Some(url))
    }
}

impl From<&String> for Location {
    fn from(url: &String) -> Self {
        url.as_str().into()
    }
}

impl From<Option<&str>> for Location {
    fn from(url: Option<&str>) -> Self {
        Self(url.map(str::to_owned))
    }
}

impl From<Option<String>> for Location {
    fn from(url: Option<String>) -> Self {
        Self(url)
    }
}

impl From<&Option<String>> for Location {
    fn from(url: &Option<String>) -> Self {
        url.as_deref().into()
    }
}

impl From<Url> for Location {
    fn from(url: Url) -> Self {
        Self(Some(url.into()))
    }
}

impl Location {
    /// Returns the URL, if it is one that may be followed.
    pub(crate) fn check(&self, settings: &Settings) -> Result<Url, Error> {
        let refuse = |message: String| Error::new(ErrorKind::Request, message);
        let Some(text) = self.0.as_deref().filter(|text| !text.trim().is_empty()) else {
            return Err(refuse("there is nothing to download: the API names no location".to_owned()));
        };
        let url = Url::parse(text.trim())
            .map_err(|error| refuse(format!("the location of the result is not a URL: {error}")))?;
        check_scheme(&url, settings)?;
        Ok(url)
    }
}

/// Refuses a URL that may not be followed.
pub(crate) fn check_scheme(url: &Url, settings: &Settings) -> Result<(), Error> {
    let refuse = |message: String| Error::new(ErrorKind::Request, message);
    match url.scheme() {
        "https" => Ok(()),
        "http" if settings.downloads.allows_http() || is_own_server(url, settings) => Ok(()),
        "http" => Err(refuse(format!(
            "the result is at `{}`, without encryption; `ClientBuilder::allow_http_downloads` allows that",
            shown(url)
        ))),
        other => Err(refuse(format!("results are not downloaded by `{other}:`"))),
    }
}

/// Tells whether a URL is on the server of the base URL, where that goes without encryption already.
fn is_own_server(url: &Url, settings: &Settings) -> bool {
    Url::parse(settings.base_url.as_str()).is_ok_and(|base| base.origin() == url.origin())
}

/// Returns a URL without the parts in which signatures and passwords travel.
pub(crate) fn shown(url: &Url) -> String {
    let mut shown = url.clone();
    shown.set_query(None);
    shown.set_fragment(None);
    // Both fail only for URLs without a host, which have neither.
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    shown.into()
}

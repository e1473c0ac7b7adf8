//! Turns a function of the user's into the bearer token of each request: for OAuth and OpenID, whose tokens end.

use std::{error::Error as StdError, fmt, future::Future, pin::Pin, sync::Arc};

use http::{HeaderMap, HeaderValue, header};
use secrecy::{ExposeSecret, SecretString};

use crate::{Error, ErrorKind, redact::Redactor};

type BoxError = Box<dyn StdError + Send + Sync>;
type Token = Pin<Box<dyn Future<Output = Result<SecretString, BoxError>> + Send>>;

/// Gives a token that may be sent now. How it is got, kept and renewed is the user's affair.
#[derive(Clone)]
pub(crate) struct TokenProvider(Arc<dyn Fn() -> Token + Send + Sync>);

impl TokenProvider {
    pub(crate) fn new<P, F, E>(provider: P) -> Self
    where
        P: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = Result<SecretString, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self(Arc::new(move || {
            let token = provider();
            Box::pin(async move { token.await.map_err(Into::into) })
        }))
    }

    /// Puts the token on a request, and has the redactor know it.
    pub(crate) async fn authorize(&self, headers: &mut HeaderMap, redactor: &Redactor) -> Result<(), Error> {
        let failed = |reason: String| Error::new(ErrorKind::Configuration, reason);
        let token = (self.0)().await;
        let token = token.map_err(|error| failed(format!("no token: {error}")).with_source(error))?;
        redactor.add(token.expose_secret());
        let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose_secret()))
            .map_err(|_| failed("the token has a character that a header cannot have".to_owned()))?;
        value.set_sensitive(true);
        headers.entry(header::AUTHORIZATION).or_insert(value);
        Ok(())
    }
}

impl fmt::Debug for TokenProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenProvider")
    }
}

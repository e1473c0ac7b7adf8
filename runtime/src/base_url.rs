//! Turns the text of a base URL into one that paths can be appended to, or says why it cannot.

use reqwest::Url;

/// The URL that all paths of a client start with; has no trailing slash.
#[derive(Clone, Debug)]
pub(crate) struct BaseUrl(String);

impl BaseUrl {
    /// Checks `text`. The message of the error does not repeat it, for it may hold a password.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("it is not an absolute URL: {error}"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("its scheme is `{}` instead of `http` or `https`", url.scheme()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("it has a user name or password, which belong into the credential".to_owned());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("it has a query or fragment, which would end up in the middle of each URL".to_owned());
        }
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn a_trailing_slash_is_tolerated() {
        for text in
            ["https://api.example.com/v1", "https://api.example.com/v1/", " HTTPS://api.example.com/v1//"]
        {
            assert_eq!(BaseUrl::parse(text).unwrap().as_str(), "https://api.example.com/v1", "{text}");
        }
        assert_eq!(BaseUrl::parse("http://127.0.0.1:80").unwrap().as_str(), "http://127.0.0.1");
    }

    #[test]
    fn what_paths_cannot_be_appended_to_is_refused() {
        for (text, reason) in [
            ("", "absolute"),
            ("/api/v1", "absolute"),
            ("api.example.com", "absolute"),
            ("ftp://example.com", "`ftp`"),
            ("file:///etc/passwd", "`file`"),
            ("https://user:sesame@example.com", "password"),
            ("https://example.com?key=1", "query"),
            ("https://example.com/#top", "fragment"),
        ] {
            let problem = BaseUrl::parse(text).unwrap_err();
            assert!(problem.contains(reason), "{text}: {problem}");
            assert!(!problem.contains("sesame"), "{problem}");
        }
    }
}

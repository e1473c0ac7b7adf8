//! Turns the text of a base URL into one that paths can be appended to, or says why it cannot.

use reqwest::Url;

/// The URL that all paths of a client start with.
#[derive(Clone, Debug)]
pub(crate) struct BaseUrl(Url);

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
        Ok(Self(url))
    }

    /// Returns its text, without a trailing slash.
    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// Parses a text that begins with that of this URL: all but the host, which has been parsed.
    pub(crate) fn parse_longer(&self, text: &str) -> Url {
        let origin = self.0.as_str().len() - self.0.path().len();
        let (path, query) = match text[origin..].split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (&text[origin..], None),
        };
        let mut url = self.0.clone();
        url.set_path(path);
        url.set_query(query);
        url
    }
}

#[cfg(test)]
mod tests {
    use super::{BaseUrl, Url};

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
    fn a_longer_text_is_parsed_as_if_it_were_parsed_whole() {
        for base in ["https://api.example.com", "http://[::1]:8080/v1", "https://ü.example/a%20b/"] {
            let base = BaseUrl::parse(base).unwrap();
            for rest in [
                "",
                "/",
                "//",
                "//evil.example/",
                "/a",
                "/a/../b",
                "/a/%2e%2E/b",
                "/\\b",
                "/a b",
                "/ü",
                "/a?",
                "?a",
                "?",
                "/a?b?c",
                "/a?b=/c&d='e'",
                "/a?b=ü \"<>",
                "/a;b:c@d/?e%zz",
                "/a%23?b%23",
                "/{a}|^`",
            ] {
                let text = format!("{}{rest}", base.as_str());
                assert_eq!(base.parse_longer(&text), Url::parse(&text).unwrap(), "{text}");
            }
        }
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

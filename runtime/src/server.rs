//! Turns a server of the document into its URL, with the values of its variables.

use std::collections::BTreeMap;

/// Describes a server of the API.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Server {
    /// The URL that the paths of operations are appended to, with each variable as `{name}`.
    pub url: &'static str,
    /// What the document says about it.
    pub description: &'static str,
    /// The variables of the URL.
    pub variables: &'static [ServerVariable],
}

/// Describes a variable of a server.
#[derive(Debug)]
pub struct ServerVariable {
    /// The name.
    pub name: &'static str,
    /// The value that is used unless another one is set.
    pub default: &'static str,
    /// The values that can be set; an empty list allows any.
    pub values: &'static [&'static str],
}

impl Server {
    /// Describes a server without variables.
    #[must_use]
    pub const fn new(url: &'static str, description: &'static str) -> Self {
        Self { url, description, variables: &[] }
    }

    /// Sets the variables of the URL.
    #[must_use]
    pub const fn with_variables(self, variables: &'static [ServerVariable]) -> Self {
        Self { variables, ..self }
    }

    /// Returns the URL with these values, and the defaults of all other variables.
    pub(crate) fn fill(&self, chosen: &BTreeMap<String, String>) -> Result<String, String> {
        let mut url = self.url.to_owned();
        for variable in self.variables {
            let value = match chosen.get(variable.name) {
                Some(value) => variable.checked(value, &self.with_defaults_but(variable.name))?,
                None => variable.default,
            };
            url = url.replace(&variable.placeholder(), value);
        }
        Ok(url)
    }

    /// Returns the URL with the defaults of all variables but one.
    fn with_defaults_but(&self, name: &str) -> String {
        let others = self.variables.iter().filter(|it| it.name != name);
        others.fold(self.url.to_owned(), |url, it| url.replace(&it.placeholder(), it.default))
    }
}

impl From<&'static str> for Server {
    fn from(url: &'static str) -> Self {
        Self::new(url, "")
    }
}

impl ServerVariable {
    fn placeholder(&self) -> String {
        format!("{{{}}}", self.name)
    }

    /// Refuses what the document does not list and, where it lists nothing, what would lead to the host of somebody else,
    /// who would be sent the credentials. `template` has the defaults of all other variables.
    fn checked<'a>(&self, value: &'a str, template: &str) -> Result<&'a str, String> {
        let Self { name, values, .. } = self;
        if values.contains(&value) || value == self.default {
            return Ok(value);
        }
        if !values.is_empty() {
            let values = values.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
            return Err(format!("the server variable `{name}` cannot be `{value}`; it can be {values}"));
        }
        match self.allows(value, template) {
            Ok(()) => Ok(value),
            Err(what) => Err(format!("the server variable `{name}` cannot be `{value}`, which is no {what}")),
        }
    }

    /// Says what a value would have to be at its place in the URL, if it is not.
    fn allows(&self, value: &str, template: &str) -> Result<(), &'static str> {
        let placeholder = self.placeholder();
        let is_plain = |it: char| it.is_ascii_alphanumeric() || "-._".contains(it);
        let Some((scheme, rest)) = template.split_once("://") else {
            // The variable holds the scheme, and with it the host.
            return if value.starts_with("https://") {
                Ok(())
            } else {
                Err("URL that begins with `https://`")
            };
        };
        let authority = rest.split('/').next().unwrap_or_default();
        let begins_path = self.default.starts_with('/') && authority.ends_with(&placeholder);
        if scheme.contains(&placeholder) {
            if value == "https" { Ok(()) } else { Err("scheme of the document, and not `https`") }
        } else if begins_path {
            if value.is_empty() || value.starts_with('/') { Ok(()) } else { Err("path") }
        } else if authority.contains(&placeholder) && (value.is_empty() || !value.chars().all(is_plain)) {
            Err("part of a host name")
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Server, ServerVariable};

    const SERVER: Server = Server::new("https://{tenant}.example.com:{port}/{base}", "").with_variables(&[
        ServerVariable { name: "tenant", default: "demo", values: &[] },
        ServerVariable { name: "port", default: "443", values: &["443", "8443"] },
        ServerVariable { name: "base", default: "v1", values: &[] },
    ]);

    fn filled(chosen: &[(&str, &str)]) -> Result<String, String> {
        let chosen = chosen.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        SERVER.fill(&chosen.collect::<BTreeMap<_, _>>())
    }

    #[test]
    fn what_is_not_set_has_its_default() {
        assert_eq!(filled(&[]).unwrap(), "https://demo.example.com:443/v1");
        let all = [("tenant", "acme-2"), ("port", "8443"), ("base", "v2/public")];
        assert_eq!(filled(&all).unwrap(), "https://acme-2.example.com:8443/v2/public");
    }

    #[test]
    fn what_is_not_listed_or_leads_elsewhere_is_refused() {
        let problem = filled(&[("port", "80")]).unwrap_err();
        assert_eq!(problem, "the server variable `port` cannot be `80`; it can be `443`, `8443`");
        for value in ["", "evil.example/", "evil.example#", "user@evil", "a b", "evil:80", "ü"] {
            let problem = filled(&[("tenant", value)]).unwrap_err();
            assert!(problem.contains("`tenant`"), "{problem}");
        }
    }

    #[test]
    fn no_variable_leads_to_another_host() {
        fn with(url: &'static str, default: &'static str, value: &str) -> bool {
            let variables = vec![ServerVariable { name: "v", default, values: &[] }];
            let server = Server::new(url, "").with_variables(Vec::leak(variables));
            server.fill(&BTreeMap::from([("v".to_owned(), value.to_owned())])).is_ok()
        }
        let scheme = |value| with("{v}://api.example.com/v1", "http", value);
        assert!(scheme("https") && scheme("http") && !scheme("http://evil.example/x") && !scheme("ftp"));
        let whole = |value| with("{v}/v1", "https://api.example.com", value);
        assert!(whole("https://eu.example.com") && !whole("http://eu.example.com") && !whole(""));
        let path = |value| with("https://api.example.com{v}", "/v1", value);
        assert!(path("/v2") && path("") && !path(".evil.example") && !path("@evil.example"));
        let suffix = |value| with("https://api{v}.example.com", "", value);
        assert!(suffix("-eu") && suffix("") && !suffix("/x"));
    }

    #[test]
    fn what_the_document_lists_is_allowed_whatever_it_is() {
        const LISTED: Server = Server::new("https://{host}/v1", "").with_variables(&[ServerVariable {
            name: "host",
            default: "api.example.com",
            values: &["api.example.com", "localhost:8080"],
        }]);
        let chosen = BTreeMap::from([("host".to_owned(), "localhost:8080".to_owned())]);
        assert_eq!(LISTED.fill(&chosen).unwrap(), "https://localhost:8080/v1");
    }
}

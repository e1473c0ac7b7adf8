//! Turns environment variables into the settings of a client.

use std::{ffi::OsString, str::FromStr, time::Duration};

use secrecy::SecretString;

use crate::{ApiDescription, Error, api::SchemeKind};

/// What the environment says.
#[derive(Default)]
pub(crate) struct Environment {
    pub(crate) base_url: Option<String>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_retries: Option<u32>,
    pub(crate) max_credits: Option<f64>,
    pub(crate) polls_per_minute: Option<u32>,
    pub(crate) credential: Option<(&'static str, SecretString)>,
}

/// Reads the variables of `api`; `lookup` gives the value of a variable.
pub(crate) fn read(
    api: &ApiDescription,
    lookup: impl Fn(&str) -> Option<OsString>,
) -> Result<Environment, Error> {
    let get = |name: &str| match lookup(name).map(OsString::into_string) {
        Some(Err(_)) => Err(Error::configuration(format!("the environment variable {name} is not Unicode"))),
        Some(Ok(value)) if !value.trim().is_empty() => Ok(Some(value)),
        _ => Ok(None),
    };
    let mut environment = Environment {
        base_url: get(&format!("{}_BASE_URL", api.env_prefix))?,
        timeout: number(api, "TIMEOUT", get)?.map(Duration::try_from_secs_f64).transpose().map_err(|_| {
            Error::configuration(format!("{}_TIMEOUT is not a number of seconds", api.env_prefix))
        })?,
        max_retries: number(api, "MAX_RETRIES", get)?,
        max_credits: number(api, "MAX_CREDITS", get)?,
        polls_per_minute: number(api, "POLLS_PER_MINUTE", get)?,
        credential: None,
    };
    let Some(scheme) = api.schemes_by_weight().next() else { return Ok(environment) };

    let mut values = Vec::new();
    for name in variables(api, scheme.kind) {
        match get(&name)? {
            Some(value) => values.push(value),
            None if api.is_open() => return Ok(environment),
            None => {
                return Err(Error::configuration(format!(
                    "the environment variable {name} is missing or empty"
                )));
            }
        }
    }
    environment.credential = Some((scheme.name, values.join(":").into()));
    Ok(environment)
}

/// Reads a variable whose value is a number.
fn number<T: FromStr>(
    api: &ApiDescription,
    suffix: &str,
    get: impl Fn(&str) -> Result<Option<String>, Error>,
) -> Result<Option<T>, Error> {
    let name = format!("{}_{suffix}", api.env_prefix);
    let Some(text) = get(&name)? else { return Ok(None) };
    let no_number = |_| Error::configuration(format!("the environment variable {name} is not a number"));
    text.trim().parse().map(Some).map_err(no_number)
}

/// Names the variables that hold the secret of a scheme.
pub(crate) fn variables(api: &ApiDescription, kind: SchemeKind) -> Vec<String> {
    let suffixes: &[&str] = match kind {
        SchemeKind::Bearer => &["TOKEN"],
        SchemeKind::Basic => &["USERNAME", "PASSWORD"],
        SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => &["API_KEY"],
    };
    suffixes.iter().map(|suffix| format!("{}_{suffix}", api.env_prefix)).collect()
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use crate::{ApiDescription, ClientBuilder, Error, ErrorKind, SecurityScheme, Server, Transport};

    const BASIC: ApiDescription = ApiDescription {
        title: "Test API",
        user_agent: "test/1",
        env_prefix: "TEST",
        servers: &[Server::new("https://api.example.com", "")],
        schemes: &[SecurityScheme::api_key_in_header("Key", "X-Key"), SecurityScheme::basic("Login")],
        security: &[&["Login"]],
    };
    static WITH_LOGIN: ApiDescription = BASIC;
    static WITH_KEY: ApiDescription = ApiDescription { security: &[&["Key"]], ..BASIC };
    static WITH_TOKEN: ApiDescription =
        ApiDescription { schemes: &[SecurityScheme::bearer("T")], security: &[&["T"]], ..BASIC };
    static OPTIONAL: ApiDescription = ApiDescription { security: &[&["Key"], &[]], ..BASIC };
    static OPEN: ApiDescription = ApiDescription { schemes: &[], security: &[], ..BASIC };

    fn build(api: &'static ApiDescription, variables: &[(&str, &str)]) -> Result<Transport, Error> {
        let lookup = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        };
        ClientBuilder::new(api).with_environment(lookup)?.build()
    }

    #[test]
    fn the_first_scheme_says_which_variables_count() {
        for (api, variables, credentials) in [
            (&WITH_KEY, &[("TEST_API_KEY", "sesame")][..], "[Key]"),
            (&WITH_TOKEN, &[("TEST_TOKEN", "sesame")], "[T]"),
            (&WITH_LOGIN, &[("TEST_USERNAME", "ali"), ("TEST_PASSWORD", "sesame")], "[Login]"),
            (&OPTIONAL, &[("TEST_API_KEY", "sesame")], "[Key]"),
            (&OPTIONAL, &[], "[]"),
            (&OPEN, &[("TEST_API_KEY", "sesame")], "[]"),
        ] {
            let transport = build(api, variables).unwrap();
            let debug = format!("{transport:?}");
            assert!(debug.contains(&format!("credentials: {credentials}")), "{debug}");
        }
    }

    #[test]
    fn a_missing_or_empty_variable_is_named() {
        for (api, variables, name) in [
            (&WITH_KEY, &[][..], "TEST_API_KEY"),
            (&WITH_KEY, &[("TEST_API_KEY", "")], "TEST_API_KEY"),
            (&WITH_KEY, &[("TEST_API_KEY", " \n")], "TEST_API_KEY"),
            (&WITH_TOKEN, &[], "TEST_TOKEN"),
            (&WITH_LOGIN, &[("TEST_USERNAME", "ali")], "TEST_PASSWORD"),
        ] {
            let error = build(api, variables).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(error.to_string().contains(name), "{error}");
        }
    }

    #[test]
    fn the_base_url_may_be_missing() {
        let with_url = |url| build(&WITH_KEY, &[("TEST_API_KEY", "k"), ("TEST_BASE_URL", url)]);
        assert!(
            format!("{:?}", with_url("http://localhost:1/v1/").unwrap())
                .contains("\"http://localhost:1/v1\"")
        );
        assert!(format!("{:?}", with_url("").unwrap()).contains("\"https://api.example.com\""));
        assert_eq!(with_url("localhost").unwrap_err().kind(), ErrorKind::Configuration);
    }

    #[test]
    fn what_is_not_a_number_is_named() {
        for name in ["TEST_TIMEOUT", "TEST_MAX_RETRIES", "TEST_MAX_CREDITS", "TEST_POLLS_PER_MINUTE"] {
            assert!(build(&OPEN, &[(name, " 5 ")]).is_ok(), "{name}");
            assert!(build(&OPEN, &[(name, "")]).is_ok(), "{name}");
            let error = build(&OPEN, &[(name, "many")]).unwrap_err();
            assert_eq!(error.to_string(), format!("the environment variable {name} is not a number"));
        }
        assert!(build(&OPEN, &[("TEST_TIMEOUT", "-1")]).is_err(), "no time is negative");
    }

    #[cfg(unix)]
    #[test]
    fn a_value_that_is_not_unicode_is_refused_without_being_shown() {
        use std::os::unix::ffi::OsStringExt as _;

        let lookup = |_: &str| Some(OsString::from_vec(b"ses\xffame".to_vec()));
        let error = ClientBuilder::<Transport>::new(&WITH_KEY).with_environment(lookup).unwrap_err();
        assert_eq!(error.to_string(), "the environment variable TEST_BASE_URL is not Unicode");
    }
}

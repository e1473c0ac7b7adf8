//! Turns environment variables into the settings of a client.

mod secrets;

use std::{ffi::OsString, str::FromStr, time::Duration};

use secrecy::SecretString;

pub(crate) use self::secrets::required;
#[cfg(feature = "cli")]
pub(crate) use self::secrets::variables;
use self::secrets::{Holder, holders, required_of};
use crate::{ApiDescription, Error};

/// What the names of variables end with that are no secrets.
const SETTINGS: &[&str] = &["BASE_URL", "TIMEOUT", "MAX_RETRIES", "MAX_CREDITS", "POLLS_PER_MINUTE"];

/// What the environment says.
#[derive(Default)]
pub(crate) struct Environment {
    pub(crate) base_url: Option<String>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_retries: Option<u32>,
    pub(crate) max_credits: Option<f64>,
    pub(crate) polls_per_minute: Option<u32>,
    /// The secrets, by the schemes that they are of.
    pub(crate) credentials: Vec<(&'static str, SecretString)>,
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
    Ok(Environment {
        base_url: get(&format!("{}_BASE_URL", api.env_prefix))?,
        timeout: number(api, "TIMEOUT", get)?.map(Duration::try_from_secs_f64).transpose().map_err(|_| {
            Error::configuration(format!("{}_TIMEOUT is not a number of seconds", api.env_prefix))
        })?,
        max_retries: number(api, "MAX_RETRIES", get)?,
        max_credits: number(api, "MAX_CREDITS", get)?,
        polls_per_minute: number(api, "POLLS_PER_MINUTE", get)?,
        credentials: credentials(api, get)?,
    })
}

/// Reads the secrets that are there; they have to be enough for one alternative of what the API asks for.
fn credentials(
    api: &ApiDescription,
    get: impl Fn(&str) -> Result<Option<String>, Error>,
) -> Result<Vec<(&'static str, SecretString)>, Error> {
    let holders = holders(api);
    let mut credentials = Vec::new();
    for holder in &holders {
        if let Some(secret) = secret(holder, &get)? {
            credentials.push((holder.scheme, secret));
        }
    }
    let is_there = |name: &&str| credentials.iter().any(|(scheme, _)| scheme == name);
    if api.is_open() || api.security.iter().any(|names| names.iter().all(is_there)) {
        return Ok(credentials);
    }
    let mut missing = Vec::new();
    for (scheme, variables) in required_of(api, &holders) {
        for name in variables.iter().filter(|_| !is_there(&scheme)) {
            if get(name)?.is_none() {
                missing.push(name.as_str());
            }
        }
    }
    match missing.as_slice() {
        // What is asked for is not among the schemes, which the builder says.
        [] => Ok(credentials),
        [name] => Err(Error::configuration(format!("the environment variable {name} is missing or empty"))),
        names => {
            let names = names.join(" and ");
            Err(Error::configuration(format!("the environment variables {names} are missing or empty")))
        }
    }
}

/// Reads the secret of one scheme, the most particular one first.
fn secret(
    holder: &Holder,
    get: impl Fn(&str) -> Result<Option<String>, Error>,
) -> Result<Option<SecretString>, Error> {
    for way in holder.ways.iter().rev() {
        let values = way.iter().map(|name| get(name)).collect::<Result<Option<Vec<_>>, _>>()?;
        if let Some(values) = values {
            return Ok(Some(values.join(":").into()));
        }
    }
    Ok(None)
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
    /// What comes further, in the order in which it is asked about: the first scheme of another kind has the variables of
    /// that kind, and no two have the same.
    static SEVERAL: ApiDescription = ApiDescription {
        schemes: &[
            SecurityScheme::basic("Login"),
            SecurityScheme::api_key_in_query("appKey", "app"),
            SecurityScheme::api_key_in_query("API_KEY", "old"),
            SecurityScheme::api_key_in_cookie("api-key", "older"),
            SecurityScheme::basic("timeout"),
            SecurityScheme::bearer("token"),
            SecurityScheme::api_key_in_header("Key", "X-Key"),
        ],
        security: &[&["Key", "appKey"], &["Login"]],
        ..BASIC
    };
    static OPEN: ApiDescription = ApiDescription { schemes: &[], security: &[], ..BASIC };

    fn build(api: &'static ApiDescription, variables: &[(&str, &str)]) -> Result<Transport, Error> {
        let lookup = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        };
        ClientBuilder::new(api).with_environment(lookup)?.build()
    }

    #[track_caller]
    fn assert_credentials(api: &'static ApiDescription, variables: &[(&str, &str)], credentials: &str) {
        let debug = format!("{:?}", build(api, variables).unwrap());
        assert!(debug.contains(&format!("credentials: {credentials}")), "{variables:?} {debug}");
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
            assert_credentials(api, variables, credentials);
        }
    }

    #[test]
    fn further_schemes_are_read_from_what_is_left_of_their_kind_and_from_their_own_names() {
        const LOGIN: [(&str, &str); 2] = [("TEST_USERNAME", "ali"), ("TEST_PASSWORD", "sesame")];
        let with_login = |name| [LOGIN[0], LOGIN[1], (name, "a:b")];
        for (name, credentials) in [
            ("TEST_APP_KEY", "[appKey, Login]"),
            ("TEST_API_KEY", "[Key, Login]"),
            ("TEST_KEY", "[Login]"),
            ("TEST_LOGIN", "[Login]"),
            ("TEST_TOKEN", "[Login, token]"),
            ("TEST_API_KEY_2", "[Login, API_KEY]"),
            ("TEST_API_KEY_3", "[Login, api-key]"),
            ("TEST_TIMEOUT_2", "[Login, timeout]"),
            ("TEST_TOKEN_2", "[Login]"),
        ] {
            assert_credentials(&SEVERAL, &with_login(name), credentials);
        }
        assert_credentials(&SEVERAL, &[("TEST_API_KEY", "k"), ("TEST_APP_KEY", "a")], "[Key, appKey]");
        assert_credentials(&SEVERAL, &[("TEST_LOGIN", "ali:sesame")], "[Login]");
    }

    #[test]
    fn the_variable_of_its_own_name_goes_before_that_of_a_kind() {
        use secrecy::ExposeSecret as _;

        let read = super::credentials(&SEVERAL, |name| Ok(Some(name.to_owned())));
        let read: Vec<_> = read
            .unwrap()
            .into_iter()
            .map(|(scheme, it)| format!("{scheme} {}", it.expose_secret()))
            .collect();
        assert_eq!(
            read,
            [
                "Key TEST_API_KEY",
                "appKey TEST_APP_KEY",
                "Login TEST_LOGIN",
                "API_KEY TEST_API_KEY_2",
                "api-key TEST_API_KEY_3",
                "timeout TEST_TIMEOUT_2",
                "token TEST_TOKEN",
            ]
        );
    }

    #[test]
    fn a_missing_or_empty_variable_is_named() {
        for (api, variables, name) in [
            (&WITH_KEY, &[][..], "TEST_API_KEY"),
            (&WITH_KEY, &[("TEST_API_KEY", "")], "TEST_API_KEY"),
            (&WITH_KEY, &[("TEST_API_KEY", " \n")], "TEST_API_KEY"),
            (&WITH_TOKEN, &[], "TEST_TOKEN"),
            (&WITH_LOGIN, &[("TEST_USERNAME", "ali")], "variable TEST_PASSWORD is"),
            (&SEVERAL, &[], "variables TEST_API_KEY and TEST_APP_KEY are"),
            (&SEVERAL, &[("TEST_API_KEY", "k"), ("TEST_APP_KEY", " ")], "variable TEST_APP_KEY is"),
            (&SEVERAL, &[("TEST_APP_KEY", "k"), ("TEST_USERNAME", "ali")], "variable TEST_API_KEY is"),
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

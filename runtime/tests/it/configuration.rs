//! What a client can and cannot be made of.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use openapi_client_runtime::{
    ApiDescription, ClientBuilder, Error, ErrorKind, Outcome, Requirement, SecretString, SecurityScheme,
    Server as ApiServer, ServerVariable, Transport, reqwest,
};

use crate::{
    script::{Script, json},
    server::{API, KEY, Server},
};

pub(crate) fn builder() -> ClientBuilder<Transport> {
    ClientBuilder::new(&API)
}

static SEVERAL: ApiDescription = ApiDescription {
    title: "Several API",
    security: &[&["HeaderKey", "Login"], &["Token"]],
    servers: &[],
    schemes: API_SCHEMES,
    user_agent: "several/1",
    env_prefix: "SEVERAL",
};
const API_SCHEMES: &[SecurityScheme] = &[
    SecurityScheme::api_key_in_header("HeaderKey", "X-API-Key"),
    SecurityScheme::bearer("Token"),
    SecurityScheme::basic("Login"),
];

#[track_caller]
fn assert_refused(result: Result<Transport, Error>, reason: &str) {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains(reason), "{error}");
    assert!(!format!("{error} {error:?}").contains("sesame"), "{error:?}");
}

#[test]
fn a_bad_credential_is_refused_without_being_shown() {
    for key in ["", " ", "\n"] {
        assert_refused(builder().api_key(key).build(), "the credential of `HeaderKey` is empty");
    }
    assert_refused(builder().basic_auth("", "").build(), "the credential of `Login` is empty");
    assert_refused(
        builder().api_key("sesame\n").build(),
        "`HeaderKey` has a character that a header cannot have",
    );
    assert_refused(
        builder().credential("Other", "sesame").build(),
        "no security scheme `Other`, only: HeaderKey, QueryKey",
    );
}

#[test]
fn a_missing_credential_is_refused_with_the_ways_to_set_it() {
    assert_refused(
        builder().build(),
        "the Test API asks for a credential (HeaderKey). Set `ClientBuilder::api_key`, or TEST_API_KEY with",
    );
    assert_refused(builder().bearer_token(KEY).build(), "asks for a credential");
    let several = || ClientBuilder::<Transport>::new(&SEVERAL).base_url("http://localhost");
    assert_refused(several().api_key(KEY).build(), "(HeaderKey, Login, Token)");
    assert!(several().api_key(KEY).basic_auth("ali", "x").build().is_ok());
    assert!(several().bearer_token("x").build().is_ok());
}

#[test]
fn a_bad_base_url_is_refused() {
    for url in
        ["", "localhost", "ftp://localhost", "http://ali:sesame@localhost", "http://localhost?key=sesame"]
    {
        assert_refused(builder().api_key(KEY).base_url(url).build(), "bad base URL");
    }
    assert_refused(
        ClientBuilder::new(&SEVERAL).bearer_token("x").build(),
        "the document names no server. Set `ClientBuilder::base_url`",
    );
}

static TENANTS: ApiDescription = ApiDescription {
    title: "Tenants API",
    security: &[],
    servers: &[
        ApiServer::new("http://{host}:{port}/{base}", "Ours").with_variables(&[
            ServerVariable { name: "host", default: "127.0.0.1", values: &[] },
            ServerVariable { name: "port", default: "1", values: &[] },
            ServerVariable { name: "base", default: "v2", values: &["v1", "v2"] },
        ]),
        ApiServer::new("/v1", "Relative"),
    ],
    schemes: &[],
    user_agent: "tenants/1",
    env_prefix: "TENANTS",
};

#[test]
fn a_server_that_the_document_does_not_have_is_refused() {
    let tenants = || ClientBuilder::<Transport>::new(&TENANTS);
    assert!(tenants().build().is_ok());
    assert_refused(tenants().server_variable("base", "v3").build(), "cannot be `v3`; it can be `v1`, `v2`");
    assert_refused(tenants().server_variable("host", "a/b").build(), "is no part of a host name");
    assert_refused(tenants().server_variable("hots", "a").build(), "has no variable `hots`");
    assert_refused(
        tenants().server("Theirs").build(),
        "no server `Theirs`; it has `http://{host}:{port}/{base}`, `/v1`",
    );
    assert_refused(
        tenants().server("Relative").build(),
        "only `/v1`, and not on which host that is. Set `ClientBuilder::base_url` to the whole URL, such as \
         `https://example.com/v1`",
    );
    assert!(tenants().server("Theirs").base_url("http://localhost").build().is_ok());
}

#[tokio::test]
async fn server_variables_lead_to_the_server() {
    for own in [None, Some("http://127.0.0.1:{port}/own")] {
        let server = Server::answering("200 OK", "null").await;
        let port = server.url.rsplit_once(':').unwrap().1;
        let client = ClientBuilder::<Transport>::new(&TENANTS).server_variable("port", port);
        let client = client.server_variable("base", "v1").build().unwrap();
        const PORT: &[ServerVariable] = &[ServerVariable { name: "port", default: "1", values: &[] }];
        let call = client.get("op", "/x");
        let call = match own {
            Some(url) => call.server(ApiServer::new(url, "").with_variables(PORT)),
            None => call,
        };
        call.decode_empty().await.unwrap();
        let line = if own.is_some() { "GET /own/x HTTP/1.1" } else { "GET /v1/x HTTP/1.1" };
        assert_eq!(server.received().await.line(), line);
    }
}

#[test]
fn a_bad_header_is_refused() {
    assert_refused(builder().default_header("a b", "x").build(), "`a b` is not the name of a header");
    assert_refused(builder().default_header("a", "sesame\n").build(), "the value for `a`");
    assert_refused(builder().user_agent("\u{7}").build(), "the value for `user-agent`");
}

#[tokio::test]
async fn each_kind_of_credential_has_its_place() {
    for (scheme, secret, line, header) in [
        (&[&["HeaderKey"] as &[_]], "k", "GET /x HTTP/1.1", ("x-api-key", "k")),
        (&[&["QueryKey"]], "a&b", "GET /x?q=1&api%20key=a%26b HTTP/1.1", ("accept", "*/*")),
        (&[&["CookieKey"]], "a;b", "GET /x HTTP/1.1", ("cookie", "session=a%3Bb")),
        (&[&["CookieKey"]], "s%3Ac+/==", "GET /x HTTP/1.1", ("cookie", "session=s%3Ac+/==")),
        (&[&["Token"]], "t", "GET /x HTTP/1.1", ("authorization", "Bearer t")),
        (
            &[&["Login"]],
            "Aladdin:open sesame",
            "GET /x HTTP/1.1",
            ("authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ),
        (&[&["Login"]], "key", "GET /x HTTP/1.1", ("authorization", "Basic a2V5Og==")),
    ] {
        let server = Server::answering("200 OK", "null").await;
        let client = server.builder().api_key(KEY).credential(scheme[0][0], secret).build().unwrap();
        let request = client.get("op", "/x").security(scheme);
        let request = if line.contains("q=1") { request.query("q", 1) } else { request };
        request.decode_bytes().await.unwrap();
        let received = server.received().await;
        assert_eq!(received.line(), line);
        assert_eq!(received.header(header.0), Some(header.1));
    }
}

#[tokio::test]
async fn the_first_alternative_that_has_credentials_is_sent() {
    let cases: [(&[Requirement], _, _); 5] = [
        (&[&["Token"], &["HeaderKey"]], None, Some("k")),
        (&[&["HeaderKey", "CookieKey"], &["HeaderKey"]], None, Some("k")),
        (&[&[], &["HeaderKey"]], None, Some("k")),
        (&[&["Token"]], None, None),
        (&[], None, None),
    ];
    for (security, token, key) in cases {
        let server = Server::answering("200 OK", "null").await;
        let client = server.builder().api_key("k").build().unwrap();
        client.get("op", "/x").security(security).decode_empty().await.unwrap();
        let received = server.received().await;
        assert_eq!(
            (received.header("authorization"), received.header("x-api-key")),
            (token, key),
            "{security:?}"
        );
    }
}

#[tokio::test]
async fn a_client_of_ones_own_can_be_used() {
    let server = Server::answering("200 OK", "null").await;
    let own = reqwest::Client::builder();
    let own = own.redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let client = server.builder().api_key("k").user_agent("mine/1").http_client(own).build().unwrap();
    client.get("op", "/x").decode_empty().await.unwrap();
    assert_eq!(server.received().await.header("user-agent"), Some("mine/1"));
}

#[tokio::test]
async fn a_token_that_ends_is_asked_for_before_each_attempt() {
    let busy = json("503 Busy", r#"{"token":"token-1"}"#);
    let script = Script::playing([busy, json("401 No", r#"{"said":"token-2"}"#)]).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = asked.clone();
    let provider = move || {
        let number = counter.fetch_add(1, Ordering::Relaxed) + 1;
        async move { Ok::<_, std::io::Error>(SecretString::from(format!("token-{number}"))) }
    };
    let client = script.builder().bearer_token_provider(provider).build().unwrap();
    let call = client.get("op", "/x").security(&[&["Token"]]).decode_empty();
    let error = call.await.unwrap_err();
    let sent: Vec<_> =
        script.received().iter().map(|it| it.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(sent, ["Bearer token-1", "Bearer token-2"]);
    assert!(error.to_string().ends_with(r#"{"said":"REDACTED"}"#), "{error}");

    let broken = || async { Err::<SecretString, _>("the refresh token has ended") };
    let client = script.builder().bearer_token_provider(broken).build().unwrap();
    let error = client.get("op", "/x").security(&[&["Token"]]).decode_empty().await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Configuration, Outcome::NotAccepted));
    assert_eq!(error.to_string(), "op (GET /x): no token: the refresh token has ended");
    assert!(script.received().is_empty());
}

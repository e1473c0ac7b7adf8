//! Turns a list of security schemes into the environment variables that the generated documentation names, which must
//! be those that the runtime asks for.

use runtime::{ApiDescription, ClientBuilder, Requirement, SecurityScheme, Server, Transport};

use crate::fixtures::generate;

/// Names that meet each other, settings, and the variables of kinds; each with what the document says of it.
const SCHEMES: &[(&str, &str)] = &[
    ("key", "type: apiKey, in: header, name: X-Key"),
    ("api-key", "type: apiKey, in: query, name: key"),
    ("apiKey", "type: apiKey, in: cookie, name: key"),
    ("login", "type: http, scheme: basic"),
    ("username", "type: http, scheme: basic"),
    ("token", "type: http, scheme: bearer"),
    ("OAuth2Bearer", "type: oauth2, flows: {}"),
    ("Max retries", "type: apiKey, in: header, name: X-Retries"),
    ("Schlüssel", "type: apiKey, in: header, name: X-Other"),
    ("schl_ssel", "type: apiKey, in: header, name: X-Another"),
];

#[test]
fn the_documentation_names_what_the_runtime_asks_for() {
    let mut all = Vec::new();
    for first in 0..SCHEMES.len() {
        let (behind, before) = SCHEMES.split_at(first);
        let names: Vec<&str> = before.iter().chain(behind).map(|(name, _)| *name).collect();
        let asked_for = asked_for(&names);
        assert_eq!(documented(&names), asked_for, "{names:?}");
        all.extend(asked_for);
    }
    // What is compared is really there: one of each kind, of their own names and with numbers.
    for name in ["API_KEY", "TOKEN", "PASSWORD", "OAUTH2_BEARER", "API_KEY_2", "MAX_RETRIES_2", "SCHL_SSEL_2"]
    {
        assert!(all.contains(&format!("TEST_{name}")), "{name} is not among {all:?}");
    }
}

/// Returns the variables in the documentation of a client whose API asks for all schemes at once, in this order.
fn documented(names: &[&str]) -> Vec<String> {
    let security: Vec<String> = names.iter().map(|name| format!("{name}: []")).collect();
    let schemes: Vec<String> = SCHEMES.iter().map(|(name, it)| format!("{name}: {{ {it} }}")).collect();
    let text = format!(
        "{{ openapi: 3.0.3, info: {{ title: Test, version: '1' }}, paths: {{}}, security: [{{ {} }}], \
         components: {{ securitySchemes: {{ {} }} }} }}",
        security.join(", "),
        schemes.join(", ")
    );
    let generated = generate(&text).unwrap_or_else(|found| panic!("{found}"));
    let client = generated.files.get("src/client.rs").expect("there is a client");
    let (_, docs) = client.split_once("/// Makes a client from ").expect("the variables are documented");
    let (docs, _) = docs.split_once(" and, if it is set,").expect("the base URL may be missing");
    docs.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Returns the variables that the runtime names where there is no credential.
fn asked_for(names: &[&'static str]) -> Vec<String> {
    let schemes: Vec<SecurityScheme> = SCHEMES.iter().map(|(name, it)| described(name, it)).collect();
    let security: Requirement = names.to_vec().leak();
    let api: &'static ApiDescription = Box::leak(Box::new(ApiDescription {
        title: "Test API",
        user_agent: "test/1",
        env_prefix: "TEST",
        servers: vec![Server::new("https://example.com", "")].leak(),
        schemes: schemes.leak(),
        security: vec![security].leak(),
    }));
    let error =
        ClientBuilder::<Transport>::new(api).build().expect_err("credentials are missing").to_string();
    let (_, variables) = error.split_once(", or ").expect("the variables are named");
    let (variables, _) = variables.split_once(" with `").expect("it says who reads them");
    variables.split(" and ").map(str::to_owned).collect()
}

fn described(name: &'static str, described: &'static str) -> SecurityScheme {
    match described {
        it if it.contains("in: header") => SecurityScheme::api_key_in_header(name, "X-Key"),
        it if it.contains("in: query") => SecurityScheme::api_key_in_query(name, "key"),
        it if it.contains("in: cookie") => SecurityScheme::api_key_in_cookie(name, "key"),
        it if it.contains("basic") => SecurityScheme::basic(name),
        _ => SecurityScheme::bearer(name),
    }
}

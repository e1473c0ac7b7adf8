//! Names that nothing of a document can have, by the scopes in which they are taken.

/// Names of methods that every client has.
pub(crate) const CLIENT_METHODS: &[&str] =
    &["builder", "from_env", "transport", "download", "estimated_credits", "clone", "from", "into", "fmt"];

/// Names of methods that are made from the document without calling an operation; no operation has them, either.
pub(crate) const OTHER_CLIENT_METHODS: &[&str] = &["new", "resume", "confirm"];

/// Names that every call has for something else than a parameter, and the first argument of follow-ups.
pub(crate) const CALL_METHODS: &[&str] = &[
    "response",
    "raw",
    "raw_stream",
    "with_timeout",
    "with_header",
    "with_query",
    "with_body_field",
    "with_retry",
    "blocking",
    "into_future",
    "client",
    "fmt",
];

/// The cargo features that are not tags, with those that a format may bring one day; cargo itself knows `default`.
pub(crate) const FEATURES: &[&str] = &[
    "default",
    "webhooks",
    "blocking",
    "tracing",
    "test-kit",
    "chrono",
    "jiff",
    "rust_decimal",
    "small-tags",
    "time",
    "uuid",
];

/// Members that the generated methods of a struct use for themselves.
pub(crate) const FIELDS: &[&str] = &["new", "into_form"];

/// Names of methods that every struct has already, or may have.
pub(crate) const STRUCT_METHODS: &[&str] =
    &["new", "into_form", "outputs", "clone", "default", "eq", "fmt", "serialize", "deserialize", "into"];

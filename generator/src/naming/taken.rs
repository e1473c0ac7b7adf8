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
    "cli",
    "tracing",
    "test-kit",
    "chrono",
    "jiff",
    "rust_decimal",
    "small-tags",
    "time",
    "uuid",
];

/// The commands that every command line has beside those of operations and of their groups.
pub(crate) const COMMANDS: &[&str] = &["resume", "completions", "man", "help"];

/// The subcommand that every group of operations has.
pub(crate) const SUBCOMMANDS: &[&str] = &["help"];

/// The flags that every command of an operation has for something else than what is sent.
pub(crate) const FLAGS: &[&str] = &["help", "version", "json", "output", "wait", "no-wait"];

/// The names of commands that cargo does not build, because its own folders have them, or that shells have taken.
pub(crate) const PROGRAMS: &[&str] = &["build", "deps", "examples", "incremental", "test"];

/// Members that the generated methods of a struct use for themselves.
pub(crate) const FIELDS: &[&str] = &["new", "into_form"];

/// Names of methods that every struct has already, or may have.
pub(crate) const STRUCT_METHODS: &[&str] =
    &["new", "into_form", "outputs", "clone", "default", "eq", "fmt", "serialize", "deserialize", "into"];

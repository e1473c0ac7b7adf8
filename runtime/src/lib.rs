//! The library that generated HTTP API clients stand on.
//!
//! A generated client describes each operation in a few lines and hands the description over; everything that happens
//! between the description and the typed answer is here, once:
//!
//! ```text
//!  ApiDescription ─ ClientBuilder ─→ Transport
//!                                        │ get("search_voices", "/v1/searchVoices")
//!                                        ▼
//!                                     Request ─ path, query, header, body
//!                                        │ decode_json()
//!                                        ▼
//!                                     Call<T> ─ .await ─→ send ─→ Response ─→ T
//! ```
//!
//! Nothing here knows any particular API, and nothing fails before the `.await`: a builder method that meets a
//! problem keeps it, and the call ends in it.
//!
//! # What it promises
//!
//! - **Secrets stay inside.** No `Debug`, `Display` or URL of this library shows a credential, also when the API
//!   repeats it in an error. (A decoded value is the API's own, and shows what the API put there.) Redirects are never followed, so a credential goes to the configured server only.
//! - **Nothing is lost.** An [`Error`] keeps the status, the headers and the body of the answer; open enums and unions
//!   keep what the document does not name.
//! - **A request is what it says.** A path parameter cannot change the path, a file name cannot end a header, and a
//!   stream that breaks its announced length is an error.
//!
//! # For generated code
//!
//! Types get their JSON from macros instead of derives: [`object!`], [`string_enum!`], [`integer_enum!`],
//! [`tagged_union!`] and [`untagged_union!`]; [`headers!`] reads those of an answer. [`call!`] completes a type that wraps a
//! [`Call`].

#![warn(clippy::print_stdout, clippy::print_stderr)]

mod address;
mod api;
mod attempt;
mod base_url;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod builder;
mod call;
#[cfg(feature = "cli")]
pub mod cli;
mod clock;
#[doc(hidden)]
pub mod codec;
mod credential;
mod credits;
mod download;
mod environment;
mod error;
mod form;
mod format;
mod job;
mod meter;
mod multipart;
mod number_or_string;
mod parameter;
mod path;
mod patience;
mod prepare;
mod query;
mod redact;
mod request;
mod response;
mod retry;
mod server;
mod stream;
mod style;
#[cfg(feature = "test-kit")]
pub mod test_kit;
mod token_provider;
mod trace;
mod transport;
mod upload;
pub mod webhook;

pub use bytes::Bytes;
pub use http::{HeaderMap, Method, StatusCode};
pub use reqwest;
pub use secrecy::SecretString;
pub use serde;
pub use serde_json::{self, Map, Value};

pub use api::{ApiDescription, Requirement, SecurityScheme};
#[cfg(feature = "blocking")]
pub use blocking::Blocking;
pub use builder::ClientBuilder;
pub use call::{Call, CallFuture};
pub use clock::{Clock, Sleep};
pub use codec::number::number;
pub use codec::object::write::{EachMember, Members};
pub use download::{Download, Location};
pub use error::{Error, ErrorKind, Outcome};
pub use form::Form;
pub use format::{Base64, Date, DateTime, Decimal, Duration, FormatError, Time, Uuid};
pub use job::{
    InvalidToken, Job, JobDescription, JobToken, Link, LinkValue, ParameterPlace, Polled, StatusOperation,
    StatusReport, Statuses, WaitOptions,
};
pub use meter::Progress;
pub use number_or_string::NumberOrString;
pub use parameter::{ParameterValue, ToParameter};
pub use request::Request;
pub use response::{Decoded, Response};
pub use retry::{Retry, RetryPolicy};
pub use server::{Server, ServerVariable};
pub use stream::{BodyStream, Event, EventStream};
pub use style::Style;
pub use transport::Transport;
pub use upload::Upload;

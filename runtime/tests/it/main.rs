//! Tests of the runtime from outside, as generated code and its users see it.
//!
//! Whatever goes over the wire is compared with what a loopback server has recorded.

mod answers;
mod blocking;
mod bodies;
mod codec;
mod configuration;
mod downloads;
mod escapes;
mod failures;
mod formats;
mod generated;
mod hostile;
mod jobs;
mod retries;
mod script;
mod secrets;
mod server;
mod stalls;
mod streams;
mod traces;
mod uploads;
mod urls;
mod webhooks;

//! Tests of the runtime from outside, as generated code and its users see it.
//!
//! Whatever goes over the wire is compared with what a loopback server has recorded.

mod answers;
mod bodies;
mod codec;
mod configuration;
mod failures;
mod generated;
mod secrets;
mod server;
mod uploads;
mod urls;

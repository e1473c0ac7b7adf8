//! A stand-in for a job API that behaves as its OpenAPI document says, and misbehaves when told to.
//!
//! ```text
//!  document ─→ routes ─→ misbehaviour ─→ key ─→ reception ─→ account ─→ answer ─→ misbehaviour ─→ client
//!                          (before)              (validation)             │         (after)
//!                                                                         ▼
//!                                              status ←──────────────── jobs ──→ webhooks, files
//! ```
//!
//! Everything is read from the document: paths, schemas, examples, links, callbacks. No operation is known by name, so
//! an operation that is added to the document is served without new code. What a *field* of a certain name is filled
//! with is known by one module, `facts`.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let document = "
//! openapi: 3.0.3
//! info: { title: Greeter, version: 1.0.0 }
//! servers: [{ url: 'https://example.com/api' }]
//! paths:
//!   /hello:
//!     get:
//!       operationId: say_hello
//!       responses:
//!         '200': { description: Said., content: { application/json: { example: { hello: world } } } }
//! ";
//! let simulator = simulator::start(simulator::Options::new(document)).await?;
//! let answer = reqwest::get(format!("{}/hello", simulator.base_url())).await?;
//! assert_eq!(answer.text().await?, r#"{"hello":"world"}"#);
//! assert_eq!(simulator.ledger().accepted("say_hello"), 1);
//! # simulator.stop().await; Ok(()) }
//! ```
//!
//! Time is simulated: jobs take as long as the document's example of their receipt says, at the speed given, or until
//! [`Simulator::advance`] says so.

#![warn(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used)]

mod account;
mod answer;
mod chance;
mod checker;
mod clock;
mod connection;
mod console;
mod document;
mod download;
mod error;
mod exchange;
mod facts;
mod job;
mod ledger;
mod lock;
mod media;
mod misbehaviour;
mod options;
mod paging;
mod receipt;
mod reception;
mod refusal;
mod report;
mod routes;
mod served;
mod server;
mod simulator;
mod tamper;
mod upload;
mod webhook;
mod world;

pub use error::StartError;
pub use ledger::{Entry, Field, File, Ledger, Outcome};
pub use misbehaviour::{Rule, RuleError};
pub use options::Options;
pub use simulator::{Simulator, start};

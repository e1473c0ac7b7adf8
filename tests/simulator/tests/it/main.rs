//! Tests of the simulator, over real sockets and with the real document, in simulated time.
//!
//! - `document`: what is read from a document, and which documents are refused;
//! - `requests`: every check of a request, in each content type;
//! - `jobs`: receipts, states, reports, credits; `files`: downloads and ranges; `uploads`; `webhooks`;
//! - `misbehaviour`: each fault as the client sees it, and as the ledger tells it;
//! - `console`: the endpoints for tools and people.
//!
//! How much memory many uploads take is measured by `memory.rs` next to this folder, in a process of its own.

mod console;
mod document;
mod files;
mod jobs;
mod misbehaviour;
mod requests;
mod support;
mod uploads;
mod webhooks;

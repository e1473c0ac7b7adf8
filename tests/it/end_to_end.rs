//! Turns calls of the MusicGPT client into what a stand-in for the API makes of them: a strict server that is driven by
//! the same document, keeps a ledger, moves jobs and misbehaves when told to.
//!
//! `wire` says what is sent, byte by byte; here it is proven that a server takes it, exactly once, and that the caller
//! gets what the server meant.

mod answer;
mod bench;
mod case;
mod described;
mod enhancements;
mod follow_ups;
mod generations;
mod jobs;
mod lookups;
mod memory;
mod misbehaviour;
mod operations;
mod refusals;
mod utilities;
mod webhooks;

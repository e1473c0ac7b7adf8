//! Tests across the crates of this workspace, in one program.
//!
//! - `output`, `errors`: one small document for each feature or mistake, one snapshot of what becomes of it;
//! - `compiles`: all that is generated compiles without a warning;
//! - `round_trips`: the examples in these documents are the same after they were read and written;
//! - `determinism`: the same document gives the same bytes;
//! - `kept`: a later document gives no other name to what had one;
//! - `wire`: what each operation of the MusicGPT client sends; `secrets`: and what nothing ever shows;
//! - `end_to_end`: each operation of the MusicGPT client, and all that may go wrong, against a stand-in for the API;
//! - `command_line`: each command of the program of the MusicGPT client, run against the same stand-in, and programs of
//!   other documents;
//! - `changes`: what single changes of a document ask of callers, and that the compiler agrees;
//! - `surface`: what is said of a crate's callers is what its files have for them;
//! - `history`: what a year of the MusicGPT API changed for callers;
//! - `injection`: what a document says is text, names and documentation, and never code;
//! - `synthetic`: the documents that show how costs grow are what they claim to be;
//! - `invariants`: the house rules that a machine can check.

mod changes;
mod command_line;
mod compiles;
mod determinism;
mod documented;
mod end_to_end;
mod environment;
mod errors;
mod fixtures;
mod history;
mod injection;
mod invariants;
mod kept;
mod output;
mod overlays;
mod round_trips;
mod secrets;
mod surface;
mod synthetic;
mod wire;

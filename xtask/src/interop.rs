//! `cargo xtask interop`: what the world outside makes of the document, the client and the simulator.
//!
//! The calls of the vendor's documentation, made by Python, must arrive as those of the Rust client do; Prism must
//! take every request of the client and every answer of the simulator; schemathesis must find no answer that
//! contradicts the document. This needs Python, Node and, the first time, the network, so it is no part of `ci`.

mod prism;
mod server;
mod step;
mod tools;

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::codegen::workspace;
use crate::failure::Failure;
use server::Server;
use tools::Tools;

/// What schemathesis looks for.
const CHECKS: &str =
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";
/// How it does so: with requests that fit the document, few, and the same each time.
const SETTINGS: &[&str] = &[
    "--mode=positive",
    "--max-examples=25",
    "--seed=1",
    "--request-timeout=10",
    "--generation-database=none",
    "--header=Authorization: test-key",
    "--no-color",
];
/// Simulated seconds in a real one while schemathesis runs, so that it sees jobs in all their states.
const FAST: &str = "1000";

/// Runs all checks; the first one that fails ends it.
pub(crate) fn run() -> Result<String, Failure> {
    let started = Instant::now();
    let tools = Tools::install()?;
    step::build()?;
    vendor(&tools)?;
    prism::check(&tools)?;
    schemathesis(&tools)?;
    let seconds = started.elapsed().as_secs_f64();
    Ok(format!("interop: the vendor's calls, Prism and schemathesis agree, in {seconds:.0} s"))
}

/// Makes the vendor's calls and those of the client, each against a simulator of their own, and compares.
fn vendor(tools: &Tools) -> Result<(), Failure> {
    let theirs = Server::simulator("simulator-vendor", "1")?;
    let ours = Server::simulator("simulator-client", "1")?;
    step::run("vendor", tools.script("vendor_calls.py").arg(theirs.url()))?;
    step::run("client", &mut client(ours.url()))?;
    let mut compare = tools.script("compare_ledgers.py");
    step::run("ledgers", compare.args([theirs.url(), ours.url()]).arg(document()))
}

/// Lets schemathesis look for contradictions, and makes sure that it saw more than refusals.
fn schemathesis(tools: &Tools) -> Result<(), Failure> {
    let simulator = Server::simulator("simulator-schemathesis", FAST)?;
    let mut command = tools.schemathesis();
    command.arg("run").arg(document()).args(["--url", simulator.url(), "--checks", CHECKS]).args(SETTINGS);
    let ended = step::attempt("schemathesis", &mut command)?.succeeded()?;
    let cases = ended.output.lines().find(|line| line.contains(" generated, "));
    step::tell("schemathesis", cases.ok_or_else(|| ended.failure("tells no count of cases"))?.trim());
    step::run("accepted", tools.script("accepted.py").arg(simulator.url()).arg(document()))
}

/// Returns the program that calls every operation with the Rust client.
fn client(base_url: &str) -> Command {
    let mut command = step::example("every_operation");
    command.env("INTEROP_BASE_URL", base_url);
    command
}

fn document() -> PathBuf {
    workspace().join("spec/musicgpt.yaml")
}

//! Prism between the Rust client and the simulator: it refuses requests and answers that contradict the document.

use super::server::Server;
use super::tools::Tools;
use super::{client, document, step};
use crate::codegen::workspace;
use crate::failure::Failure;

/// A call that Prism refuses although it fits the document, and what it says of it.
struct Excuse {
    call: &'static str,
    violations: &'static [&'static str],
}

/// Why: `prism_limits.py` shows it with the smallest document, each time before this table is used.
const REASON: &str =
    "Prism ignores `contentType: application/json` of an encoding and takes the part for a text";
/// All that is excused; anything else that Prism says is a failure, and so is an excuse that is no longer needed.
const EXCUSES: &[Excuse] = &[
    Excuse { call: "extraction, link", violations: &[STEMS, OPTIONS] },
    Excuse { call: "extraction, file", violations: &[STEMS] },
    Excuse { call: "extraction_v1, link", violations: &[STEMS, OPTIONS] },
];
const STEMS: &str = "Request body property stems must be array";
const OPTIONS: &str = "Request body property preprocessing_options must be array";

/// Makes every call of the client through Prism.
pub(super) fn check(tools: &Tools) -> Result<(), Failure> {
    show_limits(tools)?;
    let simulator = Server::simulator("simulator-prism", "1")?;
    let mut command = tools.prism();
    command.arg("proxy").arg(document()).args([simulator.url(), "--errors", "--port", "0"]);
    let prism = Server::start("prism", &mut command)?;
    let ended = step::attempt("client-prism", &mut client(prism.url()))?;
    if let Some(problem) = problem(&refusals(&ended.output)) {
        return Err(ended.failure(&problem));
    }
    let count = ended.output.lines().last().and_then(|line| line.strip_suffix(" failed"));
    step::tell("prism", &format!("{} excused", count.ok_or_else(|| ended.failure("ended early"))?));
    for excuse in EXCUSES {
        println!("  {}: {}: {REASON}", excuse.call, excuse.violations.join(", "));
    }
    Ok(())
}

/// Proves that Prism does refuse what is wrong, and that what is excused below is a fault of its own.
fn show_limits(tools: &Tools) -> Result<(), Failure> {
    let mut command = tools.prism();
    command.arg("mock").arg(workspace().join("tests/interop/prism_limits.yaml"));
    let prism = Server::start("prism-limits", command.args(["--errors", "--port", "0"]))?;
    step::run("limits", tools.script("prism_limits.py").arg(prism.url()))
}

/// A call that has failed, and the violations that Prism tells in the body.
type Refusal<'a> = (&'a str, Vec<&'a str>);

fn refusals(output: &str) -> Vec<Refusal<'_>> {
    let mut lines = output.lines();
    let mut refusals = Vec::new();
    while let Some(line) = lines.next() {
        let Some(told) = line.strip_prefix("failed: ") else { continue };
        let call = told.split(": ").next().unwrap_or(told);
        let messages = lines.next().unwrap_or_default().split("\"message\":\"").skip(1);
        refusals.push((call, messages.filter_map(|rest| rest.split('"').next()).collect()));
    }
    refusals
}

/// Compares with the table, and says what is wrong.
fn problem(refusals: &[Refusal<'_>]) -> Option<String> {
    let is_excused =
        |(call, told): &Refusal<'_>| EXCUSES.iter().any(|it| it.call == *call && it.violations == told);
    if let Some((call, _)) = refusals.iter().find(|refusal| !is_excused(refusal)) {
        return Some(format!("failed: through Prism, `{call}` was refused"));
    }
    let unused = EXCUSES.iter().find(|it| refusals.iter().all(|(call, _)| *call != it.call))?;
    Some(format!("failed: Prism no longer refuses `{}`; remove the excuse", unused.call))
}

#[cfg(test)]
mod tests {
    use super::{EXCUSES, problem, refusals};

    fn excused() -> String {
        let line = |it: &super::Excuse| {
            let told: Vec<String> =
                it.violations.iter().map(|it| format!("{{\"message\":\"{it}\"}}")).collect();
            format!("failed: {}: some: error\n  [{}]\n", it.call, told.join(","))
        };
        EXCUSES.iter().map(line).collect()
    }

    #[test]
    fn exactly_the_table_is_excused() {
        assert_eq!(problem(&refusals(&excused())), None);
        let other = excused() + "failed: remix, link: error\n  {\"message\":\"wrong\"}\n";
        assert_eq!(problem(&refusals(&other)).unwrap(), "failed: through Prism, `remix, link` was refused");
        let more = excused().replacen("[{", "[{\"message\":\"wrong\"},{", 1);
        assert!(problem(&refusals(&more)).is_some());
        assert!(problem(&[]).unwrap().contains("remove the excuse"));
    }
}

//! What is said of the environment variables that a client is made from.

use crate::doc_text::{code, listed, wrap};
use crate::ir::{Api, SecurityScheme};
use crate::naming::environment_prefix;
use crate::options::Options;

/// Names what has to be set, and what else identifies a caller.
pub(super) fn docs(api: &Api, options: &Options) -> Vec<String> {
    let prefix = environment_prefix(&options.package);
    let variable = |suffix: &str| code(&format!("{prefix}_{suffix}"));
    let of_schemes = |schemes: &[&SecurityScheme]| -> Vec<String> {
        schemes.iter().flat_map(|it| &it.variables).map(|it| variable(it)).collect()
    };
    let needed = api.needed_schemes();
    let others: Vec<_> = api.schemes.iter().filter(|it| !needed.contains(it)).collect();
    let (needed, mut others) = (of_schemes(&needed), of_schemes(&others));
    others.push(variable("BASE_URL"));
    let set = if others.len() == 1 { "it is set" } else { "they are set" };
    let others = listed(&others);
    let text = match needed.as_slice() {
        [] => format!("Makes a client from {others}, if {set}."),
        needed => format!("Makes a client from {} and, if {set}, {others}.", listed(needed)),
    };
    let mut lines = Vec::new();
    wrap(&text, "", "", &mut lines);
    let errors = ["", "# Errors", "", "A variable is missing, empty or unusable; the message names it."];
    lines.extend(errors.map(str::to_owned));
    lines
}

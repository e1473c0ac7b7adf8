//! What was found in a document, to the terminal or to a tool; and whether it stops a command.

use std::env;
use std::io::IsTerminal;

use clap::ValueEnum;
use generator::{Diagnostic, Diagnostics, Location, Rule, Severity};
use serde_json::{Value, json};

use crate::failure::Failure;

/// The flags of commands that read a document.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Reporting {
    /// How problems are shown: for people, or as one JSON document.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Fail when there are warnings.
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
    /// Say nothing about a warning, by its code (like `W0611`); may be given several times.
    #[arg(long, value_name = "CODE", value_parser = warning)]
    allow: Vec<String>,
}

/// How problems are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    #[default]
    Text,
    /// For tools.
    Json,
}

/// What makes a command fail besides errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
}

impl Reporting {
    /// Leaves out what is allowed.
    pub(crate) fn without_allowed(&self, mut found: Diagnostics) -> Diagnostics {
        found.retain(|it| !self.allow.iter().any(|code| code == it.rule.code));
        found
    }

    /// Shows problems as the flags ask for it; nothing when there is nothing to show.
    pub(crate) fn shown(&self, found: &Diagnostics, file: &str, is_terminal: bool) -> String {
        match self.format {
            Format::Json => {
                let all: Vec<Value> = found.iter().map(|it| diagnostic(it, file)).collect();
                let [errors, warnings] = counts(found);
                format!("{:#}", json!({ "diagnostics": all, "errors": errors, "warnings": warnings }))
            }
            Format::Text if found.is_empty() => String::new(),
            Format::Text => {
                let colored = is_terminal && env::var_os("NO_COLOR").is_none();
                format!("{}\n", found.report(file).colored(colored))
            }
        }
    }

    pub(crate) fn is_for_tools(&self) -> bool {
        self.format == Format::Json
    }

    /// Fails when the problems stop the command.
    pub(crate) fn verdict(&self, found: &Diagnostics, file: &str) -> Result<String, Failure> {
        let [errors, warnings] = counts(found);
        let counted = format!("{}, {}", crate::counted(errors, "error"), crate::counted(warnings, "warning"));
        match self.deny {
            _ if errors > 0 => Err(Failure::new(format!("error: {file}: {counted}"))),
            Some(Deny::Warnings) if warnings > 0 => {
                Err(Failure::new(format!("error: {file}: {counted}, and warnings are denied")))
            }
            _ => Ok(format!("{file}: {counted}")),
        }
    }
}

/// Prints problems to the errors' stream.
pub(crate) fn print(reporting: &Reporting, found: &Diagnostics, file: &str) {
    if reporting.is_for_tools() {
        println!("{}", reporting.shown(found, file, false));
    } else if !found.is_empty() {
        eprintln!("{}", reporting.shown(found, file, std::io::stderr().is_terminal()));
    }
}

fn counts(found: &Diagnostics) -> [usize; 2] {
    [Severity::Error, Severity::Warning].map(|it| found.count(it))
}

fn diagnostic(it: &Diagnostic, file: &str) -> Value {
    let related = it.related.iter().map(|it| {
        let mut value = place(it.location.as_deref(), file);
        value["pointer"] = it.pointer.to_string().into();
        value["message"] = it.message.as_str().into();
        value
    });
    let mut value = place(it.location.as_deref(), file);
    value["code"] = it.rule.code.into();
    value["severity"] = if it.severity() == Severity::Error { "error" } else { "warning" }.into();
    value["pointer"] = it.pointer.to_string().into();
    value["message"] = it.message.as_str().into();
    value["help"] = it.help.as_str().into();
    value["related"] = related.collect();
    value
}

pub(crate) fn place(location: Option<&Location>, file: &str) -> Value {
    match location {
        None => json!({ "file": file }),
        Some(it) => json!({
            "file": it.path(file),
            "line": it.start.line,
            "column": it.start.column,
            "end_column": it.end.column,
        }),
    }
}

/// Takes the code of a warning.
fn warning(code: &str) -> Result<String, String> {
    match Rule::all().find(|it| it.code == code) {
        Some(rule) if rule.severity() == Severity::Warning => Ok(code.to_owned()),
        Some(_) => Err("an error cannot be allowed; correct the document".to_owned()),
        None => Err("no warning has this code; `docs/diagnostics.md` lists them".to_owned()),
    }
}

//! One document: loaded, generated, and held against what must be true whatever it says.

use std::fmt;

use generator::{Diagnostics, Document, Files, Options};

/// What became of a document.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outcome {
    Generated,
    Refused,
}

/// How many documents ended how.
#[derive(Debug, Default)]
pub(super) struct Outcomes {
    generated: usize,
    refused: usize,
}

impl Outcomes {
    pub(super) fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Generated => self.generated += 1,
            Outcome::Refused => self.refused += 1,
        }
    }
}

impl fmt::Display for Outcomes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.generated + self.refused;
        write!(f, "{all} documents, {} generated, {} refused, nothing found", self.generated, self.refused)
    }
}

/// Tries a document; the error says what is wrong with us. A panic is one, too.
pub(super) fn of(text: &[u8]) -> Result<Outcome, String> {
    let generated = Document::load(text)
        .and_then(|document| generator::generate(&document, &Options::new(document.package_name())));
    match generated {
        Ok(generated) => {
            check_diagnostics(&generated.warnings)?;
            check_files(&generated.files)?;
            Ok(Outcome::Generated)
        }
        Err(found) if found.is_empty() => Err("it was refused without a reason".to_owned()),
        Err(found) => check_diagnostics(&found).map(|()| Outcome::Refused),
    }
}

fn check_diagnostics(found: &Diagnostics) -> Result<(), String> {
    let report = found.report("fuzz.yaml").to_string();
    if let Some(bad) = report.chars().find(|it| it.is_control() && *it != '\n') {
        return Err(format!("a report has the control character {bad:?}"));
    }
    match found.iter().find(|it| it.message.is_empty() || it.help.is_empty()) {
        Some(diagnostic) => Err(format!("{} says nothing", diagnostic.rule.code)),
        None => Ok(()),
    }
}

fn check_files(files: &Files) -> Result<(), String> {
    for (path, text) in files.iter() {
        let is_plain = |it: char| it.is_ascii_alphanumeric() || "_-./".contains(it);
        if !path.chars().all(is_plain) || path.starts_with('/') || path.split('/').any(|it| it == "..") {
            return Err(format!("a file is called {path:?}"));
        }
        if path.ends_with(".rs")
            && let Err(error) = syn::parse_file(text)
        {
            return Err(format!("{path} is not Rust: {error}"));
        }
    }
    Ok(())
}

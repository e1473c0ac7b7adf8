//! Problems of a document: which rule is broken, where, how, and what to write instead.

mod report;
pub(crate) mod rules;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use crate::doc_text::code;
use crate::document::Location;
use crate::pointer::Pointer;

pub use report::Report;
pub use rules::Rule;

/// Whether a problem stops the generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The crate is generated; something in it is less than the document asks for.
    Warning,
}

/// One problem at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The rule that is broken; it has the code.
    pub rule: &'static Rule,
    /// Where that is in the document.
    pub pointer: Pointer,
    /// Where that is in the text, as far as it is known.
    pub location: Option<Box<Location>>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to write instead.
    pub help: String,
    /// The other places that the problem is about.
    pub related: Vec<Related>,
}

/// Another place that a problem is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Related {
    /// Where it is in the document.
    pub pointer: Pointer,
    /// Where it is in the text, as far as that is known.
    pub location: Option<Box<Location>>,
    /// What is there.
    pub message: String,
}

impl Diagnostic {
    /// Returns whether the problem stops the generator.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.rule.severity()
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Asks whether something was meant that is near to what is written, if anything is.
    pub(crate) fn did_you_mean(self, guess: Option<&str>) -> Self {
        match guess {
            Some(guess) => self.help(format!("did you mean {}?", code(guess))),
            None => self,
        }
    }

    /// Adds another place that the problem is about, and what is there.
    pub(crate) fn related(mut self, pointer: &Pointer, message: impl Into<String>) -> Self {
        self.related.push(Related { pointer: pointer.clone(), location: None, message: message.into() });
        self
    }

    /// Adds another place whose location is known already.
    pub(crate) fn related_at(
        mut self,
        pointer: &Pointer,
        location: Location,
        message: impl Into<String>,
    ) -> Self {
        let (pointer, location) = (pointer.clone(), Some(Box::new(location)));
        self.related.push(Related { pointer, location, message: message.into() });
        self
    }

    pub(crate) fn located(mut self, location: Location) -> Self {
        self.location = Some(Box::new(location));
        self
    }
}

/// The texts that problems were found in: that of the document, and those of the files it refers to, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Texts {
    pub(crate) document: String,
    pub(crate) files: BTreeMap<String, String>,
}

/// All problems of one run, ordered by place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    /// What was said of which place: a document may have as many problems as it has values.
    said: BTreeSet<Key>,
    texts: Arc<Texts>,
}

impl Diagnostics {
    /// Returns the problems, ordered by place.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter()
    }

    /// Returns whether nothing was noticed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Returns how many problems there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Returns how many problems stop the generator, or do not.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|it| it.severity() == severity).count()
    }

    /// Leaves out the problems that `is_kept` is false for.
    pub fn retain(&mut self, is_kept: impl FnMut(&Diagnostic) -> bool) {
        self.found.retain(is_kept);
    }

    /// Returns a report for people; `file` is how it names the document.
    #[must_use]
    pub fn report<'a>(&'a self, file: &'a str) -> Report<'a> {
        Report::new(&self.found, &self.texts, file)
    }

    /// Adds a problem. A component that is used in several places is lowered once for each, so the same one may come
    /// again.
    pub(crate) fn add(&mut self, diagnostic: Diagnostic) {
        if self.said.insert(key(&diagnostic)) {
            self.found.push(diagnostic);
        }
    }

    /// Returns whether a problem is among these.
    pub(crate) fn has(&self, diagnostic: &Diagnostic) -> bool {
        self.said.contains(&key(diagnostic))
    }

    /// Gives the problems their locations and their order; `locate` finds many places of the document at once.
    pub(crate) fn located(
        mut self,
        texts: &Arc<Texts>,
        locate: impl FnOnce(&[&Pointer]) -> BTreeMap<Pointer, Location>,
    ) -> Self {
        self.texts = Arc::clone(texts);
        let wanted = |it: &Diagnostic| it.location.is_none();
        let places = self.found.iter().filter(|it| wanted(it)).map(|it| &it.pointer);
        let related = self.found.iter().flat_map(|it| &it.related);
        let related = related.filter(|it| it.location.is_none()).map(|it| &it.pointer);
        let places: Vec<&Pointer> = places.chain(related).collect();
        if !places.is_empty() {
            let locations = locate(&places);
            for diagnostic in &mut self.found {
                if wanted(diagnostic) {
                    diagnostic.location = locations.get(&diagnostic.pointer).cloned().map(Box::new);
                }
                for related in diagnostic.related.iter_mut().filter(|it| it.location.is_none()) {
                    related.location = locations.get(&related.pointer).cloned().map(Box::new);
                }
            }
        }
        self.found.sort_by(|a, b| (&a.location, &a.pointer).cmp(&(&b.location, &b.pointer)));
        self
    }

    /// Returns the warnings when there is nothing worse.
    pub(crate) fn without_errors(self) -> Result<Self, Self> {
        if self.count(Severity::Error) > 0 { Err(self) } else { Ok(self) }
    }
}

/// What makes a problem the same as another one: its code, the file if it is known already, the place and the message.
type Key = (&'static str, Option<String>, Pointer, String);

fn key(diagnostic: &Diagnostic) -> Key {
    let file = diagnostic.location.as_ref().and_then(|it| it.file.clone());
    (diagnostic.rule.code, file, diagnostic.pointer.clone(), diagnostic.message.clone())
}

/// Says at how many other places there is the same, where only the first is named.
pub(crate) fn others(times: usize) -> String {
    match times {
        0 | 1 => String::new(),
        2 => ", here and in one other place".to_owned(),
        _ => format!(", here and in {} other places", times - 1),
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.report("document").fmt(f)
    }
}

impl std::error::Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use super::Rule;

    #[test]
    fn each_rule_has_a_code_of_its_own() {
        let codes: Vec<&str> = Rule::all().map(|it| it.code).collect();
        let mut numbers: Vec<&str> = codes.iter().map(|it| &it[1..]).collect();
        assert!(numbers.iter().all(|it| it.len() == 4 && it.bytes().all(|it| it.is_ascii_digit())));
        assert!(numbers.is_sorted());
        numbers.dedup();
        assert_eq!(numbers.len(), codes.len());
    }
}

//! Changes to a report for people: what callers have to change first, then what is new, then what only the wire sees.

use std::collections::BTreeMap;

use super::{Change, ChangeKind, Changes, Class, Place};
use crate::pointer::Pointer;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a terminal: the place of each change is behind it.
    Text,
    /// As Markdown: the place of each entry is below its heading.
    Markdown,
    /// As the part of a changelog below the heading of a release, without places.
    Changelog,
}

/// From how many entries on a sentence that is true of all of them is said once.
const SEVERAL: usize = 3;

/// A sentence and where what it says is in the documents.
struct Line {
    text: String,
    places: Vec<Place>,
}

impl Changes {
    /// Writes a report; `place` says how a place is shown.
    #[must_use]
    pub fn report(&self, format: Format, place: &dyn Fn(&Place) -> String) -> String {
        let mut text = match format {
            Format::Changelog => format!("This asks for a {} version.\n", self.semver()),
            Format::Text | Format::Markdown => format!("{}\n", self.summary()),
        };
        for class in [Class::Breaking, Class::Addition, Class::Patch] {
            let changes: Vec<&Change> = self.list.iter().filter(|it| it.class == class).collect();
            if !changes.is_empty() {
                let title = match class {
                    Class::Breaking => "Breaking: what callers have to change",
                    Class::Addition => "Additions: what callers can use",
                    Class::Patch => "Patches: what callers do not see in names and types",
                };
                text.push_str(&match format {
                    Format::Text => format!("\n{title}\n"),
                    Format::Markdown => format!("\n## {title}\n"),
                    Format::Changelog => format!("\n### {title}\n"),
                });
                Section { format, place, changes }.write(&mut text);
            }
        }
        if format != Format::Changelog {
            text.push_str(&format!("\nsemver: {}\n", self.semver()));
        }
        text
    }

    /// Says how many changes there are of each class.
    #[must_use]
    pub fn summary(&self) -> String {
        let counted = |class, one: &str, several: &str| match self.count(class) {
            0 => None,
            1 => Some(format!("1 {one}")),
            count => Some(format!("{count} {several}")),
        };
        let counts = [
            counted(Class::Breaking, "breaking change", "breaking changes"),
            counted(Class::Addition, "addition", "additions"),
            counted(Class::Patch, "patch", "patches"),
        ];
        let counts: Vec<String> = counts.into_iter().flatten().collect();
        if counts.is_empty() { "nothing changes for callers".to_owned() } else { counts.join(", ") }
    }
}

/// The changes of one class.
struct Section<'a> {
    format: Format,
    place: &'a dyn Fn(&Place) -> String,
    changes: Vec<&'a Change>,
}

impl Section<'_> {
    fn write(&self, text: &mut String) {
        let (whole, parts): (Vec<&Change>, Vec<&Change>) = self.changes.iter().partition(|it| {
            it.member.is_none() && matches!(it.kind, ChangeKind::Added | ChangeKind::Removed)
        });
        self.write_whole(&whole, text);
        let mut blocks = blocks(&parts);
        for (entries, lines) in said_of_several(&mut blocks) {
            self.heading(&and(&entries), None, text);
            for line in lines {
                self.item(&Line { text: line, places: Vec::new() }, text);
            }
        }
        for (entry, lines) in &blocks {
            let places: Vec<&Place> = lines.iter().flat_map(|it| &it.places).collect();
            self.heading(&format!("`{entry}`"), common(&places).as_ref(), text);
            for line in lines {
                self.item(line, text);
            }
        }
    }

    /// Writes what is new or gone as a whole, one list for each kind of thing.
    fn write_whole(&self, changes: &[&Change], text: &mut String) {
        let mut lists: Vec<((ChangeKind, &str), Vec<&Change>)> = Vec::new();
        for change in changes {
            let key = (change.kind, change.noun);
            match lists.iter_mut().find(|(it, _)| *it == key) {
                Some((_, list)) => list.push(change),
                None => lists.push((key, vec![change])),
            }
        }
        for ((kind, noun), list) in lists {
            let plural = if list.len() == 1 { "" } else { "s" };
            let title = if kind == ChangeKind::Added { "New" } else { "Gone" };
            self.heading(&format!("{title} {noun}{plural}"), None, text);
            for change in list {
                let shown = change.after.as_ref().or(change.before.as_ref()).unwrap_or(&change.entry);
                let at = match self.format {
                    Format::Markdown => format!(", at `{}`", (self.place)(&change.place)),
                    Format::Text | Format::Changelog => String::new(),
                };
                self.item(&Line { text: format!("`{shown}`{at}"), places: vec![change.place.clone()] }, text);
            }
        }
    }

    fn heading(&self, heading: &str, place: Option<&Place>, text: &mut String) {
        text.push_str(&match self.format {
            Format::Text => format!("\n  {heading}\n"),
            Format::Changelog => format!("\n#### {heading}\n\n"),
            Format::Markdown => {
                let place = place.map(|it| format!("`{}`\n\n", (self.place)(it))).unwrap_or_default();
                format!("\n### {heading}\n\n{place}")
            }
        });
    }

    fn item(&self, line: &Line, text: &mut String) {
        let places: Vec<&Place> = line.places.iter().collect();
        let at = common(&places).filter(|_| self.format == Format::Text);
        let at = at.map(|it| format!(" ({})", (self.place)(&it))).unwrap_or_default();
        let indent = if self.format == Format::Text { "    " } else { "" };
        text.push_str(&format!("{indent}- {}{at}\n", line.text));
    }
}

/// Gathers the sentences about each entry; what several members have in common is one sentence.
fn blocks(changes: &[&Change]) -> Vec<(String, Vec<Line>)> {
    let mut blocks: Vec<(String, Vec<Line>)> = Vec::new();
    let mut lists: BTreeMap<(&str, ChangeKind, &str), Vec<&Change>> = BTreeMap::new();
    for change in changes {
        if let Some(key) = list_of(change) {
            lists.entry(key).or_default().push(change);
        }
    }
    let mut written: Vec<(&str, ChangeKind, &str)> = Vec::new();
    for change in changes {
        let list = list_of(change).and_then(|key| Some((key, lists.get(&key)?)));
        let line = match list {
            Some((key, _)) if written.contains(&key) => continue,
            Some((key, list)) if list.len() > 1 => {
                written.push(key);
                Line { text: listed(key, list), places: list.iter().map(|it| it.place.clone()).collect() }
            }
            _ => Line { text: change.text(), places: vec![change.place.clone()] },
        };
        match blocks.iter_mut().find(|(entry, _)| *entry == change.entry) {
            Some((_, lines)) => lines.push(line),
            None => blocks.push((change.entry.clone(), vec![line])),
        }
    }
    blocks
}

/// Returns what makes changes of several members one sentence: the entry, what happened, and to what.
fn list_of(change: &Change) -> Option<(&str, ChangeKind, &'static str)> {
    let is_list = match change.kind {
        ChangeKind::Added => change.class == Class::Addition,
        ChangeKind::Removed | ChangeKind::Deprecated => true,
        _ => false,
    };
    (is_list && change.member.is_some() && change.noun != "error body").then_some((
        change.entry.as_str(),
        change.kind,
        change.noun,
    ))
}

fn listed((_, kind, noun): (&str, ChangeKind, &str), list: &[&Change]) -> String {
    let names: Vec<String> =
        list.iter().filter_map(|it| it.member.as_ref()).map(|it| format!("`{it}`")).collect();
    let are = match kind {
        ChangeKind::Added => "are new",
        ChangeKind::Removed => "are gone",
        _ => "are deprecated",
    };
    format!("the {noun}s {} {are}", and(&names))
}

/// Takes out the sentences that are true of several entries; those that are true of the same ones go together.
fn said_of_several(blocks: &mut Vec<(String, Vec<Line>)>) -> Vec<(Vec<String>, Vec<String>)> {
    let mut entries_of: Vec<(String, Vec<String>)> = Vec::new();
    for (entry, line) in blocks.iter().flat_map(|(entry, lines)| lines.iter().map(move |it| (entry, it))) {
        match entries_of.iter_mut().find(|(text, _)| *text == line.text) {
            Some((_, entries)) => entries.push(format!("`{entry}`")),
            None => entries_of.push((line.text.clone(), vec![format!("`{entry}`")])),
        }
    }
    entries_of.retain(|(_, entries)| entries.len() >= SEVERAL);
    for (_, lines) in blocks.iter_mut() {
        lines.retain(|line| entries_of.iter().all(|(text, _)| *text != line.text));
    }
    blocks.retain(|(_, lines)| !lines.is_empty());
    let mut said: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for (text, entries) in entries_of {
        match said.iter_mut().find(|(same, _)| *same == entries) {
            Some((_, texts)) => texts.push(text),
            None => said.push((entries, vec![text])),
        }
    }
    said
}

fn and(names: &[String]) -> String {
    match names {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        names => names.concat(),
    }
}

/// Returns the place that holds all of these, unless they are in different documents.
fn common(places: &[&Place]) -> Option<Place> {
    let (first, others) = places.split_first()?;
    let holds = |at: &Pointer, other: &Place| match (first, other) {
        (Place::Old(_), Place::Old(it)) | (Place::New(_), Place::New(it)) => it.is_in(at),
        _ => false,
    };
    let (Place::Old(at) | Place::New(at)) = first;
    let mut around = std::iter::successors(Some(at.clone()), Pointer::parent);
    let at = around.find(|at| others.iter().all(|it| holds(at, it)))?;
    Some(match first {
        Place::Old(_) => Place::Old(at),
        Place::New(_) => Place::New(at),
    })
}

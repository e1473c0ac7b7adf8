//! A surface to the text of a lock file, and that text to the names that were handed out before.
//!
//! ```text
//! fn search_voices -> VoiceList [voices] = searchVoices
//!     query: impl Into<String> = query query
//!     .limit: i64 = query limit
//!     call SearchVoicesCall = call
//! struct Voice: Clone, Debug [voices] = schema Voice
//!     voice_id: Option<String> = voice_id
//! ```

use std::fmt;

use super::kept::{Kept, KeptEntry, Namespace};
use super::{Entry, EntryKind, Item, ItemKind, Surface};
use crate::doc_text::is_invisible;
use crate::naming::{Case, is_name};

/// Why a lock file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableLock {
    /// The line, counted from 1.
    pub line: usize,
    /// What stands there.
    pub text: String,
}

impl fmt::Display for UnreadableLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} is none of a lock file: `{}`", self.line, self.text)
    }
}

impl std::error::Error for UnreadableLock {}

/// How the lines of entries begin.
const WORDS: &[(&str, Namespace)] = &[
    ("client", Namespace::Client),
    ("feature", Namespace::Features),
    ("fn", Namespace::Methods),
    ("struct", Namespace::Types),
    ("enum", Namespace::Types),
    ("headers", Namespace::Headers),
    ("events", Namespace::Events),
];

/// What may stand before a name without being part of it.
const MARKS: &[&str] = &["deprecated ", "fn ", "call ", "mod ", "."];

/// What lines of keys begin with, and what a key is behind in the others.
const STANDS_FOR: &str = " = ";

impl Surface {
    /// Writes the surface as the lines of a lock file.
    #[must_use]
    pub fn lock(&self) -> String {
        let mut text = String::new();
        for (index, entry) in self.entries.iter().enumerate() {
            if index == 0 || entry.kind != EntryKind::Feature {
                text.push('\n');
            }
            text.push_str(&heading(entry));
            for key in entry.item.keys.iter().skip(1) {
                text.push_str(&format!("   {STANDS_FOR}{}\n", written(key)));
            }
            text.extend(entry.members.iter().filter_map(line));
            text.push_str(&errors(&entry.members));
        }
        text
    }

    /// Returns the names that the surface hands out.
    #[must_use]
    pub fn names(&self) -> Kept {
        let entries = self.entries.iter().map(|it| KeptEntry {
            namespace: it.kind.namespace(),
            name: it.item.name.clone(),
            keys: it.item.keys.clone(),
            members: it.members.iter().filter_map(named).collect(),
        });
        Kept { entries: entries.collect() }
    }
}

fn word(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Client => "client",
        EntryKind::Feature => "feature",
        EntryKind::Method => "fn",
        EntryKind::Struct => "struct",
        EntryKind::Values | EntryKind::Union | EntryKind::Alternatives | EntryKind::Answers => "enum",
        EntryKind::Headers => "headers",
        EntryKind::Events => "events",
    }
}

impl EntryKind {
    /// Returns where the names of such entries are unique.
    pub(crate) fn namespace(self) -> Namespace {
        namespace(word(self)).unwrap_or(Namespace::Types)
    }
}

fn namespace(word: &str) -> Option<Namespace> {
    WORDS.iter().find(|(it, _)| *it == word).map(|(_, it)| *it)
}

fn heading(entry: &Entry) -> String {
    let Entry { item, traits, features, members, .. } = entry;
    let success = members.iter().find(|it| it.kind == ItemKind::Success);
    let success = success.map(|it| format!(" -> {}", it.ty)).unwrap_or_default();
    let traits = if traits.is_empty() { String::new() } else { format!(": {}", traits.join(", ")) };
    let features = if features.is_empty() { String::new() } else { format!(" [{}]", features.join(" | ")) };
    let key = item.keys.first().map_or("", String::as_str);
    let (mark, word, name, key) = (mark(item), word(entry.kind), &item.name, written(key));
    format!("{mark}{word} {name}{success}{traits}{features}{STANDS_FOR}{key}\n")
}

fn mark(item: &Item) -> &'static str {
    if item.deprecated { "deprecated " } else { "" }
}

/// Writes a line for each type of error body, with the statuses that have it.
fn errors(members: &[Item]) -> String {
    let mut statuses: Vec<(&str, Vec<&str>)> = Vec::new();
    for item in members.iter().filter(|it| it.kind == ItemKind::Error) {
        let own = item.keys.iter().map(String::as_str);
        match statuses.iter_mut().find(|(ty, _)| *ty == item.ty) {
            Some((_, same)) => same.extend(own),
            None => statuses.push((&item.ty, own.collect())),
        }
    }
    statuses.iter().map(|(ty, of)| format!("    error {}: {ty}\n", of.join(" | "))).collect()
}

/// Writes the line of an item that has a name; what a call gives stands in the heading.
fn line(item: &Item) -> Option<String> {
    let (mark, name, ty) = (mark(item), &item.name, &item.ty);
    let shown = match item.kind {
        ItemKind::Entry | ItemKind::Success | ItemKind::Error => return None,
        ItemKind::Call => format!("call {name}"),
        ItemKind::Module => format!("mod {name}"),
        ItemKind::Setter => format!(".{name}: {ty}"),
        ItemKind::Argument | ItemKind::Required | ItemKind::Optional => format!("{name}: {ty}"),
        ItemKind::Variant => format!("{name}{ty}"),
        ItemKind::Function => format!("fn {name}{ty}"),
    };
    Some(format!("    {mark}{shown}{STANDS_FOR}{}\n", written(&item.keys.concat())))
}

fn named(item: &Item) -> Option<(String, String)> {
    line(item).map(|_| (item.keys.concat(), item.name.clone()))
}

/// Writes a key on the rest of a line: as JSON text where it could be taken for something else.
fn written(key: &str) -> String {
    let is_odd = key.is_empty() || key != key.trim() || key.starts_with('"') || key.contains(is_invisible);
    if !is_odd {
        return key.to_owned();
    }
    // JSON does not have to escape what is not seen, but a review has to see it.
    let text = serde_json::Value::from(key).to_string();
    text.chars()
        .map(|c| if is_invisible(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() })
        .collect()
}

fn read(key: &str) -> String {
    serde_json::from_str(key).unwrap_or_else(|_| key.to_owned())
}

impl Kept {
    /// Reads the names from the text of a lock file.
    ///
    /// # Errors
    ///
    /// A line is none that [`Surface::lock`] writes: the file was edited, or two versions of it wait to be merged.
    pub fn read(text: &str) -> Result<Self, UnreadableLock> {
        let mut kept = Self::default();
        for (index, line) in text.lines().map(str::trim_end).enumerate() {
            if !line.trim().is_empty() && !line.starts_with('#') {
                let unreadable = || UnreadableLock { line: index + 1, text: line.trim().to_owned() };
                kept.add(line).ok_or_else(unreadable)?;
            }
        }
        Ok(kept)
    }

    fn add(&mut self, line: &str) -> Option<()> {
        let Some(line) = line.strip_prefix("    ") else {
            let (shown, key) = split(line)?;
            let (word, rest) = without_marks(shown, &MARKS[..1]).split_once(' ')?;
            let namespace = namespace(word)?;
            let name =
                name(rest).filter(|it| namespace == Namespace::Client || is_name(case(namespace), it))?;
            self.entries.push(KeptEntry { namespace, name, keys: vec![read(key)], members: Vec::new() });
            return Some(());
        };
        let entry = self.entries.last_mut()?;
        if line.starts_with("error ") {
            return Some(());
        }
        if let Some(key) = line.strip_prefix(STANDS_FOR.trim_start()) {
            entry.keys.push(read(key));
            return Some(());
        }
        let (shown, key) = split(line)?;
        let case = match shown {
            _ if shown.starts_with("call ") => Case::Type,
            _ if shown.starts_with("mod ") => Case::Module,
            _ => Case::Field,
        };
        let name = name(without_marks(shown, MARKS)).filter(|it| is_name(case, it))?;
        entry.members.push((read(key), name));
        Some(())
    }
}

/// Splits a line before its key; `impl IntoIterator<Item = i64>` is part of what is shown.
fn split(line: &str) -> Option<(&str, &str)> {
    let is_whole = |shown: &str| {
        let shown = shown.replace("->", "");
        shown.matches('<').count() == shown.matches('>').count()
    };
    let mut places = line.match_indices(STANDS_FOR).map(|(at, sign)| (&line[..at], &line[at + sign.len()..]));
    places.find(|(shown, _)| is_whole(shown))
}

fn case(namespace: Namespace) -> Case {
    match namespace {
        Namespace::Features => Case::Feature,
        Namespace::Methods => Case::Method,
        Namespace::Client | Namespace::Types | Namespace::Headers | Namespace::Events => Case::Type,
    }
}

fn without_marks<'t>(text: &'t str, marks: &[&str]) -> &'t str {
    marks.iter().fold(text, |text, mark| text.strip_prefix(mark).unwrap_or(text))
}

/// Returns the name that a text begins with.
fn name(text: &str) -> Option<String> {
    let is_part = |c: char| c == '_' || c == '-' || c.is_alphanumeric() || !c.is_ascii();
    let name: String = text.chars().take_while(|it| is_part(*it)).collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "\
# A comment.

feature pets = tag Pets

deprecated fn list_pets -> Vec<Pet> [pets] = listPets
    name: impl Into<String> = path name
    deprecated .limit: i64 = query limit
    .ids: impl IntoIterator<Item = i64> = query a = b
    call ListPetsCall = call
    error 4XX | default: Problem

struct Pet: Clone, Debug = schema Pet
    = operation list_pets, response item
    call: Option<String> = call
    a_b: f64 = \"a\\nb\\u202e\"
    extra: Map<String, Value> = *
";

    #[test]
    fn what_is_written_is_read() {
        let kept = Kept::read(LOCK).expect("it is a lock file");
        let pet = &kept.entries[2];
        assert_eq!(pet.keys, ["schema Pet", "operation list_pets, response item"]);
        let members: Vec<_> = pet.members.iter().map(|(key, name)| (key.as_str(), name.as_str())).collect();
        assert_eq!(members, [("call", "call"), ("a\nb\u{202e}", "a_b"), ("*", "extra")]);
        let method = &kept.entries[1];
        assert_eq!((method.name.as_str(), method.members.len()), ("list_pets", 4));
        assert_eq!(method.members[1], ("query limit".to_owned(), "limit".to_owned()));
        assert_eq!(method.members[2], ("query a = b".to_owned(), "ids".to_owned()));
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for line in
            ["fn a-b -> () = a", "struct Vec = schema Vec", "feature 1a = tag 1a", "enum type = schema t"]
        {
            assert_eq!(Kept::read(line).map_err(|it| it.line), Err(1), "{line}");
        }
        assert_eq!(Kept::read("struct A = a\n    fn: String = fn\n").map_err(|it| it.line), Err(2));
    }

    #[test]
    fn keys_are_read_as_they_were_whatever_they_are() {
        for key in ["", " a", "a = b", "\"quoted\"", "null", "line\nbreak", "un\u{200b}seen \u{202e}\u{7f}"] {
            let line = written(key);
            assert_eq!(read(&line), key);
            assert!(!line.contains(is_invisible), "{line:?}");
        }
    }

    #[test]
    fn a_conflict_is_named_by_its_line() {
        let unreadable = Kept::read("feature a = tag a\n<<<<<<< ours\n").unwrap_err();
        assert_eq!(unreadable.to_string(), "line 2 is none of a lock file: `<<<<<<< ours`");
    }
}

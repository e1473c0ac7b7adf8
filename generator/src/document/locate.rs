//! From a JSON Pointer back to the line and column of the text. Done only for places that a diagnostic names.

mod json;
mod yaml;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;

use crate::pointer::Pointer;

/// A position in a text, counted from 1 as editors do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A place in the text of the document, or of a file that it refers to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Location {
    /// The path of the file from the folder of the document; the document itself has none.
    pub file: Option<String>,
    /// Where the place begins.
    pub start: Position,
    /// Where it ends, on the same line: the first column that no longer belongs to it.
    pub end: Position,
}

impl Location {
    /// Returns the path of the file, where `document` is that of the document.
    #[must_use]
    pub fn path(&self, document: &str) -> String {
        let Some(mut other) = self.file.as_deref() else { return document.to_owned() };
        let mut folder = document.rfind(['/', '\\']).map_or("", |end| &document[..=end]);
        // An overlay may be anywhere.
        while let Some(outer) = other.strip_prefix("../") {
            let Some(inside) = folder.strip_suffix(['/', '\\']).filter(|it| !it.is_empty()) else { break };
            let start = inside.rfind(['/', '\\']).map_or(0, |end| end + 1);
            if matches!(&inside[start..], "." | "..") {
                break;
            }
            (folder, other) = (&folder[..start], outer);
        }
        format!("{folder}{other}")
    }

    pub(super) fn new(file: Option<String>, (start, end): Extent) -> Self {
        Self { file, start, end }
    }

    /// Returns the location of what is on a line of the document, without its indentation.
    pub(super) fn of_line(text: &str, line: usize) -> Self {
        let content = text.lines().nth(line - 1).unwrap_or_default();
        let characters = content.trim_end().chars().count();
        let indentation = content.chars().take_while(|it| it.is_whitespace()).count().min(characters);
        let [column, end] = [indentation + 1, characters.max(indentation + 1) + 1];
        Self::new(None, (Position { line, column }, Position { line, column: end }))
    }

    /// Returns the location of one character of the document.
    pub(super) fn of_character(line: usize, column: usize) -> Self {
        let start = Position { line, column };
        Self::new(None, (start, after(start)))
    }
}

/// Where a place begins and ends, on one line.
pub(super) type Extent = (Position, Position);

/// Finds places in a text; one that is not written there has the extent of what would hold it.
pub(super) fn locate(text: &str, wanted: &BTreeSet<Pointer>) -> BTreeMap<Pointer, Extent> {
    let mut on_the_way: HashSet<&str> = HashSet::from([""]);
    for pointer in wanted {
        let path = pointer.plain();
        on_the_way.extend(path.match_indices('/').map(|(end, _)| &path[..end]));
        on_the_way.insert(path);
    }
    let mut known: BTreeMap<String, Extent> = BTreeMap::new();
    walk(text, &|path| on_the_way.contains(path), &mut |path, extent, _| {
        known.insert(path.to_owned(), extent);
    });
    let nearest = |pointer: &Pointer| {
        let mut path = pointer.plain();
        loop {
            match known.get(path) {
                Some(extent) => return Some((pointer.clone(), *extent)),
                None => path = &path[..path.rfind('/')?],
            }
        }
    };
    wanted.iter().filter_map(nearest).collect()
}

/// A key that a mapping has again: what it leads to, where it is, and where it was first.
pub(super) struct Repeated {
    pub(super) pointer: Pointer,
    pub(super) again: Extent,
    pub(super) first: Extent,
}

/// Finds the keys that a mapping has twice.
pub(super) fn repeated_keys(text: &str) -> Vec<Repeated> {
    let mut seen: BTreeMap<String, Extent> = BTreeMap::new();
    let mut repeated: BTreeMap<Pointer, Repeated> = BTreeMap::new();
    walk(text, &|_| true, &mut |path, again, is_whole| match seen.get(path) {
        _ if is_whole => {}
        Some(first) => {
            let pointer = Pointer::from_plain(path);
            repeated.insert(pointer.clone(), Repeated { pointer, again, first: *first });
        }
        None => drop(seen.insert(path.to_owned(), again)),
    });
    // What is inside of a repeated member is repeated with it, and not worth saying.
    let is_outermost = |it: &Pointer| {
        let mut around = it.parent();
        while let Some(outer) = around {
            if repeated.contains_key(&outer) {
                return false;
            }
            around = outer.parent();
        }
        true
    };
    let outermost: BTreeSet<Pointer> = repeated.keys().filter(|it| is_outermost(it)).cloned().collect();
    repeated.into_values().filter(|it| outermost.contains(&it.pointer)).collect()
}

/// Shows each place that `is_wanted` says yes to, if it does so to all outer ones, to `visit`: as a plain pointer, first
/// when it begins and again when the whole of it is known.
fn walk(text: &str, is_wanted: &dyn Fn(&str) -> bool, visit: &mut dyn FnMut(&str, Extent, bool)) {
    match json::Steps::of(text) {
        Some(steps) => through(steps, is_wanted, visit),
        None => through(yaml::Steps::of(text), is_wanted, visit),
    }
}

fn through<'text>(
    steps: impl Iterator<Item = (Step<'text>, Extent)>,
    is_wanted: &dyn Fn(&str) -> bool,
    visit: &mut dyn FnMut(&str, Extent, bool),
) {
    let mut walk = Walk { steps, path: String::new(), end: START, is_wanted, visit };
    // A text that cannot be followed to its end still has positions up to there.
    let _ = walk.document();
}

/// Where a text begins.
const START: Position = Position { line: 1, column: 1 };

/// What there is on the way through a text.
#[derive(Debug, PartialEq)]
enum Step<'text> {
    Mapping,
    Sequence,
    /// The end of the mapping or sequence that was begun last.
    End,
    /// A key, or a value that holds no others.
    Scalar(Cow<'text, str>),
    /// What stands for a value that is elsewhere.
    Alias,
}

/// Goes through a text step by step; a member begins with its key.
struct Walk<'v, S> {
    steps: S,
    path: String,
    /// Where the last step ended.
    end: Position,
    is_wanted: &'v dyn Fn(&str) -> bool,
    visit: &'v mut dyn FnMut(&str, Extent, bool),
}

impl<'text, S: Iterator<Item = (Step<'text>, Extent)>> Walk<'_, S> {
    fn document(&mut self) -> Option<()> {
        match self.next() {
            Some((step, extent)) => self.value(&step, extent, None).map(drop),
            // The document is what is missing here.
            None => {
                (self.visit)("", (START, after(START)), true);
                None
            }
        }
    }

    fn next(&mut self) -> Option<(Step<'text>, Extent)> {
        let (step, extent) = self.steps.next()?;
        self.end = extent.1;
        Some((step, extent))
    }

    /// Goes through a value that has just begun, and returns what of it to underline.
    fn value(&mut self, step: &Step<'text>, own: Extent, key: Option<Extent>) -> Option<Extent> {
        let (start, _) = key.unwrap_or(own);
        let on_one_line = |end: Position| Some(end).filter(|it| it.line == start.line && *it > start);
        let is_scalar = !matches!(step, Step::Mapping | Step::Sequence);
        let own_end = is_scalar.then(|| on_one_line(own.1)).flatten();
        let own_end = own_end.or_else(|| on_one_line(key?.1)).unwrap_or(after(start));
        if !(self.is_wanted)(&self.path) {
            self.skip(step)?;
            return Some((start, own_end));
        }
        (self.visit)(&self.path, (start, own_end), false);
        let first = match step {
            Step::Mapping => self.mapping()?,
            Step::Sequence => self.sequence()?,
            _ => None,
        };
        let whole = match (on_one_line(self.end), first) {
            _ if is_scalar || key.is_some() => (start, own_end),
            (Some(end), _) => (start, end),
            (None, first) => first.unwrap_or((start, own_end)),
        };
        (self.visit)(&self.path, whole, true);
        Some(whole)
    }

    /// Goes on behind the end of what has just begun.
    fn skip(&mut self, step: &Step<'text>) -> Option<()> {
        let change = |step: &Step<'_>| match step {
            Step::Mapping | Step::Sequence => 1,
            Step::End => -1,
            Step::Scalar(_) | Step::Alias => 0,
        };
        let mut depth = change(step);
        while depth > 0 {
            depth += change(&self.next()?.0);
        }
        Some(())
    }

    /// Goes through the members; returns what to underline of the first.
    fn mapping(&mut self) -> Option<Option<Extent>> {
        let mut first = None;
        loop {
            let (step, key) = self.next()?;
            let name = match step {
                Step::End => return Some(first),
                Step::Scalar(name) => name,
                // A key that is itself a mapping or a list cannot be in an OpenAPI document.
                _ => return None,
            };
            let (step, own) = self.next()?;
            let extent = self.inside(&name, |walk| walk.value(&step, own, Some(key)))?;
            first.get_or_insert(extent);
        }
    }

    fn sequence(&mut self) -> Option<Option<Extent>> {
        let mut first = None;
        for index in 0.. {
            let (step, own) = self.next()?;
            if step == Step::End {
                break;
            }
            let extent = self.inside(&index.to_string(), |walk| walk.value(&step, own, None))?;
            first.get_or_insert(extent);
        }
        Some(first)
    }

    fn inside<T>(&mut self, token: &str, then: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.path.len();
        self.path.push('/');
        self.path.push_str(&token.replace('~', "~0").replace('/', "~1"));
        let result = then(self);
        self.path.truncate(outer);
        result
    }
}

fn after(position: Position) -> Position {
    Position { column: position.column + 1, ..position }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Location, locate, repeated_keys};
    use crate::pointer::Pointer;

    #[track_caller]
    fn underlines(text: &str, pointer: &str, expected: &str) {
        let wanted = BTreeSet::from([Pointer::from_plain(pointer)]);
        let (start, end) = locate(text, &wanted)[&Pointer::from_plain(pointer)];
        let line: Vec<char> = text.lines().nth(start.line - 1).unwrap_or_default().chars().collect();
        let shown: String = line[start.column - 1..(end.column - 1).min(line.len())].iter().collect();
        assert_eq!(shown, expected, "{pointer}");
    }

    #[test]
    fn a_place_is_underlined_on_its_first_line() {
        let text =
            "a:\n  b: c # d\n  ü: {x: 1}\nlist: [{y: 1}, 2]\nblock:\n  - name: n\n    in: query\n  - - z\n";
        underlines(text, "/a", "a");
        underlines(text, "/a/b", "b: c");
        underlines(text, "/a/ü", "ü");
        underlines(text, "/a/ü/x", "x: 1");
        underlines(text, "/list/0", "{y: 1}");
        underlines(text, "/list/1", "2");
        underlines(text, "/block/0", "name: n");
        underlines(text, "/block/0/in/deeper", "in: query");
        underlines("{\"a\": {\"b\": null}}", "/a/b", "\"b\": null");
        underlines("{\"a\": \"\\ud83d\\uDE00\", \"b\": 1}", "/b", "\"b\": 1");
    }

    #[test]
    fn of_repeated_keys_only_the_outermost_are_named() {
        let repeated = repeated_keys("a: {x: 1}\nb: {y: 1, y: 2}\na: {x: 2}\n");
        let named: Vec<String> = repeated.iter().map(|it| it.pointer.to_string()).collect();
        assert_eq!(named, ["#/a", "#/b/y"]);
        assert_eq!((repeated[0].again.0.line, repeated[0].first.0.line), (3, 1));
    }

    #[test]
    fn paths_of_other_files_go_by_the_folder_of_the_document() {
        let path = |document: &str, file: &str| {
            let location = Location { file: Some(file.to_owned()), ..Location::of_character(1, 1) };
            location.path(document)
        };
        for (document, file, expected) in [
            ("a.yaml", "b.yaml", "b.yaml"),
            ("spec/a.yaml", "b.yaml", "spec/b.yaml"),
            ("spec/a.yaml", "../b.yaml", "b.yaml"),
            ("/in/spec/a.yaml", "../../b.yaml", "/b.yaml"),
            ("../a.yaml", "../b.yaml", "../../b.yaml"),
            ("a.yaml", "../b.yaml", "../b.yaml"),
        ] {
            assert_eq!(path(document, file), expected, "{file} beside {document}");
        }
    }
}

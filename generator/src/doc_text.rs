//! From descriptions of the document to lines that are safe in a doc comment.
//!
//! A description is Markdown written by strangers for another purpose. Nothing in it may become a test that
//! `cargo test` runs, a broken link, an HTML tag or an invisible character; the rest keeps its look.

mod inline;
mod plain;

use crate::ir::Docs;
use inline::{inline, row, url_length};

pub(crate) use plain::plain;

/// The width of a line of documentation, without `///` and indentation.
const WIDTH: usize = 88;

impl Docs {
    /// Makes documentation of Markdown text.
    #[must_use]
    pub(crate) fn of(text: &str) -> Self {
        let mut docs = Self::default();
        docs.paragraphs(text);
        docs
    }

    /// Adds Markdown text of the document as paragraphs of their own.
    pub(crate) fn paragraphs(&mut self, text: &str) {
        self.blank();
        let mut blocks = Blocks { docs: self, paragraph: String::new(), indent: "" };
        blocks.read(text);
        while self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
    }

    /// Returns the documentation of a group of members that are sent together.
    pub(crate) fn of_group<'a>(members: impl Iterator<Item = &'a str>) -> Self {
        let mut docs = Self::default();
        docs.own(&format!("With {}.", members.map(code).collect::<Vec<_>>().join(" and ")));
        docs
    }

    /// Adds a line of our own, after an empty one.
    pub(crate) fn own(&mut self, text: &str) {
        self.blank();
        wrap(&visible(text), "", "", &mut self.lines);
    }

    /// Returns the first paragraph, or the whole of the code that stands in its place.
    pub(crate) fn summary(&self) -> &[String] {
        let end = match self.lines.first().and_then(|it| fence(it)) {
            Some(marks) => self.lines.iter().position(|it| it == marks).map(|it| it + 1),
            None => self.lines.iter().position(String::is_empty),
        };
        &self.lines[..end.unwrap_or(self.lines.len())]
    }

    fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }
}

/// Returns the text as it can stand in a sentence of ours: on one line, and no block of any kind.
pub(crate) fn phrase(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    inline(&visible(&text).split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Returns the text as one sentence: on one line, with a full stop.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() || text.ends_with(['.', '!', '?', ':']) { text } else { format!("{text}.") }
}

/// Takes Markdown apart into blocks, and writes each in its own way.
struct Blocks<'a> {
    docs: &'a mut Docs,
    paragraph: String,
    /// What the lines of the current block begin with after its first line.
    indent: &'static str,
}

impl Blocks<'_> {
    fn read(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let mut lines = text.lines().map(visible);
        while let Some(line) = lines.next() {
            let content = line.trim();
            if let Some(fence) = fence(content) {
                self.end();
                self.fence(fence, &mut lines);
            } else if content.is_empty() || is_rule(content) {
                self.end();
                self.docs.blank();
            } else if let Some(heading) = heading(content) {
                self.end();
                self.docs.blank();
                self.paragraph = format!("**{heading}**");
                self.end();
                self.docs.blank();
            } else if content.starts_with('|') {
                self.end();
                if !self.is_in_table() {
                    self.docs.blank();
                }
                self.docs.lines.push(row(content));
            } else if let Some((marker, item)) = list_item(content) {
                self.end();
                self.paragraph = item.to_owned();
                self.indent = marker;
            } else {
                if !self.paragraph.is_empty() {
                    self.paragraph.push(' ');
                }
                self.paragraph.push_str(content);
            }
        }
        self.end();
    }

    /// Writes the paragraph or list item that was read so far.
    fn end(&mut self) {
        let text = inline(&std::mem::take(&mut self.paragraph));
        let first = std::mem::take(&mut self.indent);
        if !text.is_empty() {
            // A line below a table is a row of it.
            if self.is_in_table() {
                self.docs.blank();
            }
            let next = &"    "[..first.len()];
            wrap(&without_block(&text), first, next, &mut self.docs.lines);
        }
    }

    fn is_in_table(&self) -> bool {
        self.docs.lines.last().is_some_and(|it| it.starts_with('|'))
    }

    /// Copies a fenced block; its info string becomes `text`, so that rustdoc never compiles what is in it.
    ///
    /// Its fence is of ticks, and longer than those inside, so that on one line it is a code span.
    fn fence(&mut self, fence: &str, lines: &mut impl Iterator<Item = String>) {
        let ends = |line: &str| line.starts_with(fence) && line.trim_start_matches(&fence[..1]).is_empty();
        let inside: Vec<String> = lines.by_ref().take_while(|it| !ends(it.trim())).collect();
        let longest = inside.iter().flat_map(|it| it.split(|c| c != '`')).map(str::len).max();
        let marks = "`".repeat(longest.unwrap_or_default().max(2) + 1);
        self.docs.blank();
        self.docs.lines.push(format!("{marks}text"));
        self.docs.lines.extend(inside);
        self.docs.lines.push(marks);
        self.docs.blank();
    }
}

/// Returns the text as a code span, whatever is in it.
pub(crate) fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c == '`' || is_invisible(c) { ' ' } else { c }).collect();
    if text.trim().is_empty() { "(empty)".to_owned() } else { format!("`{text}`") }
}

/// Whether a character is not seen, or changes the order in which others are seen.
pub(crate) fn is_invisible(c: char) -> bool {
    let steers = matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    c.is_control() || steers
}

fn visible(line: &str) -> String {
    line.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !is_invisible(*c)).collect()
}

/// Returns the marks that open or close a fenced block; a tick after them makes it a code span.
fn fence(line: &str) -> Option<&str> {
    ['`', '~'].iter().find_map(|mark| {
        let (marks, info) = line.split_at(line.len() - line.trim_start_matches(*mark).len());
        (marks.len() >= 3 && !info.contains('`')).then_some(marks)
    })
}

fn is_rule(line: &str) -> bool {
    line.len() >= 2 && ['-', '=', '*', '_'].iter().any(|mark| line.chars().all(|c| c == *mark || c == ' '))
}

fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    (text.len() < line.len() && text.starts_with(' ')).then(|| text.trim().trim_end_matches('#').trim_end())
}

fn list_item(line: &str) -> Option<(&'static str, &str)> {
    for marker in ["- ", "* ", "+ "] {
        if let Some(item) = line.strip_prefix(marker) {
            return Some(("- ", item.trim_start()));
        }
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let item = line[digits..].strip_prefix(". ").or_else(|| line[digits..].strip_prefix(") "))?;
    (1..=3).contains(&digits).then_some(("1. ", item.trim_start()))
}

/// Escapes what would make the beginning of a paragraph another kind of block; a quotation stays one.
fn without_block(text: &str) -> String {
    if let Some(quoted) = text.strip_prefix('>') {
        return format!(
            ">{}{}",
            if quoted.is_empty() { "" } else { " " },
            without_block(quoted.trim_start())
        );
    }
    let word = text.split(' ').next().unwrap_or_default();
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let is_block = match &word[digits..] {
        "." | ")" => digits > 0,
        "-" | "+" | "*" => digits == 0,
        rest => digits == 0 && (is_all(rest, '#') || is_all(rest, '_')),
    };
    if is_block { format!("{}\\{}", &text[..digits], &text[digits..]) } else { text.to_owned() }
}

/// Whether a word is there, and is made of this character only.
fn is_all(word: &str, mark: char) -> bool {
    !word.is_empty() && word.chars().all(|c| c == mark)
}

/// Joins words as a sentence does.
pub(crate) fn listed(words: &[String]) -> String {
    match words {
        [first @ .., before, last] if !first.is_empty() => {
            format!("{}, {before} and {last}", first.join(", "))
        }
        words => words.join(" and "),
    }
}

/// Breaks a paragraph into lines, none of which begins like another kind of block.
pub(crate) fn wrap(text: &str, first: &str, next: &str, lines: &mut Vec<String>) {
    let mut line = first.to_owned();
    let mut empty = true;
    for word in text.split_whitespace() {
        let fits = line.chars().count() + 1 + word.chars().count() <= WIDTH;
        if !empty && !fits && !begins_block(word) {
            lines.push(std::mem::replace(&mut line, next.to_owned()));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    if !empty {
        lines.push(line);
    }
}

fn begins_block(word: &str) -> bool {
    // A tag begins a block even inside of a code span.
    let is_tag = word.starts_with('<') && url_length(&word[1..]) == 0;
    word.starts_with(['-', '+', '*', '#', '>', '=', '|', '~', ':'])
        || is_tag
        || is_all(word, '_')
        || word.starts_with("```")
        || word.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ')'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dangerous_markdown_is_neutralised() {
        let table = [
            ("see [`Client`] now", "see \\[`Client`\\] now"),
            ("a [page](https://example.com/a) here", "a [page](https://example.com/a) here"),
            ("at https://example.com/x.", "at <https://example.com/x>."),
            ("Vec<u8> and `Vec<u8>`", "Vec\\<u8> and `Vec<u8>`"),
            ("odd ` tick", "odd \\` tick"),
            ("# Title", "**Title**"),
            ("    let x = 1;", "let x = 1;"),
            ("a\u{202e}b\u{7}c", "abc"),
            ("|a|\n|-|\n|`b|<i>`|\\||", "|a|\n|-|\n|\\`b|\\<i>\\`|\\||"),
            ("|a|\nnext", "|a|\n\nnext"),
            ("a | b\n|-|-|", "a | b\n\n|-|-|"),
            ("[a](https://b.c/(d)", "\\[a\\](<https://b.c/(d>)"),
            ("#\ntitle", "\\# title"),
            ("> 1) a\n> b", "> 1\\) a > b"),
        ];
        for (text, expected) in table {
            assert_eq!(Docs::of(text).lines.join("\n"), expected, "of {text:?}");
        }
    }

    #[test]
    fn code_is_never_a_test() {
        let docs = Docs::of("Try:\n```rust\npanic!()\n```\nand\n~~~\nunclosed");
        assert_eq!(Docs::of("```foo``` is\nit").lines, ["`foo` is it"]);
        let long = format!("- ```rust {} ```", "alpha ".repeat(20));
        assert!(Docs::of(&long).lines.iter().all(|line| !line.contains("```")), "{long}");
        assert_eq!(
            docs.lines,
            ["Try:", "", "```text", "panic!()", "```", "", "and", "", "```text", "unclosed", "```"]
        );
        // Neither is what looks like none: in a list, in a quotation, behind other text, after a number.
        for start in ["- ", "1. ", "12345. ", "> ", "+ - ", "~~~x `\n"] {
            let lines = Docs::of(&format!("{start}~~~rust {}", "alpha() ".repeat(20))).lines;
            assert!(lines.iter().all(|line| !line.contains("~~~")), "{lines:?}");
        }
    }

    #[test]
    fn lists_keep_their_indentation() {
        let long = "word ".repeat(20);
        let docs = Docs::of(&format!("Items:\n- {long}\n1. one\n   more"));
        assert!(docs.lines[1].starts_with("- word") && docs.lines[2].starts_with("  word"), "{docs:?}");
        assert_eq!(docs.lines.last().map(String::as_str), Some("1. one more"));
    }
}

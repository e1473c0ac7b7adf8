//! From descriptions of the document to lines that are safe in a doc comment.
//!
//! A description is Markdown written by strangers for another purpose. Nothing in it may become a test that
//! `cargo test` runs, a broken link, an HTML tag or an invisible character; the rest keeps its look.

use crate::ir::Docs;

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

    fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }
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
                self.docs.lines.push(inline(content));
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
            let next = &"    "[..first.len()];
            wrap(&text, first, next, &mut self.docs.lines);
        }
    }

    /// Copies a fenced block; its info string becomes `text`, so that rustdoc never compiles what is in it.
    fn fence(&mut self, fence: &str, lines: &mut impl Iterator<Item = String>) {
        self.docs.blank();
        self.docs.lines.push(format!("{fence}text"));
        for line in lines.by_ref() {
            let ends = line.trim();
            if ends.starts_with(fence) && ends.trim_start_matches(&fence[..1]).is_empty() {
                break;
            }
            self.docs.lines.push(line);
        }
        self.docs.lines.push(fence.to_owned());
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

/// Escapes what would be a link or a tag, and makes links of bare URLs; code spans stay as they are.
fn inline(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '`' => code_span(rest, &mut out),
            'h' => url(rest, &mut out),
            '[' => link(rest, &mut out),
            '\\' => escape(rest, &mut out),
            _ => 0,
        };
        if taken > 0 {
            rest = &rest[taken..];
            continue;
        }
        if matches!(c, '[' | ']' | '<' | '`') {
            out.push('\\');
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

fn code_span(text: &str, out: &mut String) -> usize {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let mut from = ticks;
    while let Some(found) = text[from..].find('`') {
        let start = from + found;
        let run = text[start..].len() - text[start..].trim_start_matches('`').len();
        from = start + run;
        if run == ticks {
            // Three ticks could come to begin a line, and so a block that rustdoc compiles.
            match ticks {
                1 | 2 => out.push_str(&text[..from]),
                _ => out.push_str(&code(&text[ticks..start])),
            }
            return from;
        }
    }
    // A run without its other half: every tick is escaped, so that none pairs with a later one.
    out.push_str(&"\\`".repeat(ticks));
    ticks
}

fn url(text: &str, out: &mut String) -> usize {
    let length = url_length(text);
    if length > 0 {
        out.push('<');
        out.push_str(&text[..length]);
        out.push('>');
    }
    length
}

fn url_length(text: &str) -> usize {
    let Some(scheme) = ["https://", "http://"].iter().find(|scheme| text.starts_with(**scheme)) else {
        return 0;
    };
    let end = text
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | ')' | ']' | '\\' | '*'))
        .unwrap_or(text.len());
    let length = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '_']).len();
    if length > scheme.len() { length } else { 0 }
}

/// Keeps `[text](https://…)`; any other bracket is escaped by the caller.
fn link(text: &str, out: &mut String) -> usize {
    let Some(close) = text.find("](") else { return 0 };
    let label = &text[1..close];
    let target = &text[close + 2..];
    let length = url_length(target);
    if label.contains(['[', ']', '<', '`', '\\']) || length == 0 || !target[length..].starts_with(')') {
        return 0;
    }
    out.push_str(&text[..close + 2 + length + 1]);
    close + 2 + length + 1
}

/// A backslash keeps the meaning it has before punctuation; at the end it would join lines.
fn escape(text: &str, out: &mut String) -> usize {
    match text[1..].chars().next() {
        Some(next) if next.is_ascii_punctuation() => {
            out.push('\\');
            out.push(next);
            2
        }
        _ => {
            out.push_str("\\\\");
            1
        }
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
    word.starts_with(['-', '+', '*', '#', '>', '=', '|', '~', ':'])
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
            ["Try:", "", "```text", "panic!()", "```", "", "and", "", "~~~text", "unclosed", "~~~"]
        );
    }

    #[test]
    fn lists_keep_their_indentation() {
        let long = "word ".repeat(20);
        let docs = Docs::of(&format!("Items:\n- {long}\n1. one\n   more"));
        assert!(docs.lines[1].starts_with("- word") && docs.lines[2].starts_with("  word"), "{docs:?}");
        assert_eq!(docs.lines.last().map(String::as_str), Some("1. one more"));
    }
}

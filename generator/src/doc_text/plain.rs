//! From documentation to text for a terminal: the same words, without what only Markdown reads.

use super::fence;
use super::inline::{span_length, url_length};

/// Returns lines of documentation as plain text: a line for each paragraph, item of a list, row of a table and line of
/// code, because a terminal breaks lines itself.
pub(crate) fn plain(lines: &[String]) -> String {
    let mut text = Text::default();
    let mut lines = lines.iter();
    while let Some(line) = lines.next() {
        if let Some(marks) = fence(line) {
            text.end();
            text.lines.extend(lines.by_ref().take_while(|it| *it != marks).cloned());
        } else if line.is_empty() {
            text.end();
            text.lines.push(String::new());
        } else {
            if is_line(line) {
                text.end();
            }
            text.add(line.trim());
        }
    }
    text.end();
    text.lines.join("\n").trim_matches('\n').to_owned()
}

/// Whether a line is one of its own, and not the next one of what stands before it.
fn is_line(line: &str) -> bool {
    line.starts_with("- ") || line.starts_with("1. ") || line.starts_with('|')
}

/// The text so far.
#[derive(Default)]
struct Text {
    lines: Vec<String>,
    paragraph: String,
}

impl Text {
    fn add(&mut self, line: &str) {
        if !self.paragraph.is_empty() {
            self.paragraph.push(' ');
        }
        self.paragraph.push_str(line);
    }

    /// Ends the paragraph.
    fn end(&mut self) {
        if !self.paragraph.is_empty() {
            self.lines.push(unescaped(&std::mem::take(&mut self.paragraph)));
        }
    }
}

/// Takes the marks out of a paragraph; code spans stay as they are.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '`' => code_span(rest, &mut out),
            '\\' => escape(rest, &mut out),
            '<' => address(rest, &mut out),
            '[' => link(rest, &mut out),
            '*' => strong(rest, &mut out),
            _ => 0,
        };
        if taken == 0 {
            out.push(c);
        }
        rest = &rest[taken.max(c.len_utf8())..];
    }
    out
}

/// Copies a code span; ticks that open none are escaped in documentation.
fn code_span(text: &str, out: &mut String) -> usize {
    let length = span_length(text).unwrap_or(1);
    out.push_str(&text[..length]);
    length
}

fn escape(text: &str, out: &mut String) -> usize {
    match text[1..].chars().next() {
        Some(next) if next.is_ascii_punctuation() => {
            out.push(next);
            2
        }
        _ => 0,
    }
}

/// Writes `<https://…>` without what stands around it.
fn address(text: &str, out: &mut String) -> usize {
    let length = url_length(&text[1..]);
    if length == 0 || !text[1 + length..].starts_with('>') {
        return 0;
    }
    out.push_str(&text[1..=length]);
    length + 2
}

/// Writes `[text](https://…)` as `text (https://…)`.
fn link(text: &str, out: &mut String) -> usize {
    let Some((label, target)) = text[1..].split_once("](") else { return 0 };
    let length = url_length(target);
    if length == 0 || !target[length..].starts_with(')') {
        return 0;
    }
    out.push_str(&format!("{} ({})", unescaped(label), &target[..length]));
    label.len() + length + "[](".len() + 1
}

/// Writes `**text**` as `text`.
fn strong(text: &str, out: &mut String) -> usize {
    let Some((inner, _)) = text.strip_prefix("**").and_then(|it| it.split_once("**")) else { return 0 };
    if inner.is_empty() || inner.starts_with([' ', '*']) || inner.ends_with([' ', '\\']) {
        return 0;
    }
    out.push_str(&unescaped(inner));
    inner.len() + "****".len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Docs;

    #[test]
    fn a_terminal_shows_the_words_and_no_marks() {
        let table = [
            ("see [`Client`] and Vec<u8> now", "see [`Client`] and Vec<u8> now"),
            ("a [page](https://example.com/a) here", "a page (https://example.com/a) here"),
            ("at https://example.com/x.", "at https://example.com/x."),
            ("odd ` tick", "odd ` tick"),
            ("`a ** b` and ``c ` **d**``", "`a ** b` and ``c ` **d**``"),
            ("# Title\ntext", "Title\n\ntext"),
            ("**Limits.** Two of 3 ** 2 is *few*", "Limits. Two of 3 ** 2 is *few*"),
            ("**see https://a.test/b**", "see https://a.test/b"),
            ("# 1) a_b", "1) a_b"),
            ("a\\*b \\\\ c\\q", "a*b \\ c\\q"),
            ("Try:\n```sh\n$ a\n\n  b\n```\nthen", "Try:\n\n$ a\n\n  b\n\nthen"),
            ("|a|b|\n|-|-|\n|`1`|<i>|", "|a|b|\n|-|-|\n|`1`|<i>|"),
            ("#\ntitle", "# title"),
            ("red\u{1b}[31m \u{202e}text\u{7}\u{200b}", "red[31m text"),
            ("", ""),
        ];
        for (text, expected) in table {
            assert_eq!(plain(&Docs::of(text).lines), expected, "of {text:?}");
        }
    }

    #[test]
    fn what_was_broken_into_lines_is_whole_again() {
        let long = "word ".repeat(40);
        let docs = Docs::of(&format!("{long}\n\nItems:\n- {long}\n- two\n1. {long}"));
        let long = long.trim();
        let expected = format!("{long}\n\nItems:\n- {long}\n- two\n1. {long}");
        assert_eq!(plain(&docs.lines), expected);
    }
}

//! What stands in a line: code spans and links of the web stay, all else that Markdown reads is escaped.

use super::code;

/// Escapes what would be a link or a tag, and makes links of bare URLs; code spans stay as they are.
pub(super) fn inline(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '`' => code_span(rest, &mut out),
            'h' => url(rest, &mut out),
            '[' => link(rest, &mut out),
            '\\' => escape(rest, &mut out),
            '~' => tildes(rest, &mut out),
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
    let ticks = ticks(text);
    let Some(length) = span_length(text) else {
        // A run without its other half: every tick is escaped, so that none pairs with a later one.
        out.push_str(&"\\`".repeat(ticks));
        return ticks;
    };
    // Three ticks could come to begin a line, and so a block that rustdoc compiles.
    match ticks {
        1 | 2 => out.push_str(&text[..length]),
        _ => out.push_str(&code(&text[ticks..length - ticks])),
    }
    length
}

fn ticks(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// Returns the length of the code span that a text begins with, which ends with as many ticks as it begins with.
pub(super) fn span_length(text: &str) -> Option<usize> {
    let mut from = ticks(text);
    while let Some(found) = text[from..].find('`') {
        let start = from + found;
        let run = ticks(&text[start..]);
        from = start + run;
        if run == ticks(text) {
            return Some(from);
        }
    }
    None
}

/// Escapes tildes that could come to begin a block of code; two of them strike through.
fn tildes(text: &str, out: &mut String) -> usize {
    let tildes = text.len() - text.trim_start_matches('~').len();
    let mark = if tildes < 3 { "~" } else { "\\~" };
    out.push_str(&mark.repeat(tildes));
    tildes
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

pub(super) fn url_length(text: &str) -> usize {
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
    let is_plain = !label.contains(['[', ']', '<', '`', '\\']) && !target[..length].contains('(');
    if !is_plain || length == 0 || !target[length..].starts_with(')') {
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

/// Escapes the row of a table, each cell by itself: a bar ends a code span that goes on behind it.
pub(super) fn row(line: &str) -> String {
    let mut out = String::new();
    for (index, cell) in line.split('|').enumerate() {
        if index > 0 {
            out.push('|');
        }
        // The backslash before a bar is the bar's.
        match cell.strip_suffix('\\').filter(|it| !it.ends_with('\\')) {
            Some(cell) => out.push_str(&format!("{}\\", inline(cell))),
            None => out.push_str(&inline(cell)),
        }
    }
    out
}

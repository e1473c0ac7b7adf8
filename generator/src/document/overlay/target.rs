//! The target of an action to steps: one for each segment of its JSONPath, with what it costs to take.

use std::iter;

use serde_json_path::JsonPath;

use crate::diagnostic::rules;
use crate::document::limits;

/// A JSONPath that can be followed segment by segment.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) text: String,
    pub(super) steps: Vec<Step>,
}

/// A segment, as `.paths`, `['/pets']` and `.get` in `$.paths['/pets'].get`.
#[derive(Debug)]
pub(super) struct Step {
    /// The path from the beginning to the end of this segment.
    pub(super) path: JsonPath,
    /// How many bytes of the target are before it.
    pub(super) start: usize,
    pub(super) segment: String,
    pub(super) reach: Reach,
}

/// How much of a document a segment looks at.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reach {
    /// Whether it leads to any depth, as `..` does.
    pub(super) descends: bool,
    /// Whether a filter looks at more than the members of what it chooses.
    pub(super) looks_inside: bool,
    /// Whether a filter looks at the whole document each time.
    pub(super) from_root: bool,
    /// How much it is to look once.
    pub(super) times: usize,
}

/// Why a text is no target.
#[derive(Debug)]
pub(super) struct NoTarget {
    pub(super) reason: String,
    pub(super) help: &'static str,
    /// How many characters of the text are before the mistake.
    pub(super) at: usize,
}

impl Target {
    pub(super) fn parse(text: &str) -> Result<Self, NoTarget> {
        let blank = without_texts(text);
        if text.len() > limits::TARGET || deepest(&blank) > limits::TARGET_DEPTH {
            let reason = "it is too long, or nested too deeply".to_owned();
            return Err(NoTarget { reason, help: "let several actions do what one does", at: 0 });
        }
        let parsed = |path: &str| {
            JsonPath::parse(path).map_err(|error| {
                let before = text.get(..error.position()).unwrap_or(text);
                let help = help(&blank, before.len());
                NoTarget { reason: reason(error.message()), help, at: before.chars().count() }
            })
        };
        parsed(text)?;
        let starts = starts(&blank);
        let ends = starts.iter().skip(1).copied().chain(iter::once(text.len()));
        let step = |(start, end): (&usize, usize)| {
            let path = parsed(text[..end].trim_end())?;
            let segment = text[*start..end].trim_end().to_owned();
            Ok(Step { path, start: *start, segment, reach: Reach::of(&blank[*start..end]) })
        };
        Ok(Self {
            text: text.to_owned(),
            steps: starts.iter().zip(ends).map(step).collect::<Result<_, _>>()?,
        })
    }
}

impl Step {
    /// Returns the name that the segment asks for, if it asks for one that has no escapes.
    pub(super) fn name(&self) -> Option<&str> {
        let inner = self.segment.trim_start_matches('.');
        let is_name = |it: &&str| !it.is_empty() && !it.contains(['\'', '"', '\\']);
        let quoted = |quote: char| {
            let start = inner.strip_prefix('[')?.trim().strip_prefix(quote)?;
            start.strip_suffix(']')?.trim().strip_suffix(quote).filter(is_name)
        };
        let plain = Some(inner).filter(|it| !it.starts_with(['[', '*']));
        plain.or_else(|| quoted('\'')).or_else(|| quoted('"'))
    }
}

impl Reach {
    /// Tells it from a segment that has blanks in the place of texts.
    fn of(segment: &str) -> Self {
        let inner = segment.trim_start_matches('.');
        let descends = segment.starts_with("..");
        let count = |what: &str| inner.matches(what).count();
        let has_wide_filter = count("..") + count("*") + count(":") + count("?").saturating_sub(1) > 0;
        let looks_inside = inner.contains('?') && has_wide_filter;
        // Each further `..` looks at a value once for each that it is in.
        let descents = (count("..") + usize::from(descends)).saturating_sub(1);
        let again = 10_usize.saturating_pow(u32::try_from(descents).unwrap_or(u32::MAX));
        // A regular expression is compiled each time.
        let expression = if count("match(") + count("search(") > 0 { 10_000 } else { 1 };
        let times = again.saturating_mul(1 + count(",")).saturating_mul(expression);
        Self { descends, looks_inside, from_root: looks_inside && inner.contains('$'), times }
    }
}

/// Blanks out what is in quotes, and all that is not ASCII: what is left has the meaning it seems to have.
fn without_texts(target: &str) -> String {
    let mut quote = None;
    let mut escaped = false;
    let mut blank = |byte: u8| {
        let is_text = quote.is_some();
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if byte == b'\\' => escaped = true,
            Some(open) if open == byte => quote = None,
            None if matches!(byte, b'\'' | b'"') => quote = Some(byte),
            _ => {}
        }
        if is_text || !byte.is_ascii() { '_' } else { char::from(byte) }
    };
    target.bytes().map(&mut blank).collect()
}

/// Returns how deep brackets are nested; parentheses count a third, because the parser takes them more lightly.
fn deepest(blank: &str) -> usize {
    let mut open = 0_usize;
    let mut deepest = 0;
    for byte in blank.bytes() {
        match byte {
            b'[' => open += 3,
            b'(' => open += 1,
            b']' => open = open.saturating_sub(3),
            b')' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest / 3
}

/// Returns where the segments begin.
fn starts(blank: &str) -> Vec<usize> {
    let mut open = 0_usize;
    let mut starts: Vec<usize> = Vec::new();
    let mut before = b' ';
    for (at, byte) in blank.bytes().enumerate() {
        let goes_on = before == b'.';
        if open == 0 && matches!(byte, b'.' | b'[') && !goes_on {
            starts.push(at);
        }
        match byte {
            b'[' => open += 1,
            b']' => open = open.saturating_sub(1),
            _ => {}
        }
        before = byte;
    }
    starts
}

/// Says what the parser says, without the words that only its source has.
fn reason(message: &str) -> String {
    match message.rsplit("segment, ").next().unwrap_or(message) {
        "parser error" => "it goes on in a way that JSONPath does not have".to_owned(),
        other => {
            let said = other
                .replace("in dot member name, must", "a name must")
                .replace("lowercase alpha", "a letter");
            said.replace('\'', "`")
        }
    }
}

/// Says what to write instead, as far as the place of the mistake tells it.
fn help(blank: &str, at: usize) -> &'static str {
    let (before, rest) = blank.split_at(at.min(blank.len()));
    let is_in_name =
        before.trim_end_matches(|it: char| it.is_ascii_alphanumeric() || it == '_').ends_with('.');
    match () {
        () if !blank.starts_with('$') => "begin it with `$`, the whole document",
        () if is_in_name && !rest.is_empty() && !rest.starts_with('[') => {
            "write a name of other characters than letters, digits and `_` as `['the-name']`"
        }
        () if blank.contains('=') && !blank.contains("==") => "write `==` to compare",
        () => rules::NO_TARGET.help,
    }
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn segments_are_told_apart_whatever_is_in_quotes() {
        for (target, expected) in [
            ("$", &[][..]),
            ("$.paths['/a.b[0]'].get", &[".paths", "['/a.b[0]']", ".get"]),
            ("$..[?@.a['x'] == \"]\\\"\"][0]", &["..[?@.a['x'] == \"]\\\"\"]", "[0]"]),
            ("$.größe..*", &[".größe", "..*"]),
            ("$[?(@.a)] .b", &["[?(@.a)]", ".b"]),
        ] {
            let parsed = Target::parse(target).unwrap_or_else(|it| panic!("{target}: {it:?}"));
            let segments: Vec<&str> = parsed.steps.iter().map(|it| it.segment.as_str()).collect();
            assert_eq!(segments, expected, "{target}");
        }
    }

    #[test]
    fn what_would_keep_the_parser_busy_is_refused() {
        for nested in [
            format!("${}@.a{}", "[?@".repeat(20), "]".repeat(20)),
            format!("$[?{}@.a{}]", "(".repeat(400), ")".repeat(400)),
            format!("$[?{}@.a]", "@.a && ".repeat(10_000)),
        ] {
            assert!(Target::parse(&nested).is_err());
        }
    }
}

//! JSON to the steps of a walk through it: the same as those of YAML, without a parser that has to know all of YAML.

use std::borrow::Cow;

use serde::de::IgnoredAny;

use super::{Extent, Position, START, Step};

/// The steps of a text that is JSON, which is known before the first.
pub(super) struct Steps<'text> {
    rest: &'text str,
    at: Position,
}

impl<'text> Steps<'text> {
    /// Begins at the start of a text, if all of it is JSON.
    pub(super) fn of(text: &'text str) -> Option<Self> {
        let is_json =
            text.trim_start().starts_with(['{', '[']) && serde_json::from_str::<IgnoredAny>(text).is_ok();
        is_json.then_some(Self { rest: text, at: START })
    }

    /// Goes on by some bytes, and returns their text and where it is.
    fn take(&mut self, length: usize) -> (&'text str, Extent) {
        let (taken, rest) = self.rest.split_at(length);
        let start = self.at;
        for byte in taken.bytes() {
            match byte {
                b'\n' => self.at = Position { line: self.at.line + 1, column: 1 },
                // A byte that goes on with a character.
                0x80..0xc0 => {}
                _ => self.at.column += 1,
            }
        }
        self.rest = rest;
        (taken, (start, self.at))
    }
}

impl<'text> Iterator for Steps<'text> {
    type Item = (Step<'text>, Extent);

    fn next(&mut self) -> Option<Self::Item> {
        let is_between = |byte: &u8| b" \t\r\n,:".contains(byte);
        let between = self.rest.bytes().take_while(|byte| is_between(byte)).count();
        self.take(between);
        let (length, step) = match self.rest.bytes().next()? {
            b'{' => (1, Step::Mapping),
            b'[' => (1, Step::Sequence),
            b'}' | b']' => (1, Step::End),
            b'"' => {
                let length = quoted(self.rest);
                (length, Step::Scalar(unquoted(&self.rest[..length])))
            }
            _ => {
                let length = self.rest.find([',', ']', '}', ' ', '\t', '\r', '\n']);
                let length = length.unwrap_or(self.rest.len());
                (length, Step::Scalar(Cow::Borrowed(&self.rest[..length])))
            }
        };
        let (_, extent) = self.take(length);
        Some((step, extent))
    }
}

/// Returns how long a text is with its quotes.
fn quoted(json: &str) -> usize {
    let mut is_escaped = true;
    let end = json.bytes().position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    end.map_or(json.len(), |end| end + 1)
}

/// Returns a text without its quotes and escapes.
fn unquoted(json: &str) -> Cow<'_, str> {
    match json.get(1..json.len() - 1) {
        Some(plain) if !plain.contains('\\') => Cow::Borrowed(plain),
        _ => Cow::Owned(serde_json::from_str(json).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::yaml;
    use super::{Extent, Position, Step, Steps};

    /// The parser of YAML has the blanks behind a bracket belong to it.
    fn shown<'text>(
        (step, (start, end)): (Step<'text>, Extent),
    ) -> (Step<'text>, Position, Option<Position>) {
        let is_scalar = matches!(step, Step::Scalar(_));
        (step, start, is_scalar.then_some(end))
    }

    #[test]
    fn steps_are_those_of_yaml() {
        for text in [
            "{}",
            "[]",
            " \n [ 1 , -2.5e3,true , null]\n",
            r#"{"a":{"b":[{},[],"",{"c":"d"}]},"e":false}"#,
            "{\n  \"ü\": \"\\\"x\\\\\", \"é\": [\n    \"ö\",\n    2\n  ]\n}\n",
            "{\"a\": \"b\\nc\", \"d\\/e\": {\"f: g\": \"[#\"}}",
        ] {
            let ours: Vec<_> = Steps::of(text).expect("it is JSON").map(shown).collect();
            let theirs: Vec<_> = yaml::Steps::of(text).map(shown).collect();
            assert_eq!(ours, theirs, "{text}");
        }
    }

    #[test]
    fn what_is_no_json_has_no_steps() {
        for text in ["", "a: {b: 1}", "{a: 1}", "{\"a\": 1,}", "{\"a\": 1} # b", "3"] {
            assert!(Steps::of(text).is_none(), "{text}");
        }
    }
}

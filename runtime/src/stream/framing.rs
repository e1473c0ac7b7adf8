//! Turns bytes that arrive in pieces into the text of one event after the other.
//!
//! `text/event-stream` is read by the rules of WHATWG, `application/json-seq` by those of RFC 7464.

use std::time::Duration;

use bytes::{Buf as _, Bytes, BytesMut};

use super::records::Nesting;

/// How events are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// As `text/event-stream` does.
    Events,
    /// Each on a line of its own.
    Lines,
    /// As `application/json-seq` does; a record may have several lines.
    Records,
}

/// One event, before its data is decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) data: String,
    pub(crate) event: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) retry: Option<Duration>,
}

/// Collects bytes until an event is complete.
#[derive(Debug)]
pub(crate) struct Decoder {
    framing: Framing,
    pending: BytesMut,
    /// How far the pending bytes are known to have no end of a line.
    scanned: usize,
    nesting: Nesting,
    /// A carriage return ended the last line, so that a line feed after it ends none.
    after_return: bool,
    /// The first line may begin with a byte order mark.
    at_start: bool,
    has_data: bool,
    frame: Frame,
}

impl Decoder {
    pub(crate) fn new(framing: Framing) -> Self {
        Self {
            framing,
            pending: BytesMut::new(),
            scanned: 0,
            nesting: Nesting::default(),
            after_return: false,
            at_start: true,
            has_data: false,
            frame: Frame::default(),
        }
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.pending.extend_from_slice(bytes);
    }

    /// Returns how much of an event has arrived.
    pub(crate) fn held(&self) -> usize {
        self.pending.len() + self.frame.data.len()
    }

    /// Returns the next event that is complete.
    pub(crate) fn next(&mut self) -> Option<Frame> {
        while let Some(line) = self.line() {
            if let Some(frame) = self.read(&line) {
                return Some(frame);
            }
        }
        None
    }

    /// Returns the event that the end of all completes: a line may lack its end, but an event that does is none.
    pub(crate) fn finish(&mut self) -> Option<Frame> {
        let rest = self.pending.split().freeze();
        self.scanned = 0;
        if self.framing == Framing::Events { None } else { self.read(&rest) }
    }

    fn line(&mut self) -> Option<Bytes> {
        if self.after_return && !self.pending.is_empty() {
            self.after_return = false;
            if self.pending[0] == b'\n' {
                self.pending.advance(1);
            }
        }
        let is_end = |byte: &u8| match self.framing {
            Framing::Events => matches!(byte, b'\n' | b'\r'),
            Framing::Lines => *byte == b'\n',
            Framing::Records => self.nesting.ends_at(*byte),
        };
        let Some(length) = self.pending[self.scanned..].iter().position(is_end) else {
            self.scanned = self.pending.len();
            return None;
        };
        let line = self.pending.split_to(self.scanned + length).freeze();
        self.after_return = self.pending[0] == b'\r';
        self.pending.advance(1);
        self.scanned = 0;
        Some(line)
    }

    fn read(&mut self, line: &[u8]) -> Option<Frame> {
        let bom = std::mem::take(&mut self.at_start).then_some(b"\xef\xbb\xbf".as_slice());
        let line = bom.and_then(|it| line.strip_prefix(it)).unwrap_or(line);
        match self.framing {
            Framing::Events => self.read_field(line),
            Framing::Lines | Framing::Records => {
                let line = line.trim_ascii();
                let data = String::from_utf8_lossy(line).into_owned();
                (!data.is_empty()).then(|| Frame { data, ..Frame::default() })
            }
        }
    }

    fn read_field(&mut self, line: &[u8]) -> Option<Frame> {
        if line.is_empty() {
            return self.dispatch();
        }
        let line = String::from_utf8_lossy(line);
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.frame.data.push('\n');
                }
                self.frame.data.push_str(value);
            }
            "event" => self.frame.event = (!value.is_empty()).then(|| value.to_owned()),
            "id" if !value.contains('\0') => self.frame.id = Some(value.to_owned()),
            "retry" if value.bytes().all(|it| it.is_ascii_digit()) => {
                self.frame.retry = value.parse().ok().map(Duration::from_millis).or(self.frame.retry);
            }
            // A line that begins with a colon is a comment, and has no name.
            _ => {}
        }
        None
    }

    /// Ends an event. The id and the time to wait before connecting again are those of later events, too.
    fn dispatch(&mut self) -> Option<Frame> {
        let next = Frame { id: self.frame.id.clone(), retry: self.frame.retry, ..Frame::default() };
        let frame = std::mem::replace(&mut self.frame, next);
        std::mem::take(&mut self.has_data).then_some(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::{Decoder, Frame, Framing};

    /// Decodes the same text in one piece and byte by byte.
    fn frames(framing: Framing, text: &str) -> Vec<Frame> {
        let decode = |size: usize| {
            let mut decoder = Decoder::new(framing);
            let mut frames = Vec::new();
            for chunk in text.as_bytes().chunks(size) {
                decoder.push(chunk);
                frames.extend(std::iter::from_fn(|| decoder.next()));
            }
            frames.extend(decoder.finish());
            frames
        };
        let whole = decode(text.len());
        assert_eq!(whole, decode(1), "{text:?}");
        assert_eq!(whole, decode(3), "{text:?}");
        whole
    }

    fn data(framing: Framing, text: &str) -> Vec<String> {
        frames(framing, text).into_iter().map(|it| it.data).collect()
    }

    #[test]
    fn events_follow_the_rules_of_whatwg() {
        for (text, expected) in [
            ("data: a\n\n", &["a"][..]),
            ("data: a\r\n\r\ndata: b\r\n\r\n", &["a", "b"]),
            ("data: a\r\rdata: b\r\r", &["a", "b"]),
            ("data: a\ndata:b\ndata:  c\n\n", &["a\nb\n c"]),
            ("\u{feff}data: a\n\n", &["a"]),
            (": comment\n\ndata: a\n: another\n\n", &["a"]),
            ("event: ping\n\nid: 1\n\n", &[]),
            ("data\n\ndata:\n\n", &["", ""]),
            ("data: {\"a\": \"b: c\"}\n\n", &["{\"a\": \"b: c\"}"]),
            ("other: x\ndata: ü\n\n", &["ü"]),
            ("data: a\n\ndata: not complete\n", &["a"]),
        ] {
            assert_eq!(data(Framing::Events, text), expected, "{text:?}");
        }
    }

    #[test]
    fn the_other_fields_are_kept() {
        let text = "event: add\nid: 7\nretry: 1500\ndata: a\n\nretry: soon\ndata: b\n\nid\ndata: c\n\n";
        let found = frames(Framing::Events, text);
        let fields = found.iter().map(|it| (it.event.as_deref(), it.id.as_deref(), it.retry));
        let retry = Some(std::time::Duration::from_millis(1500));
        let expected = [(Some("add"), Some("7"), retry), (None, Some("7"), retry), (None, Some(""), retry)];
        assert!(fields.eq(expected), "{found:?}");
    }

    #[test]
    fn lines_are_json_texts() {
        let text = "\u{feff}{\"a\":1}\r\n\n{\"b\":2}\n  [3]  \n4";
        assert_eq!(data(Framing::Lines, text), ["{\"a\":1}", "{\"b\":2}", "[3]", "4"]);
    }

    #[test]
    fn records_may_have_several_lines() {
        let text = "\u{1e}{\n  \"a\": \"\\\"[\"\n}\n\u{1e}\u{1e}[2]\n\u{1e}3\n\u{1e}{\n\u{1e}4\n5\n6";
        let expected = ["{\n  \"a\": \"\\\"[\"\n}", "[2]", "3", "{", "4", "5", "6"];
        assert_eq!(data(Framing::Records, text), expected);
    }

    #[test]
    fn a_record_is_there_when_its_line_has_come() {
        let mut decoder = Decoder::new(Framing::Records);
        decoder.push(b"\x1e{\n\"a\": [1,\n2]}\n");
        assert_eq!(decoder.next().map(|it| it.data).as_deref(), Some("{\n\"a\": [1,\n2]}"));
    }
}

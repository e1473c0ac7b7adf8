//! Turns the bytes of a request into its parts, strictly, and those into text that is the same in every run.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// A request, taken apart.
pub(super) struct Request {
    pub(super) method: String,
    /// The path without the query.
    pub(super) path: String,
    query: String,
    /// Names in lower case, ordered by name.
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    pub(super) content: Content,
}

/// What a body holds.
pub(super) enum Content {
    Nothing,
    Json(Map<String, Value>),
    UrlEncoded,
    Multipart { boundary: String, parts: Vec<Part> },
}

/// A part of a multipart body.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) content_type: Option<String>,
}

impl Request {
    /// Takes a request apart; a request that HTTP does not allow, or whose length is not the announced one, panics.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let (head, body) = split_once(bytes, b"\r\n\r\n").expect("a request has a head");
        let head = str::from_utf8(head).expect("the head is text");
        let (request_line, header_lines) = head.split_once("\r\n").expect("a head has headers");
        let mut headers: Vec<_> = header_lines.split("\r\n").map(header).collect();
        headers.sort();
        let words: Vec<_> = request_line.split(' ').collect();
        let [method, target, "HTTP/1.1"] = words[..] else { panic!("not a request line: {request_line}") };
        let (path, query) = target.split_once('?').unwrap_or((target, ""));

        let mut request = Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers,
            body: body.to_owned(),
            content: Content::Nothing,
        };
        request.check_length();
        request.content = request.parse_content();
        request
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }

    /// Returns the media type of the body, without its parameters.
    pub(super) fn media_type(&self) -> Option<&str> {
        self.header("content-type")?.split(';').next()
    }

    /// Returns the names of everything that is sent: query parameters, members, fields and parts.
    pub(super) fn names(&self) -> Vec<&str> {
        let mut names = pair_names(&self.query);
        match &self.content {
            Content::Nothing => {}
            Content::Json(members) => names.extend(members.keys().map(String::as_str)),
            Content::UrlEncoded => names.extend(pair_names(self.body_text())),
            Content::Multipart { parts, .. } => names.extend(parts.iter().map(|part| part.name.as_str())),
        }
        names
    }

    fn check_length(&self) {
        assert_eq!(self.header("transfer-encoding"), None, "the length is known, so it is announced");
        let announced =
            self.header("content-length").map(|length| length.parse::<usize>().expect("it is a number"));
        match announced {
            Some(length) => assert_eq!(self.body.len(), length, "the announced length is that of the body"),
            None => assert!(self.method == "GET" && self.body.is_empty(), "only a GET needs no length"),
        }
    }

    fn parse_content(&self) -> Content {
        match self.media_type() {
            None => {
                assert!(self.body.is_empty(), "a body has a content type");
                Content::Nothing
            }
            Some("application/json") => {
                Content::Json(serde_json::from_slice(&self.body).expect("the body is an object"))
            }
            Some("application/x-www-form-urlencoded") => Content::UrlEncoded,
            Some("multipart/form-data") => {
                let content_type = self.header("content-type").expect("it was found before");
                let (_, boundary) = content_type.split_once("; boundary=").expect("it names the boundary");
                Content::Multipart { boundary: boundary.to_owned(), parts: parts(&self.body, boundary) }
            }
            Some(other) => panic!("no operation sends {other}"),
        }
    }

    fn body_text(&self) -> &str {
        str::from_utf8(&self.body).expect("an urlencoded form is text")
    }

    /// Shows the request as it was sent, except for what changes from run to run.
    ///
    /// A line of the body ends where CRLF was sent; other bytes without a glyph are shown as `⟨0A⟩`.
    pub(super) fn show(&self) -> String {
        let boundary = match &self.content {
            Content::Multipart { boundary, .. } => boundary,
            _ => "no boundary",
        };
        let body = show_bytes(&self.body);
        let surplus = body.matches(boundary).count() * (boundary.len() - "BOUNDARY".len());

        let question_mark = if self.query.is_empty() { "" } else { "?" };
        let mut text = format!("{} {}{question_mark}{} HTTP/1.1\n", self.method, self.path, self.query);
        for (name, value) in &self.headers {
            let value = match name.as_str() {
                "host" => "HOST".to_owned(),
                "user-agent" => format!("{}/VERSION", value.split('/').next().unwrap_or_default()),
                "content-length" => (self.body.len() - surplus).to_string(),
                _ => value.replace(boundary, "BOUNDARY"),
            };
            writeln!(text, "{name}: {value}").expect("writing to a string does not fail");
        }
        format!("{text}\n{}", body.replace(boundary, "BOUNDARY")).trim_end().to_owned()
    }
}

fn header(line: &str) -> (String, String) {
    let (name, value) = line.split_once(": ").expect("a header has a name and a value");
    (name.to_ascii_lowercase(), value.to_owned())
}

/// Returns the names of `name=value&name=value`.
fn pair_names(pairs: &str) -> Vec<&str> {
    let pairs = pairs.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').expect("a pair has a value").0).collect()
}

/// Takes a multipart body apart by RFC 2046: nothing before the first boundary, and nothing after the last.
fn parts(body: &[u8], boundary: &str) -> Vec<Part> {
    let first = format!("--{boundary}\r\n");
    let next = format!("\r\n--{boundary}\r\n");
    let last = format!("\r\n--{boundary}--\r\n");
    let rest = body.strip_prefix(first.as_bytes()).expect("the boundary of the header begins the body");
    let mut rest = rest.strip_suffix(last.as_bytes()).expect("the closing boundary ends the body");
    let mut parts = Vec::new();
    while let Some((one, others)) = split_once(rest, next.as_bytes()) {
        parts.push(part(one));
        rest = others;
    }
    parts.push(part(rest));
    parts
}

fn part(bytes: &[u8]) -> Part {
    let (head, _) = split_once(bytes, b"\r\n\r\n").expect("a part has a head");
    let head = str::from_utf8(head).expect("the head of a part is text");
    let headers: Vec<_> = head.split("\r\n").map(header).collect();
    let value = |name: &str| headers.iter().find(|(it, _)| it == name).map(|(_, value)| value.clone());
    let disposition = value("content-disposition").expect("a part says what it is");
    let name = disposition.strip_prefix("form-data; name=\"").expect("a part is a named field");
    let name = name.split('"').next().expect("there is always a first piece");
    Part { name: name.to_owned(), content_type: value("content-type") }
}

fn split_once<'a>(bytes: &'a [u8], separator: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = bytes.windows(separator.len()).position(|window| window == separator)?;
    Some((&bytes[..at], &bytes[at + separator.len()..]))
}

fn show_bytes(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        for (i, line) in chunk.valid().split("\r\n").enumerate() {
            text.push_str(if i == 0 { "" } else { "\n" });
            for c in line.chars() {
                if c.is_control() { show_byte(&mut text, c as u32) } else { text.push(c) }
            }
        }
        chunk.invalid().iter().for_each(|&byte| show_byte(&mut text, byte.into()));
    }
    text
}

fn show_byte(text: &mut String, byte: u32) {
    write!(text, "⟨{byte:02X}⟩").expect("writing to a string does not fail");
}

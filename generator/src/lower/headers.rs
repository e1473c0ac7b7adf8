//! Documented headers of answers: each set of them is one struct, which all operations share that document the same.

use openapiv3::{Header as Described, ParameterSchemaOrContent, ReferenceOr, Responses};

use super::view::Placed;
use super::{Context, response, schema, sentence_if_short};
use crate::diagnostic::rules;
use crate::doc_text::code;
use crate::ir::{Docs, Header, Headers, HeadersId, JsonKind, Type};
use crate::naming::{Case, Scope};
use crate::pointer::Pointer;

/// How many words or groups of words of its headers a set is named by.
const NAMED_BY: usize = 3;

/// How many schemas that only hold another one are looked through.
const WRAPPERS: usize = 32;

/// Whether HTTP has a header of this name.
pub(super) fn is_header_name(name: &str) -> bool {
    let is_token = |it: char| it.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(it);
    !name.is_empty() && name.chars().all(is_token)
}

impl<'a> Context<'a> {
    /// Lowers the headers of the successes of an operation, and those of its errors.
    pub(super) fn headers(
        &mut self,
        responses: &'a Responses,
        at: &Pointer,
    ) -> (Option<HeadersId>, Option<HeadersId>) {
        let at = at.child("responses");
        let has_success = responses.responses.keys().any(response::is_success);
        let listed = responses
            .responses
            .iter()
            .map(|(status, it)| (response::is_success(status), at.child(status), it));
        let default = responses.default.iter().map(|it| (!has_success, at.child("default"), it));
        let (mut of_success, mut of_error) = (Vec::new(), Vec::new());
        for (is_success, at, response) in listed.chain(default) {
            // What cannot be found has been said where the response itself was lowered.
            let Ok(found) = self.document.resolve(response, &at) else { continue };
            let at = found.pointer.child("headers");
            let into = if is_success { &mut of_success } else { &mut of_error };
            for (name, described) in &found.item.headers {
                if let Some(header) = self.header(name, described, &at.child(name)) {
                    add(into, header);
                }
            }
        }
        (self.shared(of_success), self.shared(of_error))
    }

    /// Lowers a header; nothing when OpenAPI says so, or a diagnostic says why.
    fn header(&mut self, name: &str, described: &'a ReferenceOr<Described>, at: &Pointer) -> Option<Header> {
        // OpenAPI: it is ignored, because `content` says the same.
        if name.eq_ignore_ascii_case("content-type") {
            return None;
        }
        if name.contains('*') || !is_header_name(name) {
            let text = format!("no header can have the name {}", code(name));
            self.found.add(rules::IMPOSSIBLE_HEADER.at(at, text));
            return None;
        }
        let document = self.document;
        let found = document.resolve(described, at).map_err(|it| self.found.add(it)).ok()?;
        let ty = match &found.item.format {
            ParameterSchemaOrContent::Schema(schema) => {
                self.header_type(&Placed::new(schema, found.pointer.child("schema")))
            }
            ParameterSchemaOrContent::Content(_) => Type::String,
        };
        let text = found.item.description.clone().unwrap_or_else(|| format!("The {} header.", code(name)));
        Some(Header {
            name: String::new(),
            wire_name: name.to_owned(),
            ty,
            deprecated: found.item.deprecated.unwrap_or_default(),
            docs: Docs::of(&sentence_if_short(&text)),
        })
    }

    /// Returns the type of a header: what has no plain text of its own is the text as it came.
    fn header_type(&self, placed: &Placed<'a>) -> Type {
        let mut placed = placed.clone();
        // A schema may hold nothing but itself.
        for _ in 0..WRAPPERS {
            let inner = self.look(&placed).and_then(|it| it.wrapped().cloned());
            let Some(inner) = inner else { break };
            placed = inner;
        }
        let Some(view) = self.look(&placed).filter(|it| it.wrapped().is_none()) else { return Type::String };
        match view.kind {
            Some(JsonKind::Boolean) => Type::Boolean,
            Some(JsonKind::Integer) => Type::Integer(schema::integer(&view.format)),
            Some(JsonKind::Number) => Type::Number,
            Some(JsonKind::Array) => {
                let items = view.items.as_ref().and_then(|it| self.look(it)).and_then(|it| it.kind);
                match items {
                    None | Some(JsonKind::Array | JsonKind::Object) => Type::String,
                    Some(_) => {
                        let item = view.items.as_ref().map(|it| self.header_type(it));
                        Type::List(Box::new(item.unwrap_or(Type::String)))
                    }
                }
            }
            _ => Type::String,
        }
    }

    /// Returns the set of just these headers, which is made when it is first asked for.
    fn shared(&mut self, mut members: Vec<Header>) -> Option<HeadersId> {
        if members.is_empty() {
            return None;
        }
        members.sort_by_key(|it| key(it).0);
        let next = HeadersId(self.headers.len());
        let id = *self.known_headers.entry(members.iter().map(key).collect()).or_insert(next);
        if id == next {
            self.headers.push(Headers { name: String::new(), members });
        }
        Some(id)
    }
}

/// Adds a header that another response may have, too; where the two differ, it is text.
fn add(headers: &mut Vec<Header>, header: Header) {
    match headers.iter_mut().find(|it| key(it).0 == key(&header).0) {
        Some(known) if known.ty != header.ty => known.ty = Type::String,
        Some(_) => {}
        None => headers.push(header),
    }
}

/// What makes two headers the same; the words that describe them do not.
pub(super) type HeaderKey = (String, Type);

pub(super) fn key(header: &Header) -> HeaderKey {
    (header.wire_name.to_lowercase(), header.ty.clone())
}

/// Names all sets of headers, in an order that does not depend on the operations.
pub(super) fn assign(sets: &mut [Headers]) {
    let mut order: Vec<usize> = (0..sets.len()).collect();
    order.sort_by_key(|it| sets[*it].members.iter().map(|it| key(it).0).collect::<Vec<_>>());
    let mut names = Scope::default();
    for index in order {
        let set = &mut sets[index];
        set.name = names.claim(Case::Type, &common_words(&set.members), &[]);
        let mut fields = Scope::default();
        for header in &mut set.members {
            header.name = fields.claim(Case::Field, &header.wire_name, &[]);
        }
    }
}

/// Returns what the names of headers have in common: `RateLimit` for `X-RateLimit-Limit` and `X-RateLimit-Reset`,
/// `Link Total` for `Link` and `X-Total`.
fn common_words(headers: &[Header]) -> String {
    let mut names: Vec<Vec<String>> = headers.iter().map(|it| words(&it.wire_name)).collect();
    names.sort_by_key(|it| it.iter().map(|it| it.to_lowercase()).collect::<Vec<_>>());
    let mut groups: Vec<Vec<String>> = Vec::new();
    for name in names {
        let same = |group: &Vec<String>| {
            group.iter().zip(&name).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count()
        };
        match groups.last_mut().map(|it| (same(it), it)) {
            Some((same, group)) if same > 0 => group.truncate(same),
            _ => groups.push(name),
        }
    }
    groups.into_iter().take(NAMED_BY).flatten().collect::<Vec<_>>().join(" ")
}

/// Returns the words of a name; an `X` at its beginning says only that nobody has registered the name.
fn words(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split(['-', '_', '.']).filter(|it| !it.is_empty()).collect();
    let told = match words.as_slice() {
        [first, rest @ ..] if first.eq_ignore_ascii_case("x") && !rest.is_empty() => rest,
        all => all,
    };
    told.iter().map(|&it| it.to_owned()).collect()
}

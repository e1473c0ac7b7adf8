//! Several media types for one request body: the first method of the operation sends the one that says most, and those
//! that differ for the caller get a method of their own.

use openapiv3::{MediaType, ReferenceOr, RequestBody};

use super::Context;
use super::body::Offered;
use super::media::{Kind, essence};
use super::operation::name_arguments;
use crate::diagnostic::rules;
use crate::doc_text::code;
use crate::ir::{Body, BodyContent, Operation, Place};
use crate::pointer::Pointer;

/// The bodies that an operation takes.
pub(super) struct Bodies {
    pub(super) used: Body,
    pub(super) others: Vec<OtherBody>,
}

/// A body that is sent instead of the usual one.
pub(super) struct OtherBody {
    body: Body,
    /// What the name of its method ends with.
    word: String,
    media_type: String,
    usual_media_type: String,
}

/// A media type, what it is, and what is said of it.
type Choice<'a> = (Kind, &'a str, &'a MediaType);

/// How a media type stands to those that have a method already.
enum Standing {
    /// There is nothing that it can send and they cannot.
    Covered,
    /// It is sent as one of them is, and only called something else.
    Renamed,
    /// It is written by other means, which we do not have.
    LeftOut,
    Different,
}

impl<'a> Context<'a> {
    /// Lowers the request body of an operation in all the ways in which it can be sent.
    pub(super) fn bodies(
        &mut self,
        described: Option<&'a ReferenceOr<RequestBody>>,
        at: &Pointer,
        operation: &str,
    ) -> Option<Bodies> {
        let offered = self.offered(described, at)?;
        let usual = self.pick(&offered.content, &offered.at)?;
        let place = |part: &str| Place::Operation(operation.to_owned(), part.to_owned());
        let used = self.body(&offered, usual, &place("request"));
        let has_file = match &used.content {
            BodyContent::Json(ty, _) => self.holds_file(ty),
            _ => false,
        };
        let mut known = vec![usual];
        let mut others = Vec::new();
        for (name, described) in &offered.content {
            let other = (Kind::of(name, described), *name, *described);
            let standings = known.iter().map(|it| standing(*it, other, has_file));
            // The first one that has anything to say is the nearest.
            let nearest = standings.min_by_key(|it| it.distance()).unwrap_or(Standing::Different);
            match nearest {
                Standing::Covered => {}
                Standing::Different => {
                    known.push(other);
                    others.push(self.other_body(&offered, other, usual.1, place));
                }
                Standing::Renamed => self.not_used(&offered, name, usual.1, RENAMED),
                Standing::LeftOut => self.not_used(&offered, name, usual.1, LEFT_OUT),
            }
        }
        Some(Bodies { used, others })
    }

    fn other_body(
        &mut self,
        offered: &Offered<'a>,
        other: Choice<'a>,
        usual: &str,
        place: impl Fn(&str) -> Place,
    ) -> OtherBody {
        let (kind, name, _) = other;
        let word = word(kind, name);
        let body = self.body(offered, other, &place(&format!("{word} request")));
        // Whoever sends none calls the usual method.
        let body = Body { required: true, ..body };
        OtherBody { body, word, media_type: name.to_owned(), usual_media_type: usual.to_owned() }
    }

    fn not_used(&mut self, offered: &Offered<'a>, name: &str, usual: &str, what: &str) {
        let text = format!("the body may also be {}, {what}; {} is used", code(name), code(usual));
        self.one_used(&rules::UNUSED_BODY, &offered.at.child(name), text);
    }
}

const RENAMED: &str = "which is sent by `with_header(\"content-type\", …)`";
const LEFT_OUT: &str = "for which there is no method";

impl Standing {
    fn distance(&self) -> u8 {
        match self {
            Self::Covered => 0,
            Self::Renamed => 1,
            Self::LeftOut => 2,
            Self::Different => 3,
        }
    }
}

fn standing(known: Choice<'_>, other: Choice<'_>, has_file: bool) -> Standing {
    let ((known_kind, known_name, known), (kind, name, described)) = (known, other);
    if known_name == name {
        return Standing::Covered;
    }
    let is_same = known.schema == described.schema && (known.schema.is_some() || known_kind == kind);
    // The meaning of a patch is in its media type: RFC 6902, RFC 7396.
    let is_patch = |name: &str| essence(name).ends_with("patch+json");
    match kind {
        Kind::Json if is_same && (is_patch(name) || is_patch(known_name)) => Standing::Renamed,
        Kind::Multipart if is_same && has_file => Standing::Different,
        _ if essence(name) == "*/*" => Standing::Covered,
        Kind::Text | Kind::Stream(_) if is_text(known_kind) => Standing::Renamed,
        Kind::Binary if matches!(known_kind, Kind::Binary | Kind::Parts) => Standing::Renamed,
        // JSON has no bytes.
        Kind::Binary => Standing::Different,
        _ if is_same => Standing::Covered,
        Kind::Markup | Kind::Parts => Standing::LeftOut,
        _ => Standing::Different,
    }
}

fn is_text(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Markup | Kind::Stream(_))
}

/// Returns what the name of a method ends with that sends a media type.
fn word(kind: Kind, name: &str) -> String {
    let essence = essence(name);
    let subtype = essence.split_once('/').map_or("", |it| it.1);
    let subtype = ["x-", "vnd."].iter().fold(subtype, |it, prefix| it.strip_prefix(prefix).unwrap_or(it));
    let word = match kind {
        Kind::Multipart => "multipart",
        Kind::UrlEncoded => "form",
        Kind::Json => subtype.strip_suffix("+json").unwrap_or(subtype),
        Kind::Binary | Kind::Parts => "bytes",
        Kind::Text | Kind::Markup | Kind::Stream(_) if subtype == "plain" => "text",
        Kind::Text | Kind::Markup | Kind::Stream(_) => subtype,
    };
    word.replace('*', "any")
}

impl OtherBody {
    /// Makes the method that sends this body; it has no name of its own yet.
    pub(super) fn method(self, operation: &Operation) -> Operation {
        let mut docs = operation.docs.clone();
        let (other, usual) = (code(&self.media_type), code(&self.usual_media_type));
        docs.own(&format!("The body is {other} here, where {} sends {usual}.", code(&operation.name)));
        let mut parameters = operation.parameters.clone();
        let mut body = self.body;
        name_arguments(&mut parameters, Some(&mut body));
        Operation {
            docs,
            further: Some(format!("as {}", self.word)),
            parameters,
            body: Some(body),
            callbacks: Vec::new(),
            ..operation.clone()
        }
    }
}

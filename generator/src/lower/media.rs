//! Media types: how content of each is written or read, and which one is used where several are offered.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{MediaType, ReferenceOr, SchemaKind, Type as Typed};

use super::Context;
use crate::diagnostic::{Rule, others, rules};
use crate::doc_text::code;
use crate::ir::StreamFormat;
use crate::pointer::Pointer;

/// How content is written or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Json,
    /// `multipart/form-data`
    Multipart,
    UrlEncoded,
    /// Values one after the other, each of which can be read when it arrives.
    Stream(StreamFormat),
    /// Text whose schema, if it has one, describes what is behind the text.
    Markup,
    Text,
    /// `multipart/related` and the like, whose parts are nothing to us.
    Parts,
    Binary,
}

impl Kind {
    /// Returns the kind of a media type; parameters such as `charset` do not matter.
    pub(super) fn of(media_type: &str, described: &MediaType) -> Self {
        let essence = essence(media_type);
        match essence.as_str() {
            "multipart/form-data" => Self::Multipart,
            "application/x-www-form-urlencoded" => Self::UrlEncoded,
            "text/event-stream" => Self::Stream(StreamFormat::Events),
            "application/json-seq" => Self::Stream(StreamFormat::Records),
            "application/json-lines"
            | "application/jsonl"
            | "application/jsonlines"
            | "application/ndjson"
            | "application/stream+json"
            | "application/x-json-stream"
            | "application/x-jsonlines"
            | "application/x-ndjson" => Self::Stream(StreamFormat::Lines),
            _ if Self::is_json(&essence) => Self::Json,
            _ if is_markup(&essence) => Self::Markup,
            _ if essence.starts_with("multipart/") => Self::Parts,
            _ if essence.starts_with("text/") || is_text(&essence) => Self::Text,
            // Whatever is sent: the schema says more, and JSON is what it can say most about.
            "*/*" | "application/*" if has_structure(described) => Self::Json,
            _ => Self::Binary,
        }
    }

    /// Whether content of a media type is JSON.
    pub(super) fn is_json(media_type: &str) -> bool {
        let essence = essence(media_type);
        matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
    }

    /// Returns how much is known of content of this kind: less is better, and of equals the first counts.
    fn rank(self) -> u8 {
        match self {
            Self::Json => 0,
            Self::Multipart => 1,
            Self::UrlEncoded => 2,
            _ => 3,
        }
    }
}

/// Returns a media type without its parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_lowercase()
}

fn is_markup(essence: &str) -> bool {
    let subtype = essence.split_once('/').map_or("", |it| it.1);
    let names = ["xml", "yaml", "x-yaml", "vnd.yaml"];
    names.contains(&subtype) || essence.ends_with("+xml") || essence.ends_with("+yaml")
}

/// Whether content that is not called `text/…` is text nevertheless.
fn is_text(essence: &str) -> bool {
    let names = ["ecmascript", "graphql", "javascript", "jwt", "sql", "toml", "x-sh", "x-toml"];
    essence.strip_prefix("application/").is_some_and(|it| names.contains(&it))
}

fn has_structure(described: &MediaType) -> bool {
    described.schema.as_ref().is_some_and(|it| match it {
        ReferenceOr::Reference { .. } => true,
        ReferenceOr::Item(it) => !matches!(it.schema_kind, SchemaKind::Type(Typed::String(_))),
    })
}

/// Media types that are offered and not used: what is said of it, and where that is.
pub(super) type Choices = BTreeMap<(&'static Rule, String), Vec<Pointer>>;

/// The content of a body or a response: each media type and what is said of it.
pub(super) type Content<'a> = Vec<(&'a str, &'a MediaType)>;

impl<'a> Context<'a> {
    /// Picks the media type that is used, and says which are not.
    pub(super) fn best(
        &mut self,
        content: &Content<'a>,
        at: &Pointer,
    ) -> Option<(Kind, &'a str, &'a MediaType)> {
        let (kind, used, described) = self.pick(content, at)?;
        if content.len() > 1 {
            let names: BTreeSet<String> = content.iter().map(|(name, _)| code(name)).collect();
            let names: Vec<String> = names.into_iter().collect();
            let text = format!("of {}, {} is used", names.join(", "), code(used));
            self.one_used(&rules::SEVERAL_MEDIA_TYPES, at, text);
        }
        Some((kind, used, described))
    }

    /// Notes that a media type is not used.
    pub(super) fn one_used(&mut self, rule: &'static Rule, at: &Pointer, text: String) {
        self.choices.entry((rule, text)).or_default().push(at.clone());
    }

    /// Says which media types are used: once for each choice, because most documents offer the same everywhere.
    pub(super) fn say_which_are_used(&mut self) {
        for ((rule, text), places) in std::mem::take(&mut self.choices) {
            // A component is lowered once for each place that refers to it.
            let times = places.iter().collect::<BTreeSet<_>>().len();
            self.found.add(rule.at(&places[0], format!("{text}{}", others(times))));
        }
    }

    /// Picks the media type that is used, and says what it cannot say.
    pub(super) fn pick(
        &mut self,
        content: &Content<'a>,
        at: &Pointer,
    ) -> Option<(Kind, &'a str, &'a MediaType)> {
        let kinds = content.iter().map(|(name, it)| (Kind::of(name, it), *name, *it));
        let (kind, used, described) = kinds.min_by_key(|(kind, ..)| kind.rank())?;
        let instead = match kind {
            Kind::Markup if has_structure(described) => {
                "offer JSON; the text is for the caller to write or to read"
            }
            Kind::Parts => "offer `multipart/form-data`; the bytes are for the caller to write or to read",
            _ => return Some((kind, used, described)),
        };
        let text = format!("the structure of {} is not read", code(used));
        self.found.add(rules::UNREAD_STRUCTURE.at(&at.child(used), text).help(instead));
        Some((kind, used, described))
    }
}

//! The client and the cargo features.

use super::keys::{self, CLIENT};
use super::{Entry, EntryKind, Item, ItemKind, wire};
use crate::emit::Written;
use crate::ir::{Api, Constructor, Server, Tag};
use crate::naming::{Case, identifier};
use crate::pointer::Pointer;

/// Lists the features, and the client with what it has besides operations.
pub(super) fn entries(api: &Api) -> Vec<Entry> {
    let mut entries = features(api);
    let root = Pointer::root();
    let servers: Vec<String> = api.servers.iter().map(wire::server).collect();
    let item = Item::new(ItemKind::Entry, "Client", CLIENT, "", &root)
        .fact("base URL", servers.first().cloned().unwrap_or_default())
        .fact("list of other base URLs", servers.get(1..).unwrap_or_default().join(", "))
        .fact("security requirement", wire::security(&api.security))
        .fact("list of security schemes", wire::schemes(api))
        .fact("number of polls a minute", polls(api));
    entries.push(Entry {
        kind: EntryKind::Client,
        item,
        traits: vec!["Clone", "Debug"],
        features: Vec::new(),
        members: functions(api),
    });
    entries
}

fn features(api: &Api) -> Vec<Entry> {
    let feature = |name: &str, key: &str, at: Pointer, members: Vec<Item>| Entry {
        kind: EntryKind::Feature,
        item: Item::new(ItemKind::Entry, name, key, "", &at),
        traits: Vec::new(),
        features: Vec::new(),
        members,
    };
    let tags = Pointer::root().child("tags");
    let of_tags = api.tags.iter().map(|it| {
        feature(&it.feature, &keys::tag(&it.wire_name), tags.clone(), module(it, &tags).into_iter().collect())
    });
    let of_formats = api.formats.libraries.iter().map(|it| feature(it, it, Pointer::root(), Vec::new()));
    let mut features: Vec<Entry> = of_tags.chain(of_formats).collect();
    if api.events.is_some() {
        features.push(feature("webhooks", "webhooks", Pointer::root(), Vec::new()));
    }
    features.dedup_by(|a, b| a.item.name == b.item.name);
    features
}

/// Lists the module of a tag where the tag does not say what it is called: another tag has that name, too.
fn module(tag: &Tag, at: &Pointer) -> Option<Item> {
    let has_other_name = tag.name != identifier(Case::Module, &tag.wire_name);
    has_other_name.then(|| Item::new(ItemKind::Module, &tag.name, "module", "", at))
}

/// Lists the functions that depend on the document; the others are those of every client.
fn functions(api: &Api) -> Vec<Item> {
    let mut written = Written::new(api);
    let root = Pointer::root();
    let function = |name: &str, key: &str, ty: String| Item::new(ItemKind::Function, name, key, ty, &root);
    let new = match api.constructor {
        Constructor::ApiKey => "(api_key)",
        Constructor::BearerToken => "(bearer token)",
        Constructor::BasicAuth => "(user, password)",
        Constructor::Nothing => "()",
    };
    let mut functions = vec![function("new", "new", new.to_owned())];
    for status in &api.status_operations {
        let result = written.ty(&status.result_type);
        let ty = format!("(token) -> Job<{result}>");
        let resume = function(&status.resume, &format!("resume {}", status.wire_name), ty);
        let resume = resume.fact("list of statuses", wire::statuses(status));
        functions.push(resume.fact("list of places in answers", wire::places(status)));
    }
    for confirmation in api.events.iter().flat_map(|it| &it.confirmations) {
        let result = written.ty(&confirmation.result);
        let ty = format!("(event) -> Polled<{result}>");
        functions.push(function(&confirmation.name, &format!("confirm {result}"), ty));
    }
    functions
}

/// Says how often may be asked about jobs.
fn polls(api: &Api) -> String {
    let limits = api.status_operations.iter().filter_map(|it| Some(it.polls_per_minute?.to_string()));
    limits.collect::<Vec<_>>().join(", ")
}

/// Returns the path that a base URL puts before that of each operation.
pub(super) fn base_path(server: &Server) -> &str {
    let behind_scheme = server.url.split_once("://").map_or(server.url.as_str(), |(_, rest)| rest);
    behind_scheme.find('/').map_or("", |it| &behind_scheme[it..])
}

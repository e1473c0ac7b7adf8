//! Names once handed out stay: a crate is generated from one document and then, with its lock file, from a later one.

use generator::surface::{Entry, Item, ItemKind};
use generator::{Document, Generated, Kept, Options, Surface};
use serde_json::{Value, json};

use crate::fixtures::documents;
use crate::injection::payloads;

/// Generates a crate with the names that another one has handed out, as its lock file lists them.
fn generate_keeping(document: &str, before: Option<&Generated>) -> Generated {
    let document = Document::load(document).expect("a fixture is valid");
    let lock = before.and_then(|it| it.files.get("surface.lock")).unwrap_or_default();
    let kept = Kept::read(lock).expect("what was written can be read");
    generator::generate(&document, &Options::new("kept-client").kept(kept)).expect("a fixture is supported")
}

/// Returns what tells the names of entries apart that stand for things of the same key.
fn kind(entry: &Entry) -> &'static str {
    use generator::surface::EntryKind::{Client, Events, Feature, Headers, Method};
    match entry.kind {
        Client => "client",
        Feature => "feature",
        Method => "method",
        Headers => "headers",
        Events => "events",
        _ => "type",
    }
}

/// Returns what an entry has become: of what stands for several parts, that which has the first one.
fn later<'s>(old: &Entry, after: &'s Surface) -> Option<&'s Entry> {
    let is_it = |it: &&Entry| kind(it) == kind(old) && it.item.keys.contains(&old.item.keys[0]);
    after.entries.iter().find(is_it)
}

/// Says what the first surface has and the second one has not.
fn gone(before: &Surface, after: &Surface) -> Vec<String> {
    let mut gone = Vec::new();
    for old in &before.entries {
        let Some(new) = later(old, after) else {
            gone.push(old.item.name.clone());
            continue;
        };
        let is_gone = |it: &&Item| new.members.iter().all(|new| new.keys != it.keys);
        let members = old.members.iter().filter(is_gone);
        gone.extend(members.map(|it| format!("{}: {}", old.item.name, it.name)));
    }
    gone
}

/// Says which names of the first surface are others in the second one, and which arguments have changed places.
fn moved(before: &Surface, after: &Surface) -> Vec<String> {
    let mut moved = Vec::new();
    for old in &before.entries {
        let Some(new) = later(old, after) else { continue };
        if new.item.name != old.item.name {
            moved.push(format!("{} -> {}", old.item.name, new.item.name));
        }
        for member in old.members.iter().filter(|it| !it.name.is_empty()) {
            let same = new.members.iter().find(|it| it.keys == member.keys);
            if let Some(now) = same.filter(|it| it.name != member.name) {
                moved.push(format!("{}: {} -> {}", old.item.name, member.name, now.name));
            }
        }
        let (was, is) = (arguments(old, new), arguments(new, old));
        if was != is {
            moved.push(format!("{}({}) -> ({})", old.item.name, was.join(", "), is.join(", ")));
        }
    }
    moved
}

/// Returns the arguments of a method or of `new` that another version has, too.
fn arguments<'s>(entry: &'s Entry, other: &Entry) -> Vec<&'s str> {
    let is_argument = |it: &&Item| match it.kind {
        ItemKind::Argument => true,
        ItemKind::Required => entry.traits.contains(&"new"),
        _ => false,
    };
    let keys: Vec<_> = other.members.iter().filter(is_argument).map(|it| &it.keys).collect();
    let arguments = entry.members.iter().filter(is_argument).filter(|it| keys.contains(&&it.keys));
    arguments.map(|it| it.keys[0].as_str()).collect()
}

/// Returns the later documents of the fixtures, each with the names that were handed out before.
pub(crate) fn later_documents() -> Vec<(String, String, Kept)> {
    let later = documents("kept").into_iter().map(|(name, text)| {
        let [before, after] = versions(&text);
        (format!("kept_{name}"), after, generate_keeping(&before, None).surface.names())
    });
    later.collect()
}

/// Returns the two documents of a fixture.
fn versions(text: &str) -> [String; 2] {
    let fixture = value(text);
    ["before", "after"].map(|version| {
        let mut document =
            json!({"openapi": "3.0.3", "info": {"title": "Kept", "version": "1"}, "paths": {}});
        let parts = fixture[version].as_object().expect("a fixture has two versions").clone();
        document.as_object_mut().expect("it is an object").extend(parts);
        document.to_string()
    })
}

fn value(text: &str) -> Value {
    serde_yaml::from_str(text).expect("a fixture is YAML")
}

#[test]
fn no_change_of_a_kind_moves_a_name() {
    let mut listing = String::new();
    for (name, text) in documents("kept") {
        let [before, after] = versions(&text);
        let before = generate_keeping(&before, None);
        let kept = generate_keeping(&after, Some(&before));
        assert_eq!(moved(&before.surface, &kept.surface), Vec::<String>::new(), "{name}");
        let again = generate_keeping(&after, Some(&kept));
        assert_eq!(again.files, kept.files, "{name} is another crate the second time");
        let forgotten = generate_keeping(&after, None);
        let would = moved(&before.surface, &forgotten.surface);
        assert!(!would.is_empty(), "{name} shows nothing: no name moves without a lock file, either");
        listing.push_str(&format!("## {name}\nwould move: {}\n{}\n", would.join("; "), kept.surface.lock()));
    }
    insta::assert_snapshot!(listing);
}

#[test]
fn a_crate_that_keeps_its_own_names_is_the_same() {
    for (name, text) in [documents("output"), payloads::documents()].concat() {
        let first = generate_keeping(&text, None);
        let second = generate_keeping(&text, Some(&first));
        for (path, text) in first.files.iter() {
            assert_eq!(second.files.get(path), Some(text), "{name}: {path}");
        }
        assert_eq!(first.files, second.files, "{name}");
    }
}

/// Adds a component, an operation or a tag for every name of a surface, so that each asks for that name, and before the
/// old ones do.
fn with_rivals(mut document: Value, surface: &Surface) -> Value {
    let mut paths = serde_json::Map::new();
    let mut schemas = serde_json::Map::new();
    let rival = json!({"type": "object", "properties": {"rival": {"type": "string"}}});
    let features: Vec<&str> =
        surface.entries.iter().filter(|it| kind(it) == "feature").map(|it| it.item.name.as_str()).collect();
    for (index, entry) in surface.entries.iter().enumerate() {
        let name = &entry.item.name;
        match kind(entry) {
            "method" => {
                let tag = format!("_{}", features[index % features.len()]);
                let responses = json!({"204": {"description": "Done."}});
                let operation =
                    json!({"operationId": format!("_{name}"), "tags": [tag], "responses": responses});
                paths.insert(format!("/rival/{index}"), json!({"get": operation}));
            }
            "type" | "events" => drop(schemas.insert(format!(".{name}"), rival.clone())),
            _ => {}
        }
        for call in entry.members.iter().filter(|it| it.kind == ItemKind::Call) {
            schemas.insert(format!(".{}", call.name), rival.clone());
        }
    }
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        paths.insert(path.clone(), item.clone());
    }
    document["paths"] = paths.into();
    for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        schemas.insert(name.clone(), schema.clone());
    }
    document["components"]["schemas"] = schemas.into();
    document
}

#[test]
fn whoever_asks_for_a_name_in_use_gets_another() {
    let mut would_move = 0;
    for (name, text) in documents("output") {
        let before = generate_keeping(&text, None);
        let rivals = with_rivals(value(&text), &before.surface).to_string();
        let kept = generate_keeping(&rivals, Some(&before));
        assert_eq!(moved(&before.surface, &kept.surface), Vec::<String>::new(), "{name}");
        assert_eq!(gone(&before.surface, &kept.surface), Vec::<String>::new(), "{name}");
        let again = generate_keeping(&rivals, Some(&kept));
        assert_eq!(again.files, kept.files, "{name} is another crate the second time");
        would_move += moved(&before.surface, &generate_keeping(&rivals, None).surface).len();
    }
    assert!(would_move > 500, "the additions ask for {would_move} names that are in use");
}

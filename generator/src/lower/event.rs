//! Callbacks and webhooks to one enum of all that the API posts, and how its values are told apart.

use openapiv3::Operation;

use super::body::posts;
use super::job::Started;
use super::linked::{Known, Source};
use super::view::Placed;
use super::{Context, extension, sentence_if_short};
use crate::diagnostic::rules;
use crate::doc_text::code;
use crate::ir::{
    Callback, Confirmation, Docs, Events, JsonKind, OperationId, StatusOperation, Type, Union, UnionTag,
    Variant,
};
use crate::naming::{Case, Scope};
use crate::pointer::Pointer;

/// What is posted for one operation, or for several whose callbacks cannot and need not be told apart.
struct Event<'a> {
    /// What it is named after.
    text: String,
    operations: Vec<OperationId>,
    pointer: Pointer,
    description: Option<&'a str>,
    payload: Type,
    schema: Option<Placed<'a>>,
    /// The member that tells it from others, and the values that do.
    tag: Option<(String, Vec<String>)>,
    /// Whether the document leaves it open what tells it from others.
    says_nothing: bool,
}

/// Lowers all callbacks; nothing when there are none.
pub(super) fn lower<'a>(
    cx: &mut Context<'a>,
    known: &Known<'_, 'a>,
    started: &[Started],
    statuses: &[StatusOperation],
    types: &mut Scope,
    methods: &mut Scope,
) -> Option<Events> {
    let mut events: Vec<Event<'a>> = Vec::new();
    for source in &known.sources {
        for event in described(cx, known, source) {
            let same = events.iter_mut().find(|it| it.tag == event.tag && it.payload == event.payload);
            match same {
                Some(first) => join(cx, first, event, started),
                None => events.push(event),
            }
        }
    }
    events.extend(of_webhooks(cx));
    if events.is_empty() {
        return None;
    }
    let untagged: Vec<String> =
        events.iter().filter(|it| it.tag.is_none()).map(|it| names(known, it)).collect();
    let is_tagged = untagged.len() < events.len();
    let by_request = events.iter().any(|it| !it.operations.is_empty());
    let address = if by_request { "an address that a request names" } else { "an address that it was given" };
    let mut docs = Docs::of(&format!("What the API posts to {address}."));
    if is_tagged {
        for event in events.iter().filter(|it| it.says_nothing) {
            let text = format!("nothing says how to recognise what is posted for {}", names(known, event));
            cx.found.add(rules::UNTOLD_EVENT.at(&event.pointer, text));
        }
        events.retain(|it| it.tag.is_some());
        if !untagged.is_empty() {
            let names = untagged.join(", ");
            docs.own(&format!("The document doesn't say how to recognise what is posted for {names}."));
        }
    }
    let (union, owners) = union(cx, known, events, is_tagged);
    let confirmations = confirmations(&owners, started, statuses, methods);
    Some(Events { name: types.claim(Case::Type, "event", &["of webhook"]), docs, union, confirmations })
}

/// Lowers what the webhooks post that the document describes by themselves.
pub(super) fn webhooks(cx: &mut Context<'_>) -> Vec<Callback> {
    let document = cx.document;
    let at = Pointer::root().child("webhooks");
    let posts = document.webhooks.iter().filter_map(|(name, item)| Some((name, item.post.as_ref()?)));
    posts.filter_map(|(name, post)| cx.posted(name, post, &at.child(name).child("post"))).collect()
}

/// Returns what the webhooks post, as events without an operation.
fn of_webhooks<'a>(cx: &mut Context<'a>) -> Vec<Event<'a>> {
    let mut events = Vec::new();
    for Callback { wire_name, pointer, payload } in std::mem::take(&mut cx.webhooks) {
        let item = &cx.document.webhooks[&wire_name];
        let Some(post) = &item.post else { continue };
        events.push(Event {
            operations: Vec::new(),
            description: post.description.as_deref().or(post.summary.as_deref()),
            schema: cx.payload(post, &pointer),
            tag: tag(cx, post, &payload, &pointer),
            says_nothing: !post.extensions.contains_key("x-event"),
            text: wire_name,
            payload,
            pointer,
        });
    }
    events
}

/// Returns what is posted for an operation.
fn described<'a>(cx: &mut Context<'a>, known: &Known<'_, 'a>, source: &Source<'a>) -> Vec<Event<'a>> {
    let operation = known.operation(source.id);
    let mut events = Vec::new();
    for (name, post, pointer) in posts(&source.described.callbacks, &source.pointer) {
        let Some(callback) = operation.callbacks.iter().find(|it| it.pointer == pointer) else { continue };
        let text = match operation.callbacks.as_slice() {
            [_] => operation.name.clone(),
            _ => format!("{} {name}", operation.name),
        };
        events.push(Event {
            text,
            operations: vec![source.id],
            description: post.description.as_deref().or(post.summary.as_deref()),
            payload: callback.payload.clone(),
            schema: cx.payload(post, &pointer),
            tag: tag(cx, post, &callback.payload, &pointer),
            says_nothing: !post.extensions.contains_key("x-event"),
            pointer,
        });
    }
    events
}

/// Reads `x-event`: one member and the values that it has, or `false` where it is known that none tells.
fn tag(
    cx: &mut Context<'_>,
    post: &Operation,
    payload: &Type,
    at: &Pointer,
) -> Option<(String, Vec<String>)> {
    let described = post.extensions.get("x-event").filter(|it| **it != false)?;
    let at = &at.child("x-event");
    let members: Vec<_> = described.as_object().into_iter().flatten().collect();
    let [(member, values)] = members.as_slice() else {
        extension::wrong(cx, at, "an object with one member, or `false`");
        return None;
    };
    let values = extension::texts(cx, values, &at.child(member))?;
    if values.is_empty() {
        extension::wrong(cx, &at.child(member), "a list of one text at least");
        return None;
    }
    if cx.member(payload, &Pointer::root().child(member)).is_none() {
        let text = format!("the payload has no member {}", code(member));
        cx.found.add(rules::EVENT_MEMBER.at(&at.child(member), text));
    }
    Some(((*member).clone(), values))
}

/// Lets two operations share an event; then their jobs have to be named in the same way.
fn join(cx: &mut Context<'_>, first: &mut Event<'_>, other: Event<'_>, started: &[Started]) {
    let links = |id: &OperationId| started.iter().find(|it| it.id == *id).map(|it| &it.job.webhook_links);
    if first.operations.iter().filter_map(links).next() != other.operations.iter().filter_map(links).next() {
        let text = "this callback cannot be told from another one, but links to its job otherwise";
        let diagnostic = rules::CALLBACK_LINKS_DIFFER.at(&other.pointer, text);
        cx.found.add(diagnostic.related(&first.pointer, "the other one, whose link is used"));
    }
    first.operations.extend(other.operations);
}

/// Makes the union, and returns which operations each of its variants is about.
fn union<'a>(
    cx: &mut Context<'a>,
    known: &Known<'_, 'a>,
    events: Vec<Event<'a>>,
    is_tagged: bool,
) -> (Union, Vec<(String, Vec<OperationId>)>) {
    let mut scope = Scope::default();
    let mut variants = Vec::new();
    let mut owners = Vec::new();
    let at = events.first().map(|it| it.pointer.clone()).unwrap_or_default();
    let schemas: Option<Vec<Placed<'a>>> = events.iter().map(|it| it.schema.clone()).collect();
    let discriminator = if is_tagged { discriminator(cx, &events) } else { None };
    for event in events {
        let name = scope.claim(Case::Variant, &event.text, &["event"]);
        let tag = match (&event.tag, &event.schema) {
            (Some((_, values)), _) => UnionTag::Values(values.clone()),
            (None, Some(schema)) => {
                let (kind, required) = cx.kind(schema);
                UnionTag::Kind(kind, required)
            }
            (None, None) => UnionTag::Kind(JsonKind::Any, Vec::new()),
        };
        let mut docs = Docs::of(&format!("What is posted for {}.", names(known, &event)));
        docs.paragraphs(&sentence_if_short(event.description.unwrap_or_default()));
        owners.push((name.clone(), event.operations));
        variants.push(Variant { name, ty: event.payload, tag, docs });
    }
    let fallback = scope.claim(Case::Variant, "unknown", &["value"]);
    let union = match discriminator {
        Some(_) => Union { variants, discriminator, fallback },
        None => cx.told_apart(variants, &schemas.unwrap_or_default(), fallback),
    };
    cx.warn_of_ambiguity(&at, &union, &rules::UNTOLD_EVENT);
    (union, owners)
}

/// Returns the member that tells all events apart, and says where it does not.
fn discriminator(cx: &mut Context<'_>, events: &[Event<'_>]) -> Option<String> {
    let tagged = || events.iter().filter_map(|it| Some((it, it.tag.as_ref()?)));
    let (_, (member, _)) = tagged().next()?;
    let mut seen: Vec<(&String, &Event<'_>)> = Vec::new();
    for (event, (own, values)) in tagged() {
        let at = event.pointer.child("x-event");
        if own != member {
            let text = format!("events are told apart by {} and by {}", code(member), code(own));
            cx.found.add(rules::EVENT_MEMBERS.at(&at, text));
        }
        for value in values {
            if let Some((_, other)) = seen.iter().find(|(it, other)| *it == value && other.text != event.text)
            {
                let text = format!("{} already tells of {}", code(value), code(&other.text));
                let diagnostic = rules::EVENT_VALUES.at(&at, text);
                cx.found.add(diagnostic.related(&other.pointer.child("x-event"), "the other event"));
            }
            seen.push((value, event));
        }
    }
    Some(member.clone())
}

/// Returns the methods that ask about the jobs of events: one for each type of result.
fn confirmations(
    owners: &[(String, Vec<OperationId>)],
    started: &[Started],
    statuses: &[StatusOperation],
    methods: &mut Scope,
) -> Vec<Confirmation> {
    let named = |id: &OperationId| {
        let job = started.iter().find(|it| it.id == *id && !it.job.webhook_links.is_empty())?;
        Some((*id, job.job.status))
    };
    let mut confirmations: Vec<(usize, Confirmation)> = Vec::new();
    for (variant, operations) in owners {
        let Some((id, status)) = operations.iter().find_map(named) else { continue };
        let result = &statuses[status].result_type;
        let job = (variant.clone(), id);
        match confirmations.iter_mut().find(|(_, it)| it.result == *result) {
            Some((_, same)) => same.jobs.push(job),
            None => {
                let (name, result) = ("confirm".to_owned(), result.clone());
                confirmations.push((status, Confirmation { name, result, jobs: vec![job] }));
            }
        }
    }
    if confirmations.len() > 1 {
        for (status, confirmation) in &mut confirmations {
            let text = format!("confirm {}", statuses[*status].wire_name);
            confirmation.name = methods.claim(Case::Method, &text, &[]);
        }
    }
    confirmations.into_iter().map(|(_, it)| it).collect()
}

/// Names the operations that an event is about.
fn names(known: &Known<'_, '_>, event: &Event<'_>) -> String {
    let names: Vec<String> = event.operations.iter().map(|id| code(&known.operation(*id).name)).collect();
    match names.as_slice() {
        [] => code(&event.text),
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        names => names.concat(),
    }
}

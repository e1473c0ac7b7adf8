//! Names of the client's methods, handed out for all operations at once: those that have one already keep it.

use std::collections::BTreeSet;

use super::operation::Source;
use crate::ir::Operation;
use crate::naming::{Case, Named, Scope, keep, taken};
use crate::surface::{Kept, Namespace, is_of_further_method, method_keys};

/// The names that no operation can have.
const TAKEN: [&[&str]; 2] = [taken::CLIENT_METHODS, taken::OTHER_CLIENT_METHODS];

/// Returns the names of the methods of operations. What is named after an operation is made from them, so none of them
/// may change later on.
pub(super) fn of_operations(sources: &[Source<'_>], kept: &Kept) -> Vec<String> {
    let mut scope = Scope::with(&TAKEN.concat());
    let asked: Vec<String> = sources.iter().map(|it| ask(it, &mut scope)).collect();
    let ids: Vec<String> = sources.iter().map(Source::wire_name).collect();
    let keys = method_keys(ids.iter().zip(sources).map(|(id, it)| (id.as_str(), None, &it.pointer)));
    let operations: BTreeSet<&str> = keys.iter().map(String::as_str).collect();
    let before = kept.names(Namespace::Methods);
    // Which further methods are still there is known when their bodies are lowered: too late to give a name back that
    // an operation has got meanwhile.
    let further = before.iter().filter(|it| {
        it.keys.iter().any(|key| !operations.contains(key) && is_of_further_method(key, &operations))
    });
    let reserved: Vec<&str> = further.map(|it| it.name).chain(own(kept)).collect();
    let mut scope = Scope::with(&[&TAKEN.concat(), reserved.as_slice()].concat());
    keep(Case::Method, &mut scope, &Named::all(&asked, &keys), &before)
}

fn ask(source: &Source<'_>, scope: &mut Scope) -> String {
    match &source.operation.operation_id {
        Some(id) => scope.claim(Case::Method, id, &[source.method.lower()]),
        None => scope.claim(Case::Method, &source.wire_name().replace(['{', '}'], " "), &[]),
    }
}

/// Returns the names of the client's methods that call no operation: they are looked at when the jobs are known.
fn own(kept: &Kept) -> impl Iterator<Item = &str> {
    kept.of(Namespace::Client).flat_map(|it| &it.members).map(|(_, name)| name.as_str())
}

/// Names the further methods of operations; returns the scope of all methods.
///
/// An operation of the document goes before a method that we have thought of.
pub(super) fn of_further_methods(operations: Vec<&mut Operation>, kept: &Kept) -> Scope {
    let (further, first): (Vec<_>, Vec<_>) = operations.into_iter().partition(|it| it.further.is_some());
    let taken: Vec<&str> = first.iter().map(|it| it.name.as_str()).chain(TAKEN.concat()).collect();
    let mut scope = Scope::with(&taken);
    let texts = further.iter().map(|it| format!("{} {}", it.name, it.further.as_deref().unwrap_or_default()));
    let asked: Vec<String> = texts.map(|it| scope.claim(Case::Method, &it, &["operation"])).collect();
    let keys =
        method_keys(further.iter().map(|it| (it.wire_name.as_str(), it.further.as_deref(), &it.pointer)));
    let reserved: Vec<&str> = taken.iter().copied().chain(own(kept)).collect();
    let names = keep(
        Case::Method,
        &mut Scope::with(&reserved),
        &Named::all(&asked, &keys),
        &kept.names(Namespace::Methods),
    );
    let scope = Scope::with(&names.iter().map(String::as_str).chain(taken).collect::<Vec<_>>());
    for (operation, name) in further.into_iter().zip(names) {
        operation.name = name;
    }
    scope
}

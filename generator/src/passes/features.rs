//! Which cargo features need each type: a tag's feature brings all that its operations use, and no more.

use std::collections::{BTreeMap, BTreeSet};

use super::{closure, ids, received, sent};
use crate::ir::{Api, TypeId};

/// Assigns features to all types; those that every tag or none needs are always there.
pub(super) fn assign(api: &mut Api) {
    let mut needed: BTreeMap<TypeId, BTreeSet<&str>> = BTreeMap::new();
    for tag in &api.tags {
        let roots = tag.operations.iter().flat_map(|it| sent(it).into_iter().chain(received(it)));
        for id in closure(&api.types, roots) {
            needed.entry(id).or_default().insert(&tag.feature);
        }
    }
    let unused = ids(api).filter(|id| !needed.contains_key(id) && api.type_def(*id).written);
    let always = closure(&api.types, unused);
    let features: Vec<Vec<String>> = (0..api.types.len())
        .map(TypeId)
        .map(|id| match needed.get(&id) {
            Some(tags) if !always.contains(&id) && tags.len() < api.tags.len() => {
                tags.iter().map(|it| (*it).to_owned()).collect()
            }
            _ => Vec::new(),
        })
        .collect();
    for (definition, features) in api.types.iter_mut().zip(features) {
        definition.features = features;
    }
}

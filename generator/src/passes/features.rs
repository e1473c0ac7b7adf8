//! Which cargo features need each type: a tag's feature brings all that its operations use, and no more.

use std::collections::{BTreeMap, BTreeSet};

use super::{answered, ids, posted, sent};
use crate::ir::{Api, Shape, Type, TypeId};

/// The feature of what the API posts.
const WEBHOOKS: &str = "webhooks";

/// The feature that small tags share when there are more tags than a crate may have features.
const SMALL_TAGS: &str = "small-tags";

/// Registries take 300 features of a crate; some of ours are no tags.
const MOST_TAGS: usize = 250;

/// Lets the smallest tags share a feature when there are too many for one each.
pub(super) fn group_small_tags(api: &mut Api) {
    let mut by_size: Vec<usize> = (0..api.tags.len()).collect();
    by_size.sort_by_key(|index| std::cmp::Reverse(api.tags[*index].operations.len()));
    for index in by_size.into_iter().skip(MOST_TAGS) {
        api.tags[index].feature = SMALL_TAGS.to_owned();
    }
}

/// Assigns features to all types; those that every tag or none needs are always there.
pub(super) fn assign(api: &mut Api) {
    let files = files(api);
    let mut needed: BTreeMap<TypeId, BTreeSet<&str>> = BTreeMap::new();
    let mut need = |feature, roots: Vec<TypeId>| {
        for id in with_files(api, &files, roots) {
            needed.entry(id).or_default().insert(feature);
        }
    };
    for tag in &api.tags {
        need(&tag.feature, tag.operations.iter().flat_map(|it| [sent(it), answered(it)].concat()).collect());
    }
    need(WEBHOOKS, api.operations().flat_map(posted).collect());
    let unused = ids(api).filter(|id| !needed.contains_key(id) && api.type_def(*id).written);
    // A job is taken up, and an event confirmed, whatever has started it.
    let results = api.status_operations.iter().filter_map(|it| it.result_type.named());
    let always = with_files(api, &files, unused.chain(results).collect());
    let has_all =
        |features: &BTreeSet<&str>| api.tags.iter().all(|it| features.contains(it.feature.as_str()));
    let features: Vec<Vec<String>> = ids(api)
        .map(|id| match needed.get(&id) {
            Some(some) if !always.contains(&id) && !has_all(some) => {
                some.iter().map(|it| (*it).to_owned()).collect()
            }
            _ => Vec::new(),
        })
        .collect();
    for (definition, features) in api.types.iter_mut().zip(features) {
        definition.features = features;
    }
    assign_follow_ups(api);
}

/// The definitions in each file.
type Files<'a> = BTreeMap<&'a str, Vec<TypeId>>;

fn files(api: &Api) -> Files<'_> {
    let mut files = Files::new();
    for id in ids(api).filter(|id| api.type_def(*id).written) {
        files.entry(&api.type_def(id).module).or_default().push(id);
    }
    files
}

/// Returns these definitions and all that they are made of, with what is in the same files: a file is there or it is not.
fn with_files(api: &Api, files: &Files<'_>, roots: Vec<TypeId>) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    let mut next = roots;
    while let Some(id) = next.pop() {
        if reached.insert(id) {
            let definition = api.type_def(id);
            next.extend(definition.shape.types().into_iter().filter_map(Type::named));
            next.extend(files.get(definition.module.as_str()).into_iter().flatten());
        }
    }
    reached
}

/// A follow-up needs the feature of the operation that it calls, unless its type comes with just that feature.
fn assign_follow_ups(api: &mut Api) {
    let tags: Vec<String> = api.tags.iter().map(|it| it.feature.clone()).collect();
    for definition in &mut api.types {
        let Shape::Struct(structure) = &mut definition.shape else { continue };
        for follow_up in &mut structure.follow_ups {
            let feature = &tags[follow_up.target.tag];
            follow_up.feature = (definition.features != [feature.clone()]).then(|| feature.clone());
        }
    }
}

//! Arguments stay where they were: two of one type that change places would still compile, and be mistaken for each
//! other. One that was not there before, or is called otherwise now, stays behind what is before it in the document.

use std::collections::BTreeMap;

use crate::ir::{Api, Field, FormPart, OperationId, Parameter, Shape, Struct};
use crate::surface::{Entry, Kept, KeptEntry, Namespace, Surface};

/// The places of members in the lock, by what they are called now.
type Places<'a> = BTreeMap<&'a str, usize>;

/// The places of the members of each entry.
type PlacesOf<'a> = BTreeMap<(Namespace, &'a str), Places<'a>>;

/// Puts the parameters of methods, and the fields of structs that callers make, in the order of the lock. Setters are sorted with the arguments, because they do no harm in any order.
pub(super) fn keep_order(api: &mut Api, surface: &Surface, kept: &Kept) {
    let known = kept.by_name();
    let entries = surface.entries.iter().filter_map(|it| {
        let name = (it.kind.namespace(), it.item.name.as_str());
        Some((name, places(it, known.get(&name)?)))
    });
    let entries: PlacesOf<'_> = entries.collect();
    sort_parameters(api, &entries);
    for definition in api.types.iter_mut().filter(|it| it.usage.request) {
        if let Shape::Struct(structure) = &mut definition.shape
            && let Some(places) = entries.get(&(Namespace::Types, definition.name.as_str()))
        {
            sort_fields(structure, places);
        }
    }
}

fn places<'a>(entry: &'a Entry, kept: &KeptEntry) -> Places<'a> {
    let by_key: BTreeMap<&str, usize> = kept.members.iter().map(|(key, _)| key.as_str()).zip(0..).collect();
    let place = |key: &String| by_key.get(key.as_str()).copied();
    entry.members.iter().filter_map(|it| Some((it.name.as_str(), place(it.keys.first()?)?))).collect()
}

/// Returns items in the order of the lock; what the lock does not have follows what it followed before.
fn sorted<T>(items: Vec<T>, place: impl Fn(&T) -> Option<usize>) -> Vec<T> {
    let mut runs: Vec<(Option<usize>, Vec<T>)> = Vec::new();
    for item in items {
        match (place(&item), runs.last_mut()) {
            (None, Some((_, run))) => run.push(item),
            (at, _) => runs.push((at, vec![item])),
        }
    }
    // What stands before everything that is known comes first, because nothing is less than no place.
    runs.sort_by_key(|(at, _)| *at);
    runs.into_iter().flat_map(|(_, run)| run).collect()
}

/// Sorts the parameters of all methods, and tells the follow-ups that fill them where they are now.
fn sort_parameters(api: &mut Api, entries: &PlacesOf<'_>) {
    let mut moved: BTreeMap<OperationId, Vec<usize>> = BTreeMap::new();
    for (tag, it) in api.tags.iter_mut().enumerate() {
        for (index, operation) in it.operations.iter_mut().enumerate() {
            let Some(places) = entries.get(&(Namespace::Methods, operation.name.as_str())) else { continue };
            let parameters = std::mem::take(&mut operation.parameters).into_iter().enumerate().collect();
            let parameters =
                sorted(parameters, |(_, it): &(usize, Parameter)| places.get(it.name.as_str()).copied());
            let (before, parameters): (Vec<usize>, Vec<_>) = parameters.into_iter().unzip();
            operation.parameters = parameters;
            moved.insert(OperationId { tag, index }, before);
        }
    }
    for definition in &mut api.types {
        let Shape::Struct(structure) = &mut definition.shape else { continue };
        for follow_up in &mut structure.follow_ups {
            let Some(before) = moved.get(&follow_up.target) else { continue };
            for (index, _) in &mut follow_up.values {
                *index = before.iter().position(|it| it == index).unwrap_or(*index);
            }
            follow_up.values.sort_by_key(|(index, _)| *index);
        }
    }
}

/// Sorts the fields of a struct, each with how it is sent in a form.
fn sort_fields(structure: &mut Struct, places: &Places<'_>) {
    let parts = structure.form.iter().flat_map(|it| it.parts.iter().copied().map(Some));
    let parts: Vec<_> = parts.chain(std::iter::repeat(None)).take(structure.fields.len()).collect();
    let fields = std::mem::take(&mut structure.fields).into_iter().zip(parts).collect();
    let place = |(field, _): &(Field, Option<FormPart>)| places.get(field.name.as_str()).copied();
    let fields = sorted(fields, place);
    let (fields, parts): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
    structure.fields = fields;
    structure.form.iter_mut().for_each(|it| it.parts = parts.iter().flatten().copied().collect());
}

#[cfg(test)]
mod tests {
    use super::sorted;

    #[test]
    fn what_is_known_keeps_its_order_and_the_rest_its_neighbours() {
        let table = [
            ("to from", "from to", "from to"),
            // An argument that is called otherwise now stays where it is.
            ("source to", "from to", "source to"),
            ("from target", "from to", "from target"),
            ("a new b", "b a", "b a new"),
            ("new a b", "b a", "new b a"),
        ];
        for (items, lock, expected) in table {
            let place = |it: &&str| lock.split(' ').position(|known| known == *it);
            assert_eq!(sorted(items.split(' ').collect(), place).join(" "), expected, "{items}, {lock}");
        }
    }
}

//! Turns the schemes of an API into the environment variables that hold their secrets.

use std::{collections::BTreeSet, iter};

use super::SETTINGS;
use crate::{ApiDescription, SecurityScheme, api::SchemeKind};

/// Where the secret of a scheme may be.
pub(super) struct Holder {
    pub(super) scheme: &'static str,
    /// Variables whose values are joined by a colon. The first of these ways is the one that is asked for, and the last
    /// is the most particular.
    pub(super) ways: Vec<Vec<String>>,
}

/// Names the variables of each scheme, in the order in which schemes matter.
///
/// Those of a kind belong to the first scheme of that kind. All but the first scheme of all have one of their own name,
/// too: an API that gets a second scheme does not ask for the first one elsewhere. The generator names the same ones.
pub(super) fn holders(api: &ApiDescription) -> Vec<Holder> {
    let mut schemes: Vec<&SecurityScheme> = Vec::new();
    for scheme in api.schemes_by_weight() {
        if schemes.iter().all(|it| it.name != scheme.name) {
            schemes.push(scheme);
        }
    }
    let mut taken: BTreeSet<String> = SETTINGS.iter().map(|it| format!("{}_{it}", api.env_prefix)).collect();
    let mut holders: Vec<Holder> = Vec::new();
    for scheme in schemes {
        let of_kind = variables(api, scheme.kind);
        let is_free = of_kind.iter().all(|it| !taken.contains(it));
        let ways = if is_free { vec![of_kind] } else { Vec::new() };
        taken.extend(ways.iter().flatten().cloned());
        holders.push(Holder { scheme: scheme.name, ways });
    }
    for Holder { scheme, ways } in holders.iter_mut().skip(1) {
        let own = format!("{}_{}", api.env_prefix, shouted(scheme));
        if ways.iter().any(|way| *way == [own.as_str()]) {
            continue;
        }
        let numbered = (2..).map(|number| format!("{own}_{number}"));
        let free = iter::once(own.clone()).chain(numbered).find(|it| taken.insert(it.clone()));
        ways.extend(free.map(|it| vec![it]));
    }
    holders
}

/// Names the variables that hold the secret of the first scheme of a kind.
pub(crate) fn variables(api: &ApiDescription, kind: SchemeKind) -> Vec<String> {
    let suffixes: &[&str] = match kind {
        SchemeKind::Bearer => &["TOKEN"],
        SchemeKind::Basic => &["USERNAME", "PASSWORD"],
        SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => &["API_KEY"],
    };
    suffixes.iter().map(|suffix| format!("{}_{suffix}", api.env_prefix)).collect()
}

/// Names all variables that the API cannot do without: those of the first alternative of its security.
pub(crate) fn required(api: &ApiDescription) -> Vec<String> {
    let holders = holders(api);
    required_of(api, &holders).flat_map(|(_, variables)| variables.iter().cloned()).collect()
}

/// Gives the schemes that the API cannot do without, and the variables that are asked for.
pub(super) fn required_of<'a>(
    api: &ApiDescription,
    holders: &'a [Holder],
) -> impl Iterator<Item = (&'static str, &'a Vec<String>)> {
    let names = if api.is_open() { None } else { api.security.first() };
    let named = names.into_iter().flat_map(|names| names.iter());
    named.filter_map(|name| {
        let holder = holders.iter().find(|it| it.scheme == *name)?;
        Some((holder.scheme, holder.ways.first()?))
    })
}

/// Writes the name of a scheme in the way of environment variables, with a word for each capital behind a small letter.
fn shouted(name: &str) -> String {
    let mut text = String::new();
    let mut last = ' ';
    for c in name.chars() {
        if c.is_ascii_uppercase() && (last.is_ascii_lowercase() || last.is_ascii_digit()) {
            text.push('_');
        }
        text.push(if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' });
        last = c;
    }
    text
}

//! Names of the environment variables that hold the secrets of an API, without the prefix of the package.
//!
//! The runtime reads them by the same rules.

use std::collections::BTreeSet;
use std::{iter, slice};

/// What is read beside the secrets.
const SETTINGS: &[&str] = &["BASE_URL", "TIMEOUT", "MAX_RETRIES", "MAX_CREDITS", "POLLS_PER_MINUTE"];

/// Names what each scheme is asked for, in the order in which schemes matter: each is its name, and the variables of its
/// kind, which belong to the first scheme of that kind.
pub(crate) fn secret_variables(schemes: &[(&str, &[&str])]) -> Vec<Vec<String>> {
    let mut taken: BTreeSet<String> = SETTINGS.iter().map(|it| (*it).to_owned()).collect();
    let mut of_kinds = Vec::new();
    for (_, of_kind) in schemes {
        let of_kind: Vec<String> = of_kind.iter().map(|it| (*it).to_owned()).collect();
        let free = Some(of_kind).filter(|it| it.iter().all(|name| !taken.contains(name)));
        taken.extend(free.iter().flatten().cloned());
        of_kinds.push(free);
    }
    let mut variables = Vec::new();
    for (index, (free, (name, _))) in of_kinds.into_iter().zip(schemes).enumerate() {
        let own = shouted(name);
        // Also where it is not asked for, it is taken: it is read.
        let is_read = index > 0 && free.as_deref() != Some(slice::from_ref(&own));
        let own = if is_read { claim(&mut taken, &own) } else { None };
        variables.push(free.unwrap_or_else(|| own.into_iter().collect()));
    }
    variables
}

/// Takes a name, or the name with the first number that is free.
fn claim(taken: &mut BTreeSet<String>, name: &str) -> Option<String> {
    let numbered = (2..).map(|number: usize| format!("{name}_{number}"));
    iter::once(name.to_owned()).chain(numbered).find(|it| taken.insert(it.clone()))
}

/// Writes a name with a word for each capital behind a small letter.
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

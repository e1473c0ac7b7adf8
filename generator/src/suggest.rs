//! A name that nobody has, and the one that was probably meant.

/// Returns the name that is nearest to a misspelled one, if one is near.
pub(crate) fn nearest<'a>(wrong: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (wrong.chars().count() / 3).min(2);
    let distance = |name: &str| strsim::damerau_levenshtein(&wrong.to_lowercase(), &name.to_lowercase());
    let near = names.filter(|it| it.len().abs_diff(wrong.len()) <= 8).map(|name| (distance(name), name));
    near.filter(|(distance, _)| *distance <= allowed).min().map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_what_is_near_is_suggested() {
        for (wrong, expected) in [
            ("proprties", Some("properties")),
            ("Required", Some("required")),
            ("fromat", Some("format")),
            ("x", None),
            ("something", None),
        ] {
            let names = ["properties", "required", "format"];
            assert_eq!(nearest(wrong, names.into_iter()), expected, "{wrong}");
        }
    }
}

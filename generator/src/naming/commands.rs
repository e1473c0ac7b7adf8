//! Names on a command line: of the program, of its commands and of their flags.

use super::{Case, Scope, identifier, is_device, taken};

/// Who asks for a name on a command line.
pub(crate) struct Asked<'a> {
    /// The name that it would have if no one else had it.
    pub(crate) text: &'a str,
    /// What it asks for instead.
    pub(crate) otherwise: String,
    /// A word that it adds when that is taken, too.
    pub(crate) more: &'a str,
}

/// Hands out names: who asks first has it. Only then do the others get what they ask for otherwise, so that none of them
/// takes away a name that is somebody's own.
pub(crate) fn command_names(scope: &mut Scope, asked: &[Asked<'_>]) -> Vec<String> {
    let names = asked.iter().map(|it| identifier(Case::Command, it.text));
    let names: Vec<Option<String>> = names.map(|it| scope.take(&it).then_some(it)).collect();
    let named = names.into_iter().zip(asked);
    named.map(|(name, it)| name.unwrap_or_else(|| otherwise(scope, it))).collect()
}

fn otherwise(scope: &mut Scope, asked: &Asked<'_>) -> String {
    scope.claim(Case::Command, &asked.otherwise, &[asked.more])
}

/// Returns the name of the program of a package: `musicgpt-client` has `musicgpt`.
pub(crate) fn program_name(package: &str) -> String {
    let texts = [without_suffix(package).to_owned(), package.to_owned(), format!("{package} cli")];
    let names = texts.map(|it| identifier(Case::Feature, &it));
    let is_free = |it: &&String| !taken::PROGRAMS.contains(&it.as_str()) && !is_device(it);
    let [.., last] = &names;
    names.iter().find(is_free).unwrap_or(last).clone()
}

/// Returns the name of a package as it is without saying that this is a client.
pub(super) fn without_suffix(package: &str) -> &str {
    package.trim_end_matches("-client")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_to_who_asks_first_and_no_second_name_takes_one_away() {
        let asked = |text, otherwise: &str| Asked { text, otherwise: otherwise.to_owned(), more: "member" };
        let mut scope = Scope::with(&["help", "output"]);
        let parameters = [asked("help", "query help"), asked("query_help", "query query_help")];
        assert_eq!(command_names(&mut scope, &parameters), ["query-help-member", "query-help"]);
        let members = ["id", "output", "body_output", "type_", "query_help"];
        let members = members.map(|it| asked(it, &format!("body {it}")));
        assert_eq!(
            command_names(&mut scope, &members),
            ["id", "body-output-member", "body-output", "type", "body-query-help"]
        );
    }

    #[test]
    fn every_package_has_a_program_that_cargo_builds() {
        let table = [
            ("pet-store-client", "pet-store"),
            ("pets", "pets"),
            ("client", "client"),
            ("build-client", "build-client"),
            ("build", "build-cli"),
            ("con-client", "con-client"),
            ("", "empty"),
            ("3d", "tag-3d"),
        ];
        for (package, expected) in table {
            assert_eq!(program_name(package), expected, "{package:?}");
        }
    }
}

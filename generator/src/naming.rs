//! From text of the document to identifiers: the only module that makes one, and the only user of heck.
//!
//! A [`Scope`] hands out names that are unique in one place of the crate. Two names that differ only in case or in
//! underscores count as one, so that no name is mistaken for another.

mod commands;
mod kept;
mod secrets;
pub(crate) mod taken;

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use heck::{ToKebabCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

pub(crate) use commands::{Asked, command_names, program_name};
pub(crate) use kept::{Named, keep};
pub(crate) use secrets::secret_variables;

/// What a name is for: decides its case and which words are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// A struct or an enum.
    Type,
    /// A variant of an enum.
    Variant,
    /// A field, an argument or a setter.
    Field,
    /// A method of the client.
    Method,
    /// A static.
    Static,
    /// A module.
    Module,
    /// A cargo feature.
    Feature,
    /// A command, or a flag of one.
    Command,
}

/// A place in which names are unique.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    claimed: BTreeSet<String>,
    /// The last numbers that were handed out, by the names that have the number 2 instead.
    numbers: BTreeMap<String, usize>,
}

impl Scope {
    /// Makes a scope in which some names are already taken.
    pub(crate) fn with(taken: &[&str]) -> Self {
        Self { claimed: taken.iter().map(|name| comparable(name)).collect(), ..Self::default() }
    }

    /// Hands out the name for a text, or the first of `more` that is free, or the name with a number.
    ///
    /// The number counts only texts that ask for the very same name, so nothing else in the document moves it.
    pub(crate) fn claim(&mut self, case: Case, text: &str, more: &[&str]) -> String {
        let first = identifier(case, text);
        let others = more.iter().map(|more| identifier(case, &format!("{text} {more}")));
        let free = std::iter::once(first).chain(others).find(|name| self.claimed.insert(comparable(name)));
        free.unwrap_or_else(|| self.claim_numbered(case, text))
    }

    /// Takes a name that is an identifier already; returns whether it was free.
    pub(crate) fn take(&mut self, name: &str) -> bool {
        self.claimed.insert(comparable(name))
    }

    fn claim_numbered(&mut self, case: Case, text: &str) -> String {
        let numbered = |n: usize| {
            let name = identifier(case, &format!("{text} {n}"));
            let number = format!("_{n}");
            if case != Case::Module || name.len() + number.len() < LONGEST_MODULE {
                return name;
            }
            // What is cut must not be the number, which tells it from the others.
            let kept = name.len().min(LONGEST_MODULE - number.len());
            format!("{}{number}", name[..kept].trim_end_matches('_'))
        };
        // All numbers up to the last one are taken, so that nobody has to try them again.
        let last = self.numbers.entry(comparable(&numbered(2))).or_insert(1);
        loop {
            *last += 1;
            let name = numbered(*last);
            if self.claimed.insert(comparable(&name)) {
                return name;
            }
        }
    }
}

fn comparable(name: &str) -> String {
    name.chars().filter(|c| *c != '_' && *c != '-').flat_map(char::to_lowercase).collect()
}

/// Makes an identifier that is valid for what it is for, whatever the text is.
pub(crate) fn identifier(case: Case, text: &str) -> String {
    let mut words = words(text);
    if matches!(case, Case::Module | Case::Feature) {
        // Modules are file names and features are read by registries: both take ASCII only.
        words = words.replace(|c: char| !c.is_ascii(), " ");
    }
    let name = match case {
        Case::Type | Case::Variant => words.to_upper_camel_case(),
        Case::Field | Case::Method | Case::Module => words.to_snake_case(),
        Case::Static => words.to_shouty_snake_case(),
        Case::Feature | Case::Command => words.to_kebab_case(),
    };
    let name = if name.is_empty() { identifier(case, "empty") } else { name };
    match case {
        _ if name.starts_with(|c: char| !is_start(c)) => {
            identifier(case, &format!("{} {name}", prefix(case)))
        }
        Case::Feature | Case::Command => name,
        Case::Module if name.len() > LONGEST_MODULE => {
            name[..LONGEST_MODULE].trim_end_matches('_').to_owned()
        }
        Case::Module if is_device(&name) => format!("{name}_"),
        Case::Type if RESERVED_TYPES.contains(&name.as_str()) => format!("{name}Schema"),
        _ if KEYWORDS.contains(&name.as_str()) => format!("{name}_"),
        _ => name,
    }
}

/// Whether a text is a name that can have been handed out.
pub(crate) fn is_name(case: Case, text: &str) -> bool {
    match case {
        Case::Feature => {
            text.starts_with(is_start) && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
        }
        Case::Command => text == identifier(case, text),
        Case::Module => text.is_ascii() && is_identifier(text),
        Case::Type => !RESERVED_TYPES.contains(&text) && is_identifier(text),
        Case::Variant | Case::Field | Case::Method | Case::Static => is_identifier(text),
    }
}

/// Returns the name of a client's package for the title of its API; registries take ASCII only.
pub(crate) fn package_name(title: &str) -> String {
    let words: String = title.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let name = words.to_kebab_case();
    let name = name.trim_end_matches("-api").trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    if name.is_empty() { "api-client".to_owned() } else { format!("{name}-client") }
}

/// Returns the prefix of environment variables for a package: `musicgpt-client` has `MUSICGPT`.
pub(crate) fn environment_prefix(package: &str) -> String {
    commands::without_suffix(package).to_shouty_snake_case()
}

/// What a name that would begin with a digit begins with instead.
fn prefix(case: Case) -> &'static str {
    match case {
        Case::Type => "Type",
        Case::Variant | Case::Field | Case::Command => "N",
        Case::Method => "call",
        Case::Static => "JOB",
        Case::Module | Case::Feature => "tag",
    }
}

/// Spells out the symbols that tell otherwise equal texts apart, and drops what no identifier can hold.
fn words(text: &str) -> String {
    let mut words = String::new();
    // The compiler compares identifiers in this form.
    for (index, c) in text.nfc().enumerate() {
        match symbol(c) {
            Some(_) if c == '-' && index > 0 => words.push(' '),
            Some(word) => {
                words.push(' ');
                words.push_str(word);
                words.push(' ');
            }
            None if c.is_alphanumeric() && (c.is_ascii() || is_identifier_char(c)) => words.push(c),
            None => words.push(' '),
        }
    }
    words
}

fn symbol(c: char) -> Option<&'static str> {
    Some(match c {
        '-' => "minus",
        '+' => "plus",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '*' => "star",
        '!' => "not",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        _ => return None,
    })
}

fn is_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || is_identifier(&format!("{c}a"))
}

fn is_identifier_char(c: char) -> bool {
    is_identifier(&format!("a{c}"))
}

/// Asks the compiler's own tokenizer, which knows the Unicode tables.
fn is_identifier(text: &str) -> bool {
    syn::parse_str::<proc_macro2::Ident>(text).is_ok()
}

/// File systems end names at 255 bytes; a scope tells names apart that are cut to the same text.
const LONGEST_MODULE: usize = 100;

/// Whether Windows takes a file of this name for a device, whatever its extension is.
fn is_device(name: &str) -> bool {
    let numbered = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    matches!(name, "aux" | "con" | "nul" | "prn")
        || numbered.is_some_and(|it| it.len() == 1 && it.starts_with(|c: char| c.is_ascii_digit()))
}

/// The strict and reserved keywords of all editions; each gets an underscore behind it.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static",
    "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual",
    "where", "while", "yield",
];

/// Type names that generated files use for something else.
const RESERVED_TYPES: &[&str] = &[
    "AsRef",
    "BTreeMap",
    "Box",
    "Bytes",
    "Call",
    "Client",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "Form",
    "From",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "Map",
    "None",
    "NumberOrString",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Style",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Upload",
    "Value",
    "Vec",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_of_files_are_told_apart() {
        let mut scope = Scope::default();
        let long = "word ".repeat(60);
        let names: Vec<String> = (0..12).map(|_| scope.claim(Case::Module, &long, &[])).collect();
        assert!(names.iter().all(|it| it.len() <= LONGEST_MODULE), "{names:?}");
        assert!(names[1].ends_with("_2") && names[11].ends_with("_12"), "{names:?}");
    }

    #[test]
    fn identifiers_are_valid_whatever_the_text() {
        let table = [
            (Case::Type, "MusicAI", "MusicAi"),
            (Case::Type, "Result", "ResultSchema"),
            (Case::Type, "3d-model", "Type3dModel"),
            (Case::Type, "", "Empty"),
            (Case::Variant, "mp3", "Mp3"),
            (Case::Variant, "+1", "Plus1"),
            (Case::Variant, "-1", "Minus1"),
            (Case::Variant, "8000", "N8000"),
            (Case::Variant, "self", "Self_"),
            (Case::Variant, "IN_QUEUE", "InQueue"),
            (Case::Field, "type", "type_"),
            (Case::Field, "conversionType", "conversion_type"),
            (Case::Field, "StartTime>", "start_time_greater"),
            (Case::Field, "naïve", "naïve"),
            (Case::Method, "get-pet by.id", "get_pet_by_id"),
            (Case::Static, "getPet", "GET_PET"),
            (Case::Module, "Pet Store", "pet_store"),
            (Case::Feature, "Pet Store", "pet-store"),
            (Case::Module, "größe", "gr_e"),
            (Case::Module, "Aux", "aux_"),
            (Case::Field, "\u{93e}a", "n_\u{93e}a"),
            (Case::Feature, "動物", "empty"),
            (Case::Command, "type_", "type"),
            (Case::Command, "song_1", "song-1"),
            (Case::Command, "naïve_übung", "naïve-übung"),
            (Case::Command, "_", "empty"),
        ];
        for (case, text, expected) in table {
            assert_eq!(identifier(case, text), expected, "{case:?} of {text:?}");
        }
    }

    #[test]
    fn a_scope_never_hands_out_a_name_twice() {
        let mut scope = Scope::with(&["Taken"]);
        assert_eq!(scope.claim(Case::Type, "user_id", &[]), "UserId");
        assert_eq!(scope.claim(Case::Type, "UserID", &[]), "UserId2");
        assert_eq!(scope.claim(Case::Type, "userid", &["schema"]), "UseridSchema");
        assert_eq!(scope.claim(Case::Type, "taken", &[]), "Taken2");
    }

    #[test]
    fn numbers_go_on_from_the_last_one_of_the_very_same_name() {
        let mut scope = Scope::with(&["Result4"]);
        let names: Vec<String> = (0..4).map(|_| scope.claim(Case::Type, "result", &[])).collect();
        assert_eq!(names, ["ResultSchema", "Result2", "Result3", "Result5"]);
        assert_eq!(scope.claim(Case::Type, "result schema", &[]), "ResultSchema2");
        assert_eq!(scope.claim(Case::Type, "Result", &[]), "Result6");
    }
}

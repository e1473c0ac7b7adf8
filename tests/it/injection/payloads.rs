//! Each text that could end what it stands in, at each place of a document.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{changed, every_sink, files, with_mark};
use crate::fixtures::generate;

/// What could end a literal, a comment, a name, a line, a table or a path, or be taken for something else.
const PAYLOADS: &[&str] = &[
    "\"",
    "\\",
    "'",
    "*/",
    "/*",
    "//",
    "\"#",
    "\"; fn evil() {} const X: &str = \"",
    "]]",
    "#[cfg(evil)]",
    "#![evil]",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\0",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{feff}",
    "\nfn evil() {}\n",
    "\n[dependencies]\nevil = \"1\"\n",
    "\"\nevil = \"1",
    "```\nfn main() { evil() }\n```",
    "\n```rust\nevil()\n```\n",
    "\n~~~rust `x`\nevil()\n~~~\n",
    "\n\n    evil();\n\n",
    "\n- ~~~rust\n  evil()",
    "\n> ~~~rust\n> evil()\n",
    "\n1) ```\n   evil()\n",
    "````",
    "~~~",
    "`",
    "``",
    "<script>evil()</script>",
    "\n<script>evil()</script>\n",
    "<!--",
    "-->",
    "](javascript:evil)",
    "[evil](javascript:evil)",
    "![x](evil)",
    "[evil]",
    "[`evil`]",
    "[evil]: https://evil.test",
    "[a](https://evil.test/(b)",
    "<https://evil.test>",
    "\n# Evil\n",
    "\nEvil\n====\n",
    "\nEvil\n---\n",
    "\n| a `b | <script> ` |\n|---|---|\n| `c | <script>` |\n",
    "../../x",
    "/etc/x",
    "..",
    ".",
    "con",
    "nul.txt",
    "com1",
    "{}",
    "{0}",
    "{evil}",
    "{:?}",
    "%s",
    "$crate",
    "#",
    "~1",
    "%2e%2e",
];

/// What means something where a name is expected, and what is hardly a name.
const NAMES: &[&str] = &[
    "",
    " ",
    "_",
    "__",
    "0",
    "1a",
    "fn",
    "self",
    "Self",
    "crate",
    "super",
    "async",
    "gen",
    "dyn",
    "main",
    "lib",
    "mod",
    "test",
    "Option",
    "Result",
    "String",
    "Vec",
    "Box",
    "Ok",
    "Err",
    "Some",
    "None",
    "Default",
    "Client",
    "Call",
    "Error",
    "new",
    "build",
    "transport",
    "naïve",
    "你好",
    "🦀",
    "\u{301}",
    "\u{301}a",
    "x²",
    "①",
    "default",
    "runtime",
    "webhooks",
    "con",
    "aux",
    "..",
    "r#fn",
    "'a",
    // What a break of a line, or of a paragraph, would take apart.
    "```\n<script>\n\n```",
    "`a ____________________________________________________________________________________________ b<script>`",
];

/// Puts a payload into some texts of the document; those that the generator refuses are halved until one is left.
fn attack(
    document: &Value,
    texts: &[String],
    payload: &dyn Fn(&str, &str) -> String,
    look: &dyn Fn(BTreeSet<String>) -> Result<(), String>,
) -> Result<(), String> {
    let change = |text: &str, mark: &str| match texts.iter().any(|it| it == text) {
        true => payload(text, mark),
        false => with_mark(text, mark),
    };
    let (changed, _) = changed(document, &change);
    match generate(&changed) {
        Ok(generated) => files::check(&generated.files).and_then(look),
        Err(found) if texts.len() < 2 => {
            assert!(!found.is_empty(), "a document is refused without a word");
            Ok(())
        }
        Err(_) => {
            let (left, right) = texts.split_at(texts.len() / 2);
            attack(document, left, payload, look)?;
            attack(document, right, payload, look)
        }
    }
}

/// Returns documents in which each place has another payload or name, to be compiled.
pub(crate) fn documents() -> Vec<(String, String)> {
    let document = every_sink();
    let (_, texts) = changed(&document, &with_mark);
    let place = |text: &str| texts.iter().position(|it| it == text).unwrap_or_default();
    let payload = |text: &str, mark: &str| format!("{text}{mark}{}", PAYLOADS[place(text) % PAYLOADS.len()]);
    let name = |text: &str, _: &str| NAMES[place(text) % NAMES.len()].to_owned();
    let (payloads, _) = changed(&document, &payload);
    let (names, _) = changed(&document, &name);
    vec![("hostile_payloads".to_owned(), payloads), ("hostile_names".to_owned(), names)]
}

#[test]
fn no_payload_ends_what_it_stands_in() {
    let document = every_sink();
    let (benign, texts) = changed(&document, &with_mark);
    let benign = generate(&benign).expect("the document is valid");
    let known = files::check(&benign.files).expect("it is harmless");
    let long = "evil".repeat(225);
    let mut failures = Vec::new();
    for payload in PAYLOADS.iter().copied().chain([long.as_str()]) {
        // The second mark shows what comes after the payload: it must be where the first is.
        let around = |text: &str, mark: &str| format!("{text}{mark}{payload}{mark}");
        // What stands in braces in a path is a parameter, and has a name.
        let names_something = payload.contains('{');
        let look = |words: BTreeSet<String>| match words.difference(&known).next() {
            Some(word) if !names_something => Err(format!("there is a new word: {word}")),
            _ => Ok(()),
        };
        let result = attack(&document, &texts, &around, &look);
        failures.extend(result.err().map(|error| format!("{payload:?}: {error}")));
    }
    assert!(failures.is_empty(), "{} payloads:\n{}", failures.len(), failures.join("\n\n"));
}

/// In each round each place has another name, so that after all rounds each place has had each name.
#[test]
fn no_name_is_taken_for_something_else() {
    let document = every_sink();
    let (_, texts) = changed(&document, &with_mark);
    let mut failures = Vec::new();
    for round in 0..NAMES.len() {
        let name = |text: &str, _: &str| {
            let place = texts.iter().position(|it| it == text).unwrap_or_default();
            NAMES[(place + round) % NAMES.len()].to_owned()
        };
        let result = attack(&document, &texts, &name, &|_| Ok(()));
        failures.extend(result.err().map(|error| format!("round {round}: {error}")));
    }
    assert!(failures.is_empty(), "{} rounds:\n{}", failures.len(), failures.join("\n\n"));
}

//! The cases as they are written, to the versions of the crate and the changes between them.

use std::sync::LazyLock;

use generator::{Class, Diagnostics, Document, Generated, Kept, Overlay};
use serde_json::{Value, json};

use crate::compiles::standalone;
use crate::fixtures::documents;

/// The document that all cases change.
const BASE: &str = include_str!("../fixtures/changes/base.yaml");

/// What a case may say of itself.
const MEMBERS: [&str; 7] = ["what", "actions", "class", "says", "caller", "features", "silent"];

/// One change of the document.
pub(crate) struct Case {
    /// A name for files and crates: that of its file, and its number there.
    pub(crate) name: String,
    /// A sentence that says what changes.
    pub(crate) what: String,
    /// The class of all that changes, or `none`.
    pub(crate) class: String,
    /// What is said of each change.
    pub(crate) says: Vec<String>,
    /// The statements of a caller.
    pub(crate) caller: String,
    /// The features that the caller asks for, if it wants others than all of them.
    pub(crate) features: Option<Vec<String>>,
    /// Whether a caller compiles as before though it has to change.
    is_silent: bool,
    /// The crate after the change, or what is wrong with it. A warning says that the change is not what was meant.
    pub(crate) new: Result<Generated, Diagnostics>,
}

/// Returns all cases; the tests share what it takes time to generate.
pub(crate) fn cases() -> &'static [Case] {
    static CASES: LazyLock<Vec<Case>> = LazyLock::new(read);
    &CASES
}

fn read() -> Vec<Case> {
    let kept = old("old").surface.names();
    let mut cases = Vec::new();
    for (file, text) in documents("changes/cases") {
        let list: Vec<Value> = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
        cases.extend(
            list.iter().enumerate().map(|(i, it)| Case::read(format!("{file}_{:02}", i + 1), it, &kept)),
        );
    }
    cases
}

/// Generates the crate that callers were written against.
pub(crate) fn old(package: &str) -> Generated {
    let document = Document::load(BASE).expect("the document is valid");
    generator::generate(&document, &standalone(package)).expect("the document is supported")
}

/// Generates the crate after the change: whoever releases it keeps the names that were handed out.
fn new_crate(name: &str, overlay: &Value, kept: &Kept) -> Result<Generated, Diagnostics> {
    let overlay = Overlay::new(format!("{name}.json"), overlay.to_string());
    let document = Document::load_with_overlays(BASE, &[overlay], &|_| None)?;
    let new = generator::generate(&document, &standalone(name).kept(kept.clone()))?;
    if new.warnings.is_empty() { Ok(new) } else { Err(new.warnings) }
}

impl Case {
    fn read(name: String, value: &Value, kept: &Kept) -> Self {
        let members = value.as_object().unwrap_or_else(|| panic!("{name} has no members"));
        let unknown = members.keys().find(|it| !MEMBERS.contains(&it.as_str()));
        assert!(unknown.is_none(), "{name} has an unknown member: {unknown:?}");
        let text = |member: &str| {
            let text = value[member].as_str();
            text.unwrap_or_else(|| panic!("{name} has no text `{member}`")).trim_end().to_owned()
        };
        let texts = |member: &str| {
            let list = value.get(member)?.as_array()?.iter();
            Some(list.filter_map(|it| it.as_str().map(str::to_owned)).collect::<Vec<_>>())
        };
        let info = json!({ "title": "One change", "version": "1" });
        let overlay = json!({ "overlay": "1.0.0", "info": info, "actions": value["actions"] });
        Self {
            what: text("what"),
            class: text("class"),
            says: texts("says").unwrap_or_default(),
            caller: text("caller"),
            features: texts("features"),
            is_silent: value.get("silent").and_then(Value::as_bool).unwrap_or_default(),
            new: new_crate(&name, &overlay, kept),
            name,
        }
    }

    /// Whether the caller must not compile after the change.
    pub(crate) fn must_break(&self) -> bool {
        self.class == Class::Breaking.to_string() && !self.is_silent
    }
}

//! A change as words.

use super::{Change, ChangeKind, Class};

impl Change {
    /// Says what happened, without naming the entry that it happened to.
    #[must_use]
    pub fn text(&self) -> String {
        let what = self.what();
        let after = self.after.as_deref().unwrap_or_default();
        match self.kind {
            ChangeKind::Added => self.added(&what),
            ChangeKind::Removed if self.noun == "error body" => {
                format!("{} is no longer described", self.error())
            }
            ChangeKind::Removed => format!("{what} is gone"),
            ChangeKind::Renamed => format!("{} is called `{after}` now", self.what_was()),
            ChangeKind::Type if self.member.is_none() => {
                let before = self.before.as_deref().unwrap_or_default();
                format!("it is now of the kind {after}, was of the kind {before}")
            }
            ChangeKind::Type => format!("{what} is {}", self.now()),
            ChangeKind::Required => format!("{} is required now: call `{after}`", self.name()),
            ChangeKind::Optional => {
                format!("{} can be left out now: call `{after}`, and set it if you need it", self.name())
            }
            ChangeKind::Deprecated => format!("{what} is deprecated"),
            ChangeKind::Recommended => format!("{what} is no longer deprecated"),
            ChangeKind::Order => format!("the arguments stand in another order: call {}", self.now()),
            ChangeKind::Features => format!("{what} comes with {}", self.now()),
            ChangeKind::Fact(about) => self.fact(about),
        }
    }

    /// Names what the change is about.
    fn what(&self) -> String {
        match &self.member {
            None => format!("the {}", self.noun),
            Some(_) if self.noun == "result" => "the result".to_owned(),
            Some(_) if self.noun == "error body" => format!("the body of {}", self.error()),
            Some(name) => format!("the {} `{name}`", self.noun),
        }
    }

    /// Names an error by its status.
    fn error(&self) -> String {
        match self.member.as_deref() {
            Some("default") | None => "any other error".to_owned(),
            Some(status) => format!("the error {status}"),
        }
    }

    /// Names what the change is about without saying what it is: an argument may have become a setter.
    fn name(&self) -> String {
        self.member.as_ref().map_or_else(|| self.what(), |it| format!("`{it}`"))
    }

    /// Names what the change is about as it was called before.
    fn what_was(&self) -> String {
        let before = self.before.as_deref().unwrap_or_default();
        format!("the {} `{before}`", self.noun)
    }

    fn added(&self, what: &str) -> String {
        let ty = self.after.as_deref().filter(|it| !it.is_empty());
        match (self.noun, self.class) {
            ("argument" | "field", Class::Breaking) => {
                format!("{what} is new and required: call `{}`", ty.unwrap_or_default())
            }
            ("error body", _) => {
                format!("{} is described now, with the body `{}`", self.error(), ty.unwrap_or_default())
            }
            ("trait" | "function", _) => format!("{what} is there now"),
            _ => format!("{what} is new"),
        }
    }

    /// Says what there is now in the place of what there was.
    fn now(&self) -> String {
        let quoted = |it: &Option<String>| match it.as_deref() {
            None | Some("") => "without a type".to_owned(),
            Some(text) => format!("`{}`", text.trim()),
        };
        format!("{} now, was {}", quoted(&self.after), quoted(&self.before))
    }

    fn fact(&self, about: &str) -> String {
        let said = |it: &Option<String>| it.clone().unwrap_or_else(|| "none".to_owned());
        let of = self.member.as_ref().map(|it| format!(" of `{it}`")).unwrap_or_default();
        let text = format!("the {about}{of} is {} now, was {}", said(&self.after), said(&self.before));
        let is_overridden = about == "base URL" && self.noun == "client";
        if is_overridden { format!("{text}: change it where you set it yourself") } else { text }
    }
}

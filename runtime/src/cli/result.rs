//! Turns a job that has ended well, and the files that were made of it, into what is shown of it.

use std::path::Path;

use serde_json::{Map, Value};

/// An output of a job: where it is, and the file that it was fetched to.
#[derive(Debug)]
pub(super) struct Fetched<'a> {
    pub(super) name: &'a str,
    pub(super) location: &'a str,
    pub(super) file: Option<std::path::PathBuf>,
}

/// What is known of a job at its end.
pub(super) struct Ended<'a> {
    pub(super) token: String,
    pub(super) receipt: Option<Value>,
    pub(super) result: Value,
    pub(super) outputs: Vec<Fetched<'a>>,
}

impl Ended<'_> {
    /// Returns all of it, for programs.
    pub(super) fn document(self) -> Value {
        let files: Vec<Value> = self.outputs.iter().filter_map(|it| it.file.as_deref().map(text)).collect();
        let mut members = Map::from_iter([("token".to_owned(), self.token.into())]);
        members.extend(self.receipt.map(|receipt| ("receipt".to_owned(), receipt)));
        members.insert("result".to_owned(), self.result);
        if !files.is_empty() {
            members.insert("files".to_owned(), files.into());
        }
        members.into()
    }

    /// Returns what a person wants to see: the outputs, each with its file or where it is, and then the rest.
    pub(super) fn summary(mut self) -> Value {
        let mut members = Map::from_iter([("token".to_owned(), self.token.into())]);
        for output in &self.outputs {
            let place = output.file.as_deref().map_or_else(|| output.location.into(), text);
            members.insert(output.name.to_owned(), place);
        }
        if let Value::Object(result) = &mut self.result {
            let is_output = |value: &Value| self.outputs.iter().any(|it| value.as_str() == Some(it.location));
            result.retain(|_, value| !is_output(value));
        }
        members.insert("result".to_owned(), self.result);
        members.into()
    }
}

fn text(path: &Path) -> Value {
    path.to_string_lossy().into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Ended, Fetched};

    fn ended() -> Ended<'static> {
        Ended {
            token: "sing:7".to_owned(),
            receipt: Some(json!({ "id": 7 })),
            result: json!({ "a": "https://x/a", "same": "https://x/a", "b": "https://x/b", "words": "la" }),
            outputs: vec![
                Fetched { name: "song", location: "https://x/a", file: Some("song.mp3".into()) },
                Fetched { name: "score", location: "https://x/b", file: None },
            ],
        }
    }

    #[test]
    fn a_program_gets_everything() {
        let expected = json!({
            "token": "sing:7",
            "receipt": { "id": 7 },
            "result": { "a": "https://x/a", "same": "https://x/a", "b": "https://x/b", "words": "la" },
            "files": ["song.mp3"],
        });
        assert_eq!(ended().document(), expected);
    }

    #[test]
    fn a_person_gets_each_output_once() {
        let expected = json!({
            "token": "sing:7", "song": "song.mp3", "score": "https://x/b", "result": { "words": "la" },
        });
        assert_eq!(ended().summary(), expected);
    }
}

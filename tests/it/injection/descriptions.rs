//! Descriptions that are put together by chance of what means something in Markdown: what one payload does not end,
//! two together might.

use serde_json::{Map, Value, json};

use super::files;
use crate::fixtures::generate;

/// Pieces of Markdown, each of which begins or ends something.
const PIECES: &[&str] = &[
    "```",
    "````",
    "~~~",
    "```rust",
    "~~~rust",
    "`",
    "``",
    "\n",
    "\n\n",
    "\n    ",
    "\n- ",
    "\n1. ",
    "\n12345. ",
    "\n> ",
    "\n| ",
    " | ",
    "|",
    "\n|---|---|\n",
    "\n--- | ---\n",
    "\n# ",
    "\n===\n",
    "\n---\n",
    "\n***\n",
    "\n___\n",
    "___________",
    "\\",
    "\\\n",
    "<script>",
    "</script>",
    "<b>",
    "<!--",
    "-->",
    "<?",
    "<![CDATA[",
    "[",
    "]",
    "](",
    ")",
    "[`evil`]",
    "[evil](https://evil.test)",
    "https://evil.test/",
    "https://evil.test/(",
    "\"",
    "*",
    "**",
    "_",
    "!",
    "^",
    ":",
    "evil()",
    "word",
    "a long word after another until the line is full and has to be broken",
    "\t",
    "\r",
    "\u{202e}",
];

/// How many descriptions there are, and of how many pieces.
const DESCRIPTIONS: usize = 1200;
const LENGTH: u64 = 24;

/// Numbers that look like chance, and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % limit).expect("the limit is small")
    }

    fn description(&mut self) -> String {
        let length = 1 + self.below(LENGTH);
        (0..length)
            .map(|_| PIECES[self.below(PIECES.len() as u64)])
            .collect::<Vec<_>>()
            .join(["", " "][self.below(2)])
    }
}

#[test]
fn no_description_becomes_more_than_text() {
    let mut chance = Chance(20);
    let mut failures = Vec::new();
    for _ in 0..DESCRIPTIONS / 60 {
        let mut schemas = Map::new();
        for number in 0..60 {
            // A member shows its description in whole and, above its setter, the first paragraph.
            let member = json!({ "type": "string", "description": chance.description() });
            let schema = json!({ "type": "object", "properties": { "it": member }, "description": chance.description() });
            schemas.insert(format!("S{number}"), schema);
        }
        let get = json!({ "tags": ["tag"], "responses": { "204": { "description": "" }, "404": { "description": chance.description() } } });
        let servers = json!([{ "url": "https://a.test", "description": chance.description() }, { "url": "https://b.test" }]);
        let document: Value = json!({
            "openapi": "3.0.3", "info": { "title": chance.description(), "version": "1", "description": chance.description() },
            "servers": servers, "tags": [{ "name": "tag", "description": chance.description() }],
            "paths": { "/a": { "get": get } }, "components": { "schemas": schemas },
        });
        let generated = generate(&document.to_string()).expect("descriptions are no reason to refuse");
        failures.extend(files::check(&generated.files).err());
    }
    let shown = failures.iter().take(5).cloned().collect::<Vec<_>>().join("\n\n");
    assert!(failures.is_empty(), "{} documents, such as\n{shown}", failures.len());
}

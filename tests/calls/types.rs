//! The same JSON as types of the two kinds: those that generated code has, and those of serde's derive.

use runtime::{Map, Value, object, string_enum};
use serde::{Deserialize, Serialize};

/// As generated code has them.
pub(crate) mod generated {
    use super::{Map, Value, object, string_enum};

    #[derive(Clone, Debug)]
    pub(crate) struct Page {
        pub(crate) items: Vec<Item>,
        pub(crate) next: Option<String>,
        pub(crate) extra: Map<String, Value>,
    }
    object! { Page { required items = "items", optional next = "next", rest extra } }

    #[derive(Clone, Debug)]
    pub(crate) struct Item {
        pub(crate) id: String,
        pub(crate) status: Status,
        pub(crate) count: i64,
        pub(crate) price: Option<f64>,
        pub(crate) labels: Vec<String>,
        pub(crate) owner: Option<Owner>,
        pub(crate) is_open: bool,
        pub(crate) note: Option<String>,
        pub(crate) extra: Map<String, Value>,
    }
    object! { Item {
        required id = "id",
        required status = "status",
        required count = "count",
        optional price = "price",
        required labels = "labels",
        optional owner = "owner",
        required is_open = "is_open",
        optional note = "note",
        rest extra,
    } }

    #[derive(Clone, Debug)]
    pub(crate) struct Owner {
        pub(crate) name: String,
        pub(crate) email: Option<String>,
        pub(crate) extra: Map<String, Value>,
    }
    object! { Owner { required name = "name", optional email = "email", rest extra } }

    #[derive(Clone, Debug)]
    pub(crate) enum Status {
        Open,
        Done,
        Unknown(String),
    }
    string_enum! { Status { Open = "open", Done = "done", else Unknown } }
}

/// As one writes them by hand, members that are not known being kept all the same.
pub(crate) mod derived {
    use super::{Deserialize, Map, Serialize, Value};

    #[derive(Clone, Debug, Deserialize, Serialize)]
    pub(crate) struct Page {
        pub(crate) items: Vec<Item>,
        pub(crate) next: Option<String>,
    }

    #[derive(Clone, Debug, Deserialize, Serialize)]
    pub(crate) struct Item {
        pub(crate) id: String,
        pub(crate) status: Status,
        pub(crate) count: i64,
        pub(crate) price: Option<f64>,
        pub(crate) labels: Vec<String>,
        pub(crate) owner: Option<Owner>,
        pub(crate) is_open: bool,
        pub(crate) note: Option<String>,
    }

    #[derive(Clone, Debug, Deserialize, Serialize)]
    pub(crate) struct Owner {
        pub(crate) name: String,
        pub(crate) email: Option<String>,
    }

    #[derive(Clone, Debug, Deserialize, Serialize)]
    #[serde(rename_all = "lowercase")]
    pub(crate) enum Status {
        Open,
        Done,
    }

    /// The same page with members that are not known kept, which costs a detour through a buffer.
    #[derive(Clone, Debug, Deserialize, Serialize)]
    pub(crate) struct KeepingPage {
        pub(crate) items: Vec<KeepingItem>,
        pub(crate) next: Option<String>,
        #[serde(flatten)]
        pub(crate) extra: Map<String, Value>,
    }

    #[derive(Clone, Debug, Deserialize, Serialize)]
    pub(crate) struct KeepingItem {
        #[serde(flatten)]
        pub(crate) item: Item,
        #[serde(flatten)]
        pub(crate) extra: Map<String, Value>,
    }
}

/// Writes a page of so many items.
pub(crate) fn json(items: usize) -> String {
    let item = |index: usize| {
        let status = if index.is_multiple_of(3) { "done" } else { "open" };
        format!(
            r#"{{"id":"4f1c7d2e-{index:08x}","status":"{status}","count":{index},"price":{index}.25,"labels":["new","large"],"owner":{{"name":"Someone {index}","email":"someone@example.com"}},"is_open":true,"note":null}}"#
        )
    };
    let items: Vec<String> = (0..items).map(item).collect();
    format!(r#"{{"items":[{}],"next":"c-1"}}"#, items.join(","))
}

//! A resource to its five operations, which have parameters of all places, and bodies of JSON.

use serde_json::{Value, json};

use crate::resource::Resource;

/// An operation that every resource has.
pub(crate) struct Operation {
    pub(crate) method: &'static str,
    /// What it does, as its name begins.
    verb: &'static str,
    /// Whether it is about one resource, which its path names.
    is_of_one: bool,
    /// What it takes beside the name in its path.
    parameters: fn(&Resource) -> Vec<Value>,
    /// The ends of the names of the schemas that it takes and gives.
    takes: Option<&'static str>,
    gives: Option<&'static str>,
}

/// The operations, in the order in which documents have them.
const OPERATIONS: [Operation; crate::resource::OPERATIONS] = [
    Operation {
        method: "get",
        verb: "list",
        is_of_one: false,
        parameters: filters,
        takes: None,
        gives: Some("Page"),
    },
    Operation {
        method: "post",
        verb: "create",
        is_of_one: false,
        parameters: once,
        takes: Some("Input"),
        gives: Some(""),
    },
    Operation {
        method: "get",
        verb: "get",
        is_of_one: true,
        parameters: session,
        takes: None,
        gives: Some(""),
    },
    Operation {
        method: "patch",
        verb: "update",
        is_of_one: true,
        parameters: once,
        takes: Some("Input"),
        gives: Some(""),
    },
    Operation {
        method: "delete",
        verb: "remove",
        is_of_one: true,
        parameters: |_| Vec::new(),
        takes: None,
        gives: None,
    },
];

/// Lists all operations of resources.
pub(crate) fn all(resources: &[Resource]) -> impl Iterator<Item = (&Resource, &'static Operation)> {
    resources.iter().flat_map(|resource| OPERATIONS.iter().map(move |operation| (resource, operation)))
}

impl Operation {
    /// Returns the path that it is found at.
    pub(crate) fn path(&self, resource: &Resource) -> String {
        let id = if self.is_of_one { "/{id}" } else { "" };
        format!("/{}{id}", resource.path)
    }

    /// Makes the operation object.
    pub(crate) fn describe(&self, resource: &Resource) -> Value {
        let (name, verb) = (&resource.name, self.verb);
        let mut parameters = (self.parameters)(resource);
        if self.is_of_one {
            parameters.insert(0, json!({ "$ref": "#/components/parameters/Id" }));
        }
        let content = |end: &str| {
            let schema = format!("#/components/schemas/{name}{end}");
            json!({ "application/json": { "schema": { "$ref": schema } } })
        };
        let (status, success) = match self.gives {
            Some(end) => ("200", json!({ "description": "What was asked for.", "content": content(end) })),
            None => ("204", json!({ "description": "It is done." })),
        };
        let mut operation = json!({
            "operationId": format!("{verb}{name}"),
            "tags": [resource.tag],
            "summary": format!("Does what `{verb}` says with {name}"),
            "description": format!(
                "It is up to the one who calls to {verb} {name} no more often than there is a reason to. What is not \
                 known, or not allowed, ends with a problem that says so."
            ),
            "parameters": parameters,
            "responses": { status: success, "default": { "$ref": "#/components/responses/Problem" } },
        });
        if let Some(end) = self.takes {
            operation["requestBody"] = json!({ "required": true, "content": content(end) });
        }
        operation
    }
}

fn filters(resource: &Resource) -> Vec<Value> {
    let status = format!("#/components/schemas/{}Status", resource.name);
    vec![
        json!({ "$ref": "#/components/parameters/Limit" }),
        json!({ "$ref": "#/components/parameters/Cursor" }),
        json!({
            "name": "status",
            "in": "query",
            "description": "Only those that have come so far.",
            "schema": { "$ref": status },
        }),
        json!({
            "name": "labels",
            "in": "query",
            "description": "Only those that have one of these labels.",
            "explode": false,
            "schema": { "type": "array", "items": { "type": "string" } },
        }),
        json!({
            "name": "created",
            "in": "query",
            "description": "Only those that were made in this time.",
            "style": "deepObject",
            "schema": { "$ref": "#/components/schemas/Span" },
        }),
    ]
}

fn once(_: &Resource) -> Vec<Value> {
    vec![json!({ "$ref": "#/components/parameters/IdempotencyKey" })]
}

fn session(_: &Resource) -> Vec<Value> {
    vec![json!({
        "name": "session",
        "in": "cookie",
        "description": "Shows it as it is seen in this session.",
        "schema": { "type": "string" },
    })]
}

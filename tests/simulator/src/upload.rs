//! Uploads in steps: ids that one operation gives out and others take, and the form post in between.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde_json::{Map, Value, json};

use crate::exchange;
use crate::facts;
use crate::ledger::{Field, Outcome};
use crate::lock::lock;
use crate::reception;
use crate::world::World;

/// The ids that were given out, and what belongs to them.
#[derive(Default)]
pub(crate) struct Uploads(Mutex<Given>);

#[derive(Default)]
struct Given {
    /// Operation, parameter and id: what may be sent where.
    ids: BTreeSet<(String, String, String)>,
    /// The fields that a form post must repeat, by the id of its upload.
    forms: BTreeMap<String, BTreeMap<String, String>>,
}

impl Uploads {
    /// Remembers that an id may be sent to an operation as a parameter.
    pub(crate) fn issue(&self, operation: &str, parameter: &str, id: &str) {
        lock(&self.0).ids.insert((operation.to_owned(), parameter.to_owned(), id.to_owned()));
    }

    pub(crate) fn was_issued(&self, operation: &str, parameter: &str, id: &str) -> bool {
        lock(&self.0).ids.contains(&(operation.to_owned(), parameter.to_owned(), id.to_owned()))
    }

    /// Points the answer to the simulator, if it is about a form post, and remembers the form.
    pub(crate) fn prepare(
        &self,
        origin: &str,
        id: &str,
        body: &mut Map<String, Value>,
        request: &Map<String, Value>,
    ) {
        let Some(url) = body.get_mut(facts::UPLOAD_URL) else { return };
        *url = json!(format!("{origin}/uploads/{id}"));
        let Some(fields) = body.get_mut(facts::UPLOAD_FIELDS).and_then(Value::as_object_mut) else { return };
        for (name, asked) in [("key", "filename"), ("Content-Type", "content_type")] {
            if let (Some(field), Some(Value::String(asked))) = (fields.get_mut(name), request.get(asked)) {
                *field = if name == "key" { json!(format!("uploads/{id}/{asked}")) } else { json!(asked) };
            }
        }
        let text = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
        let form = fields.iter().filter_map(text).collect();
        lock(&self.0).forms.insert(id.to_owned(), form);
    }

    fn form(&self, id: &str) -> Option<BTreeMap<String, String>> {
        lock(&self.0).forms.get(id).cloned()
    }
}

/// Takes a form post as an S3 bucket does: the fields of the policy first, then a file called `file`.
pub(crate) async fn receive(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let mut entry = exchange::entry("upload", request.headers());
    let result = match world.uploads.form(&id) {
        None => {
            reception::drain(request.into_body()).await;
            Err((StatusCode::NOT_FOUND, "NoSuchUpload", format!("there is no upload {id}")))
        }
        Some(form) => match reception::form(request).await {
            Ok(fields) => {
                let verdict = check(&form, &fields);
                entry.fields = fields;
                verdict
            }
            Err(refusal) => Err((StatusCode::BAD_REQUEST, "MalformedPOSTRequest", refusal.message)),
        },
    };
    let response = match result {
        Ok(crc32) => {
            entry.outcome = Outcome::Accepted;
            (StatusCode::NO_CONTENT, [(header::ETAG, format!("\"{crc32}\""))]).into_response()
        }
        Err((status, code, message)) => {
            entry.reason = Some(message.clone());
            let xml = format!("<Error><Code>{code}</Code><Message>{message}</Message></Error>");
            (status, [(header::CONTENT_TYPE, "application/xml")], xml).into_response()
        }
    };
    entry.status = Some(response.status().as_u16());
    world.record(entry);
    response
}

/// Checks a form against the one that was prepared, and returns the checksum of its file.
fn check(
    form: &BTreeMap<String, String>,
    fields: &BTreeMap<String, Field>,
) -> Result<String, (StatusCode, &'static str, String)> {
    for (name, value) in form {
        if fields.get(name).and_then(Field::text) != Some(value) {
            let message = format!("the field {name} is not what the policy says");
            return Err((StatusCode::FORBIDDEN, "AccessDenied", message));
        }
    }
    match fields.get("file").and_then(Field::file) {
        Some(file) => Ok(file.crc32.clone()),
        None => {
            Err((StatusCode::BAD_REQUEST, "InvalidArgument", "the form has no file called file".to_owned()))
        }
    }
}

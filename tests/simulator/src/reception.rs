//! A request to the fields it brings, judged by the document.
//!
//! A body may come as JSON, urlencoded or multipart, whichever the document names: the real service takes all three,
//! and its vendor's samples use them. Text is read as the type that the schema wants, so that it makes no difference
//! how a field was sent.

mod body;
mod coercion;

use std::collections::BTreeMap;

use axum::extract::Request;
use http::request::Parts;
use serde_json::{Map, Value};

pub(crate) use body::drain;

use crate::document::{Kind, Place, Schemas};
use crate::ledger::{Field, File};
use crate::refusal::Refusal;
use crate::served::Served;

/// What came under one name, as it came.
enum Raw {
    Text(String),
    Json(Value),
    File(File),
}

/// The raw values by name, in order.
type Raws = BTreeMap<String, Vec<Raw>>;

/// The fields of a request.
#[derive(Default)]
pub(crate) struct Received {
    /// Those of the body, and the parameters. A file is represented by its name.
    pub(crate) values: Map<String, Value>,
    /// The same for the ledger.
    pub(crate) fields: BTreeMap<String, Field>,
    problems: Vec<String>,
}

/// Receives a request: reads all of it, and says all that is wrong with it at once.
///
/// What was received is returned also when the request is refused, for the ledger.
pub(crate) async fn receive(
    schemas: &Schemas,
    served: &Served,
    path: &[(String, String)],
    request: Request,
) -> (Received, Result<(), Refusal>) {
    let mut received = Received::default();
    let (parts, body) = request.into_parts();
    received.take_parameters(schemas, served, path, &parts);
    let result = match &served.operation.body {
        None => {
            drain(body).await;
            Ok(())
        }
        Some(wanted) => match body::read(wanted, &parts, body).await {
            Err(refusal) => Err(refusal),
            Ok(raws) => {
                received.take_body(schemas, served, raws);
                Ok(())
            }
        },
    };
    let result = result.and_then(|()| match received.problems.is_empty() {
        true => Ok(()),
        false => Err(Refusal::unprocessable(received.problems.join("; "))),
    });
    (received, result)
}

impl Received {
    fn take_parameters(
        &mut self,
        schemas: &Schemas,
        served: &Served,
        path: &[(String, String)],
        parts: &Parts,
    ) {
        let mut raws = Raws::new();
        let query = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        let query = query.map(|(name, value)| (name.into_owned(), value.into_owned()));
        for (name, value) in path.iter().cloned().chain(query) {
            raws.entry(name).or_default().push(Raw::Text(value));
        }
        for parameter in served.operation.parameters.iter().filter(|it| it.place == Place::Header) {
            if let Some(value) = parts.headers.get(&parameter.name).and_then(|it| it.to_str().ok()) {
                raws.entry(parameter.name.clone()).or_default().push(Raw::Text(value.to_owned()));
            }
        }
        let schema = |name: &str| {
            let parameter = served.operation.parameters.iter().find(|it| it.name == name);
            parameter.map(|it| (it.schema.clone(), false))
        };
        let values = self.settle_all(schemas, raws, schema);
        self.problems.extend(served.parameters.problems(&values));
        self.values.extend(values);
    }

    fn take_body(&mut self, schemas: &Schemas, served: &Served, raws: Raws) {
        let Some(body) = &served.operation.body else { return };
        let properties = schemas.properties(&body.schema);
        let schema =
            |name: &str| properties.get(name).map(|schema| (schema.clone(), body.json_fields.contains(name)));
        let values = self.settle_all(schemas, raws, schema);
        let problems = served.body.as_ref().map(|checker| checker.problems(&values));
        self.problems.extend(problems.unwrap_or_default());
        self.values.extend(values);
    }

    /// Gives each name the one value that its schema wants; what the schema does not know stays as it came.
    fn settle_all(
        &mut self,
        schemas: &Schemas,
        raws: Raws,
        schema_of: impl Fn(&str) -> Option<(Value, bool)>,
    ) -> Map<String, Value> {
        let mut values = Map::new();
        for (name, raws) in raws {
            let (schema, is_json) = schema_of(&name).unwrap_or((Value::Null, false));
            let (files, others): (Vec<Raw>, Vec<Raw>) =
                raws.into_iter().partition(|raw| matches!(raw, Raw::File(_)));
            let wants_file = schemas.kind(&schema) == Kind::File;
            let (value, field) = if files.is_empty() {
                if wants_file {
                    let how = "must be sent as a file: a part of a multipart form that has a file name";
                    self.problems.push(format!("`{name}` {how}"));
                }
                let value = coercion::value(schemas, &schema, is_json, others);
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                (value, Field::Text(text))
            } else {
                if !wants_file && !schema.is_null() {
                    self.problems.push(format!("`{name}` must not be sent as a file"));
                }
                self.take_files(&name, schemas.resolve(&schema)["type"] == "array", files)
            };
            values.insert(name.clone(), value);
            self.fields.insert(name, field);
        }
        values
    }

    fn take_files(&mut self, name: &str, takes_several: bool, files: Vec<Raw>) -> (Value, Field) {
        let files =
            files.into_iter().filter_map(|raw| if let Raw::File(file) = raw { Some(file) } else { None });
        let mut files: Vec<File> = files.collect();
        let names: Value = files.iter().map(|file| file.file_name.clone()).collect();
        match files.len() {
            1 => {
                let file = files.remove(0);
                (Value::String(file.file_name.clone()), Field::File(file))
            }
            several => {
                if !takes_several {
                    self.problems.push(format!("`{name}` takes one file, not {several}"));
                }
                (names, Field::Files(files))
            }
        }
    }
}

/// Receives a multipart form for which there is no schema.
pub(crate) async fn form(request: Request) -> Result<BTreeMap<String, Field>, Refusal> {
    let (parts, body) = request.into_parts();
    let raws = body::multipart(&parts, body).await?;
    let field = |raw: Raw| match raw {
        Raw::File(file) => Field::File(file),
        Raw::Text(text) => Field::Text(text),
        Raw::Json(value) => Field::Text(value.to_string()),
    };
    Ok(raws.into_iter().filter_map(|(name, mut raws)| Some((name, field(raws.pop()?)))).collect())
}

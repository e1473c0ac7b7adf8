//! An accepted submission to a job and its receipt.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::answer::Answer;
use crate::document::Operation;
use crate::facts::{self, CONVERSION_ID, TASK_ID};
use crate::job::{Job, State};
use crate::served::Served;
use crate::webhook;
use crate::world::World;

/// Starts a job and fills its receipt, which begins as the document's example.
pub(crate) fn receipt(
    world: &Arc<World>,
    served: &Served,
    values: Map<String, Value>,
    mut body: Map<String, Value>,
) -> Answer {
    let operation = &served.operation;
    let request = completed(world, operation, values);
    let conversions = conversion_fields(world, operation, &request);
    let job = Arc::new(Job {
        operation: operation.id.clone(),
        task_id: world.chance.id().to_string(),
        conversion_ids: conversions.iter().map(|_| world.chance.id().to_string()).collect(),
        is_numbered: conversions.iter().all(|name| name != CONVERSION_ID),
        constants: operation.links.iter().flat_map(|link| link.constants.clone()).collect(),
        extension: extension(operation, &request),
        request,
        submitted: world.clock.now(),
        duration: duration(&body),
        cost: body.get(facts::ESTIMATE).and_then(Value::as_f64),
        origin: world.origin.clone(),
    });

    // Ids of the example that this job does not have, because fewer conversions were asked for, must not stay.
    body.retain(|name, _| facts::numbered(name).0 != CONVERSION_ID || conversions.contains(name));
    body.insert(TASK_ID.to_owned(), json!(job.task_id));
    body.extend(conversions.iter().cloned().zip(job.conversion_ids.iter().map(|id| json!(id))));
    if let Some(eta) = body.get_mut(facts::ETA).filter(|eta| eta.as_u64().is_some()) {
        *eta = json!((job.duration.as_secs_f64() / world.eta_scale).ceil() as u64);
    }
    if let Some(status) = body.get_mut(facts::STATUS) {
        *status = json!(State::Queued.word(&world.words));
    }
    world.jobs.add(&job, names(operation, &body));
    webhook::schedule(world, &job, &operation.callbacks);
    Answer { body: Some(Value::Object(body)), task_id: Some(job.task_id.clone()), job: Some(job) }
}

/// Returns the request with the defaults that the document gives to fields that were left out.
fn completed(world: &World, operation: &Operation, values: Map<String, Value>) -> Map<String, Value> {
    let schema = operation.body.as_ref().map_or(&Value::Null, |body| &body.schema);
    let mut all: Map<String, Value> = world.document.schemas.defaults(schema).into_iter().collect();
    all.extend(values);
    all
}

/// Returns the fields of the receipt that name conversions: one, or as many numbered ones as were asked for.
fn conversion_fields(world: &World, operation: &Operation, request: &Map<String, Value>) -> Vec<String> {
    let properties = world.document.schemas.properties(&operation.answer_schema);
    let is_numbered = |name: &&String| matches!(facts::numbered(name), (CONVERSION_ID, Some(_)));
    let numbered: Vec<String> = properties.keys().filter(is_numbered).cloned().collect();
    if numbered.is_empty() {
        return vec![CONVERSION_ID.to_owned()];
    }
    let asked = request.get(facts::OUTPUTS).and_then(Value::as_f64).map_or(numbered.len(), |it| it as usize);
    numbered.into_iter().take(asked.max(1)).collect()
}

/// Returns the file type of the results: what was asked for, or what the example of the callback shows.
fn extension(operation: &Operation, request: &Map<String, Value>) -> String {
    let asked = facts::FILE_TYPES.iter().find_map(|name| request.get(*name)?.as_str().map(str::to_owned));
    let shown = || {
        operation
            .callbacks
            .iter()
            .find_map(|callback| callback.payloads.iter().find_map(webhook::shown_extension))
    };
    asked.or_else(shown).unwrap_or_else(|| "mp3".to_owned())
}

fn duration(body: &Map<String, Value>) -> Duration {
    let eta = body.get(facts::ETA).and_then(Value::as_u64);
    eta.map_or(facts::USUAL_DURATION, Duration::from_secs)
}

/// Returns the names by which the job may be asked for: parameters of the report, with their values. The links say
/// which; parameters that are called like a field of the receipt are meant as well.
fn names(operation: &Operation, body: &Map<String, Value>) -> Vec<(String, String)> {
    let linked = operation.links.iter().flat_map(|link| link.from_answer.clone());
    let alike = [TASK_ID, CONVERSION_ID].map(|name| (name.to_owned(), name.to_owned()));
    let valued =
        |(parameter, field): (String, String)| Some((parameter, body.get(&field)?.as_str()?.to_owned()));
    let unique: BTreeMap<_, ()> = linked.chain(alike).filter_map(valued).map(|name| (name, ())).collect();
    unique.into_keys().collect()
}

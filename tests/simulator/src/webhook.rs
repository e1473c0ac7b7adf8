//! A finished job to the calls that its callbacks describe.
//!
//! The payload is the document's example, rewritten: fields known by name get the job's values, ids and addresses that
//! remain from the example become the job's. Each example is a kind of call, made once for each conversion that it is
//! about, if the request asked for it. Only this machine is ever called: other
//! hosts are left alone, and the ledger says so.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use serde_json::{Map, Value, json};

use crate::document::Callback;
use crate::facts;
use crate::job::Job;
use crate::ledger::{Entry, Field, Outcome};
use crate::misbehaviour::{Fault, Met, Occasion};
use crate::world::World;

/// How long a receiver may take, in real time.
const PATIENCE: Duration = Duration::from_secs(10);

/// Plans the calls that a new job will make.
pub(crate) fn schedule(world: &Arc<World>, job: &Arc<Job>, callbacks: &[Callback]) {
    for callback in callbacks {
        let Some(url) = job.wish(&callback.field).map(str::to_owned) else { continue };
        let wanted = callback.payloads.iter().filter(|example| facts::is_called(example, job));
        let payloads = wanted.flat_map(|example| payloads(job, example)).collect();
        let met = world.rules.meet(Occasion::Webhook, &job.operation, &world.chance);
        let calls = Calls { url, payloads, met, job: Arc::clone(job) };
        let world = Arc::clone(world);
        tokio::spawn(async move {
            world.stopped.run_until_cancelled(calls.make(&world)).await;
        });
    }
}

/// The calls of a job to one address.
struct Calls {
    url: String,
    payloads: Vec<Value>,
    met: Option<Met>,
    job: Arc<Job>,
}

impl Calls {
    async fn make(&self, world: &World) {
        let fault = self.met.as_ref().map(|met| &met.fault);
        let moment = match fault {
            Some(Fault::EarlyWebhook) => self.job.submitted,
            _ => self.job.done_at(),
        };
        let times = match fault {
            Some(Fault::DuplicateWebhook { times }) => *times,
            _ => 1,
        };
        world.clock.reached(moment).await;
        for payload in &self.payloads {
            for _ in 0..times {
                let mut entry = self.call(payload).await;
                entry.fault = self.met.as_ref().map(|met| met.text.clone());
                world.record(entry);
            }
        }
    }

    async fn call(&self, payload: &Value) -> Entry {
        let mut entry = Entry::new("webhook", Outcome::Failed);
        entry.task_id = Some(self.job.task_id.clone());
        entry.conversion_ids =
            payload[facts::CONVERSION_ID].as_str().map(str::to_owned).into_iter().collect();
        entry.fields = [("url".to_owned(), Field::Text(self.url.clone()))].into();
        match self.url.parse::<Url>() {
            Ok(url) if is_this_machine(&url) => match post(url, payload).await {
                Ok(status) => (entry.outcome, entry.status) = (Outcome::Delivered, Some(status)),
                Err(error) => entry.reason = Some(error.to_string()),
            },
            Ok(_) => {
                entry.outcome = Outcome::Skipped;
                entry.reason = Some("only addresses of this machine are called".to_owned());
            }
            Err(error) => entry.reason = Some(error.to_string()),
        }
        entry
    }
}

/// Calls with a client that follows nothing and keeps nothing, so that all simulators can share it.
async fn post(url: Url, payload: &Value) -> reqwest::Result<u16> {
    static CLIENT: LazyLock<Client> = LazyLock::new(|| {
        let client = Client::builder().no_proxy().redirect(Policy::none()).pool_max_idle_per_host(0);
        client.timeout(PATIENCE).build().expect("a client without special wishes can be made")
    });
    let response = CLIENT.post(url).json(payload).send().await?;
    Ok(response.status().as_u16())
}

/// Only plain HTTP to a loopback address stays on this machine for certain.
fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let is_loopback = host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    url.scheme() == "http" && (host == "localhost" || is_loopback)
}

/// Returns a payload for each conversion that the example is about: one of them, or the job as a whole.
fn payloads(job: &Job, example: &Value) -> Vec<Value> {
    let calls = if example.get(facts::CONVERSION_ID).is_some() { job.conversion_ids.len() } else { 1 };
    (0..calls).map(|output| payload(job, example, output)).collect()
}

/// Rewrites the example of a payload for a conversion of a job.
fn payload(job: &Job, example: &Value, output: usize) -> Value {
    Rewriting { job, output, example_id: example[facts::CONVERSION_ID].as_str().unwrap_or_default() }
        .value(example)
}

struct Rewriting<'a> {
    job: &'a Job,
    output: usize,
    /// The id in the example; objects may use it as a key.
    example_id: &'a str,
}

impl Rewriting<'_> {
    fn value(&self, example: &Value) -> Value {
        match example {
            Value::Object(members) => Value::Object(self.members(members)),
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Value::String(text) => self.text(text),
            other => other.clone(),
        }
    }

    fn members(&self, members: &Map<String, Value>) -> Map<String, Value> {
        let rewrite = |(name, example): (&String, &Value)| {
            let key = if name == self.example_id { self.id() } else { name.clone() };
            let known = facts::call(name, self.job, self.output).map(|value| in_kind_of(example, value));
            (key, known.unwrap_or_else(|| self.value(example)))
        };
        members.iter().map(rewrite).collect()
    }

    fn text(&self, text: &str) -> Value {
        if let Some(extension) = extension_of(text) {
            let url = self.job.output_url(self.output, self.result_extension(extension));
            return url.map_or(Value::Null, Value::String);
        }
        match serde_json::from_str(text) {
            Ok(inside @ Value::Object(_)) => json!(self.value(&inside).to_string()),
            _ => json!(text),
        }
    }

    /// A result of the kind that can be chosen is of the kind that was chosen.
    fn result_extension<'a>(&'a self, shown: &'a str) -> &'a str {
        let asked = facts::FILE_TYPES.iter().find_map(|name| self.job.wish(name));
        asked.unwrap_or(shown)
    }

    fn id(&self) -> String {
        self.job.conversion_ids.get(self.output).cloned().unwrap_or_default()
    }
}

/// Some products write numbers as text; the example says which.
fn in_kind_of(example: &Value, value: Value) -> Value {
    if example.is_string() && value.is_number() { json!(value.to_string()) } else { value }
}

/// Returns the file type of the first address in an example.
pub(crate) fn shown_extension(example: &Value) -> Option<String> {
    match example {
        Value::String(text) => extension_of(text).map(str::to_owned),
        Value::Object(members) => members.values().find_map(shown_extension),
        Value::Array(items) => items.iter().find_map(shown_extension),
        _ => None,
    }
}

/// Returns the file type of an address: `wav` of `https://example.com/1.wav`.
fn extension_of(text: &str) -> Option<&str> {
    let is_url = text.starts_with("https://") || text.starts_with("http://");
    let (_, extension) = text.rsplit_once('.').filter(|_| is_url)?;
    extension.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some(extension)
}

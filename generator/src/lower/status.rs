//! `x-job`: operations that report on jobs, and where in their answers what is.

use serde_json::Value;

use super::Context;
use super::extension::{self, Extension};
use super::linked::{Known, Source};
use super::methods::Methods;
use crate::diagnostic::rules;
use crate::doc_text::code;
use crate::ir::{OperationId, StatusOperation, SuccessResponse, Type};
use crate::pointer::Pointer;

/// What `x-job` may say.
const KNOWN: &[&str] = &[
    "status",
    "result",
    "outputs",
    "pending",
    "succeeded",
    "failed",
    "eta",
    "creditEstimate",
    "pollsPerMinute",
];

/// An operation that reports on jobs.
pub(super) struct Report {
    pub(super) id: OperationId,
    /// Where its `x-job` is.
    pub(super) pointer: Pointer,
    /// What it is, without names and parameters, which depend on the jobs.
    pub(super) lowered: StatusOperation,
}

/// Lowers `x-job` wherever it stands.
pub(super) fn reports(cx: &mut Context<'_>, known: &Known<'_, '_>, methods: &mut Methods) -> Vec<Report> {
    let mut reports = Vec::new();
    for source in &known.sources {
        if let Some(described) = source.described.extensions.get("x-job") {
            reports.extend(report(cx, known, source, described, methods));
        }
    }
    reports
}

fn report(
    cx: &mut Context<'_>,
    known: &Known<'_, '_>,
    source: &Source<'_>,
    described: &Value,
    methods: &mut Methods,
) -> Option<Report> {
    let operation = known.operation(source.id);
    let job = Extension::open(cx, described, source.pointer.child("x-job"), KNOWN)?;
    let status = job.required(cx, "status").and_then(|it| extension::place(cx, it, &job.at("status")));
    let succeeded =
        job.required(cx, "succeeded").and_then(|it| extension::texts(cx, it, &job.at("succeeded")));
    let lists = ["pending", "failed"].map(|name| job.texts(cx, name));
    say_which_are_twice(cx, &job, succeeded.as_deref().unwrap_or_default(), &lists);
    let [eta, credit_estimate] =
        ["eta", "creditEstimate"].map(|name| job.place(cx, name).map(|it| it.plain().to_owned()));
    let polls_per_minute = job.count(cx, "pollsPerMinute");
    let result = job.place(cx, "result").unwrap_or_default();
    if operation.body.as_ref().is_some_and(|it| it.required) {
        let text = "`x-job` on an operation that needs a body is not supported";
        cx.found.add(rules::JOB_WITH_BODY.at(&job.pointer, text));
        return None;
    }
    let SuccessResponse::One(payload) = &operation.success else { return no_json(cx, &job.pointer) };
    let Some(answer) = payload.json() else { return no_json(cx, &job.pointer) };
    let (status, succeeded) = (status?, succeeded?);
    if cx.member(answer, &status).is_none() {
        let text = format!("the answer has no member {}", code(status.plain()));
        cx.found.add(rules::JOB_STATUS.at(&job.at("status"), text));
    }
    let result_type = result_type(cx, answer, &result, &job)?;
    cx.outputs(&job, &result, &result_type, methods);
    let [pending, failed] = lists;
    let lowered = StatusOperation {
        name: String::new(),
        list: String::new(),
        resume: String::new(),
        wire_name: operation.wire_name.clone(),
        method: operation.method,
        path: operation.path.clone(),
        server: operation.server.clone(),
        security: operation.security.clone(),
        parameters: Vec::new(),
        status: status.plain().to_owned(),
        result: result.plain().to_owned(),
        result_type,
        pending,
        succeeded,
        failed,
        eta,
        credit_estimate,
        polls_per_minute,
    };
    Some(Report { id: source.id, pointer: job.pointer, lowered })
}

/// Says which statuses are in two of the lists: a job cannot both have failed and go on.
fn say_which_are_twice(
    cx: &mut Context<'_>,
    job: &Extension<'_>,
    succeeded: &[String],
    [pending, failed]: &[Vec<String>; 2],
) {
    let named = [("succeeded", succeeded), ("pending", pending), ("failed", failed)];
    for (index, (name, list)) in named.iter().enumerate() {
        for status in *list {
            let is_first = |(_, earlier): &&(&str, &[String])| earlier.contains(status);
            if let Some((first, _)) = named[..index].iter().find(is_first) {
                let text = format!("{} is both in {} and in {}", code(status), code(first), code(name));
                let diagnostic = rules::STATUS_TWICE.at(&job.at(name), text);
                cx.found.add(diagnostic.related(&job.at(first), "here, too"));
            }
        }
    }
}

fn no_json(cx: &mut Context<'_>, at: &Pointer) -> Option<Report> {
    let text = "`x-job` on an operation without one JSON answer for all successes";
    cx.found.add(rules::JOB_WITHOUT_JSON.at(at, text));
    None
}

fn result_type(cx: &mut Context<'_>, answer: &Type, result: &Pointer, job: &Extension<'_>) -> Option<Type> {
    let found = cx.member(answer, result);
    if found.is_none() {
        let text = format!("the answer has no member {}", code(result.plain()));
        cx.found.add(rules::JOB_RESULT.at(&job.at("result"), text));
    }
    found.map(|it| it.ty)
}

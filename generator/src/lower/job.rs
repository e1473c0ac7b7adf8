//! Operations that start jobs: those whose success links to an operation that reports on jobs.

use std::collections::BTreeSet;

use super::Context;
use super::body::posts;
use super::expression::Side;
use super::link::{Link, Linked, plain};
use super::linked::{Known, Source};
use super::status::Report;
use crate::diagnostic::rules;
use crate::doc_text::code;
use crate::ir::{Job, JobLink, JobValue, OperationId, StatusOperation, SuccessResponse};
use crate::naming::{Case, Scope};

/// An operation that starts a job.
pub(super) struct Started {
    pub(super) id: OperationId,
    pub(super) job: Job,
    /// The parameters of the status operation that its links fill, by their place among them.
    parameters: BTreeSet<usize>,
}

/// Makes a job of the links of an operation, and takes the one from them that the job stands for.
pub(super) fn start<'a>(
    cx: &mut Context<'a>,
    known: &Known<'_, 'a>,
    reports: &[Report],
    source: &Source<'a>,
    links: &mut Vec<Link>,
) -> Option<Started> {
    let by_payload = callback_links(cx, known, source);
    let job = job(cx, known, reports, source, links);
    let is_of_job = |link: &Link| {
        let status = job.as_ref().map(|(_, job)| reports[job.status].id);
        status == Some(link.target) && unfilled(known, link).is_empty()
    };
    let (by_payload, others): (Vec<Link>, Vec<Link>) = by_payload.into_iter().partition(is_of_job);
    for link in others {
        let text = "a link of a callback to something else than the report on its job has no effect";
        cx.found.add(rules::CALLBACK_LINK.at(&link.pointer, text));
    }
    let (first, mut job) = job?;
    let target = links[first].target;
    let by_receipt = links.iter().filter(|it| it.target == target && unfilled(known, it).is_empty());
    let by_receipt: Vec<&Link> = by_receipt.collect();
    let filled = by_receipt.iter().copied().chain(&by_payload).flat_map(|it| &it.values);
    let parameters = filled.map(|it| it.parameter).collect();
    job.links = by_receipt.iter().map(|it| job_link(known, it)).collect();
    job.webhook_links = by_payload.iter().map(|it| job_link(known, it)).collect();
    links.remove(first);
    Some(Started { id: source.id, job, parameters })
}

/// Returns the job of an operation, without its links, and which link makes it one.
fn job(
    cx: &mut Context<'_>,
    known: &Known<'_, '_>,
    reports: &[Report],
    source: &Source<'_>,
    links: &[Link],
) -> Option<(usize, Job)> {
    let status_of = |link: &Link| reports.iter().position(|it| it.id == link.target);
    let candidates = links.iter().enumerate().filter_map(|(index, it)| Some((index, it, status_of(it)?)));
    let candidates: Vec<_> = candidates.collect();
    let complete = candidates.iter().find(|(_, link, _)| unfilled(known, link).is_empty());
    let Some((first, link, status)) = complete else {
        for (_, link, _) in &candidates {
            let text = format!(
                "the link to the report on a job does not fill {}",
                unfilled(known, link).join(" and ")
            );
            cx.found.add(rules::JOB_INCOMPLETE.at(&link.pointer, text));
        }
        return None;
    };
    let receipt = match &known.operation(source.id).success {
        SuccessResponse::One(payload) => payload.json().cloned(),
        SuccessResponse::ByStatus(_) => None,
    };
    let Some(receipt) = receipt else {
        let diagnostic =
            rules::JOB_WITHOUT_JSON.at(&link.pointer, "a job that is not accepted by one JSON answer");
        cx.found.add(diagnostic.help("describe one JSON answer; until then the operation is a plain call"));
        return None;
    };
    let (name, links, webhook_links) = (String::new(), Vec::new(), Vec::new());
    Some((*first, Job { name, status: *status, receipt, links, webhook_links }))
}

/// Returns what the target of a link requires and the link does not fill.
fn unfilled(known: &Known<'_, '_>, link: &Link) -> Vec<String> {
    let required = known.operation(link.target).parameters.iter().enumerate().filter(|(_, it)| it.required);
    let open = required.filter(|(index, _)| link.values.iter().all(|it| it.parameter != *index));
    open.map(|(_, it)| code(&it.wire_name)).collect()
}

fn job_link(known: &Known<'_, '_>, link: &Link) -> JobLink {
    let parameters = &known.operation(link.target).parameters;
    let values = link.values.iter().map(|it| {
        let value = match &it.value {
            Linked::Constant(value) => JobValue::Constant(plain(value)),
            Linked::Member(pointer, _) => JobValue::Member(pointer.plain().to_owned()),
        };
        (parameters[it.parameter].wire_name.clone(), value)
    });
    values.collect()
}

/// Lowers the links of the responses to callbacks: there, the request is what the API has posted.
fn callback_links<'a>(cx: &mut Context<'a>, known: &Known<'_, 'a>, source: &Source<'a>) -> Vec<Link> {
    let mut links = Vec::new();
    for (_, post, at) in posts(&source.described.callbacks, &source.pointer) {
        let callbacks = &known.operation(source.id).callbacks;
        let Some(callback) = callbacks.iter().find(|it| it.pointer == at) else { continue };
        for found in cx.described_links(&post.responses, &at) {
            links.extend(cx.link(known, &found, (Side::Request, Some(&callback.payload))));
        }
    }
    links
}

/// Names jobs and the operations that report on them, and leaves out those that report on none.
pub(super) fn name(
    cx: &mut Context<'_>,
    known: &Known<'_, '_>,
    reports: Vec<Report>,
    started: &mut [Started],
    methods: &mut Scope,
) -> Vec<StatusOperation> {
    let has_jobs = |status: usize| started.iter().any(|it| it.job.status == status);
    let used: Vec<usize> = (0..reports.len()).filter(|it| has_jobs(*it)).collect();
    let mut names = Scope::with(&["ALL"]);
    let mut operations = Vec::new();
    for (status, report) in reports.into_iter().enumerate() {
        if !used.contains(&status) {
            let text = "`x-job` on an operation that no job links to has no effect";
            cx.found.add(rules::JOB_UNLINKED.at(&report.pointer, text));
            continue;
        }
        let operation = known.operation(report.id);
        let filled: BTreeSet<usize> = started
            .iter()
            .filter(|it| it.job.status == status)
            .flat_map(|it| it.parameters.iter().copied())
            .collect();
        let filled = filled.into_iter().map(|index| &operation.parameters[index]);
        let several = used.len() > 1;
        operations.push(StatusOperation {
            name: names.claim(Case::Static, &operation.name, &["status"]),
            list: match several {
                true => names.claim(Case::Static, &format!("all of {}", operation.name), &[]),
                false => "ALL".to_owned(),
            },
            resume: match several {
                true => methods.claim(Case::Method, &format!("resume {}", operation.name), &[]),
                false => "resume".to_owned(),
            },
            parameters: filled.map(|it| (it.wire_name.clone(), it.location)).collect(),
            ..report.lowered
        });
    }
    for started in started {
        let operation = known.operation(started.id);
        started.job.name = names.claim(Case::Static, &operation.name, &["job"]);
        started.job.status = used.iter().position(|it| *it == started.job.status).unwrap_or_default();
    }
    operations
}

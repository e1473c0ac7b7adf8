//! What a caller gets from each kind of operation, and what must be in it.

use std::fmt::Debug;

use musicgpt_client::Job;
use musicgpt_client::types::{JobStatus, Lyrics, StreamInfo, SubmittedConversion, SubmittedSongs, VoiceList};
use simulator::Entry;

use super::described::example;

/// An answer that can be compared with what the simulator has noted, and with the document.
pub(super) trait Answer: Debug {
    /// Panics unless the answer is the one to this entry of the ledger.
    fn check(&self, what: &str, entry: &Entry);
}

impl<T, R: Answer> Answer for Job<T, R> {
    fn check(&self, what: &str, entry: &Entry) {
        assert_eq!(self.operation(), entry.operation, "{what}");
        assert_eq!(self.id(), entry.task_id.as_deref(), "{what}: the id by which the job is asked for");
        self.receipt().check(what, entry);
    }
}

impl Answer for SubmittedSongs {
    fn check(&self, what: &str, entry: &Entry) {
        let conversions = [&self.conversion_id_1, &self.conversion_id_2];
        let receipt = Receipt {
            success: self.success,
            task_id: self.task_id.as_deref(),
            conversion_ids: conversions.into_iter().flatten().map(String::as_str).collect(),
            eta: self.eta,
            credit_estimate: self.credit_estimate,
            status: self.status.as_ref(),
            message: self.message.as_deref(),
        };
        receipt.check(what, entry);
        let asked = entry.fields.get("num_outputs").and_then(|field| field.text()?.parse().ok());
        assert_eq!(
            entry.conversion_ids.len(),
            asked.unwrap_or(2),
            "{what}: as many songs as asked for, or two"
        );
        assert!(self.extra.is_empty(), "{what}: {self:?}");
    }
}

impl Answer for SubmittedConversion {
    fn check(&self, what: &str, entry: &Entry) {
        let receipt = Receipt {
            success: self.success,
            task_id: self.task_id.as_deref(),
            conversion_ids: self.conversion_id.iter().map(String::as_str).collect(),
            eta: self.eta,
            credit_estimate: self.credit_estimate,
            status: self.status.as_ref(),
            message: self.message.as_deref(),
        };
        receipt.check(what, entry);
        assert_eq!(entry.conversion_ids.len(), 1, "{what}: one result");
        assert!(self.extra.is_empty(), "{what}: {self:?}");
    }
}

/// What the receipts of all jobs have in common.
struct Receipt<'a> {
    success: Option<bool>,
    task_id: Option<&'a str>,
    conversion_ids: Vec<&'a str>,
    eta: Option<i64>,
    credit_estimate: Option<f64>,
    status: Option<&'a JobStatus>,
    message: Option<&'a str>,
}

impl Receipt<'_> {
    /// The ids must be the ones of the job; everything else is what the document shows for the operation.
    fn check(&self, what: &str, entry: &Entry) {
        let example = example(&entry.operation);
        assert!(entry.starts_job, "{what}");
        assert_eq!(self.success, Some(true), "{what}");
        assert!(
            self.task_id.is_some() && self.task_id == entry.task_id.as_deref(),
            "{what}: {:?}",
            self.task_id
        );
        assert_ne!(self.task_id, example["task_id"].as_str(), "{what}: an id of its own");
        assert_eq!(self.conversion_ids, entry.conversion_ids, "{what}");
        assert_eq!(self.eta, example["eta"].as_i64(), "{what}");
        assert_eq!(self.credit_estimate, example["credit_estimate"].as_f64(), "{what}");
        assert_eq!(self.message, example["message"].as_str(), "{what}");
        let shows_status = !example["status"].is_null();
        assert_eq!(self.status, shows_status.then_some(&JobStatus::InQueue), "{what}");
    }
}

impl Answer for Lyrics {
    fn check(&self, what: &str, entry: &Entry) {
        assert!(!entry.starts_job, "{what}: the answer comes at once");
        assert_eq!(self.success, Some(true), "{what}");
        assert_eq!(self.task_id, entry.task_id, "{what}");
        assert!(self.task_id.is_some(), "{what}");
        assert_eq!(self.lyrics.as_deref(), example("prompt_to_lyrics")["lyrics"].as_str(), "{what}");
        assert_eq!(self.credit_estimate, Some(0.005), "{what}");
        assert_eq!((&self.title, &self.music_style, &self.conversion_id), (&None, &None, &None), "{what}");
        assert!(self.extra.is_empty(), "{what}: {self:?}");
    }
}

impl Answer for StreamInfo {
    /// Nothing is sure about this answer but that it is an object; the simulator fills in the examples of its members.
    fn check(&self, what: &str, entry: &Entry) {
        assert!(!entry.starts_job, "{what}");
        assert_eq!(self.success, Some(true), "{what}: {self:?}");
    }
}

impl Answer for VoiceList {
    /// The page must be the one that was asked for; what was not asked for is what the document shows.
    fn check(&self, what: &str, entry: &Entry) {
        let example = example(&entry.operation);
        let number = |name: &str| {
            let asked = entry.fields.get(name).and_then(|field| field.text()?.parse().ok());
            asked.or_else(|| example[name].as_i64()).expect("the example has the number")
        };
        assert_eq!(self.success, Some(true), "{what}");
        assert_eq!((self.limit, self.page), (Some(number("limit")), Some(number("page"))), "{what}");
        let total = example["total"].as_i64().expect("the example has a total");
        assert_eq!(self.total, Some(total), "{what}");
        let left = (total - number("limit") * number("page")).clamp(0, number("limit"));
        let voices = self.voices.as_ref().expect("there is a list of voices");
        assert_eq!(voices.len() as i64, left, "{what}");
        let mut ids: Vec<_> = voices.iter().map(|voice| voice.voice_id.as_ref().expect("an id")).collect();
        ids.dedup();
        assert_eq!(ids.len(), voices.len(), "{what}: no voice twice in a row");
        assert!(voices.iter().all(|voice| voice.voice_name.is_some()), "{what}: {voices:?}");
    }
}

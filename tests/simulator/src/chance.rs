//! A seed to ids and decisions, the same each time.

use std::sync::Mutex;

use fastrand::Rng;
use uuid::Uuid;

use crate::lock::lock;

/// All chance of one simulator. Ids and decisions have their own streams, so that a rule with a chance moves no id.
pub(crate) struct Chance {
    ids: Mutex<Rng>,
    decisions: Mutex<Rng>,
}

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        let mut root = Rng::with_seed(seed);
        Self { ids: Mutex::new(root.fork()), decisions: Mutex::new(root.fork()) }
    }

    /// Returns a fresh id.
    pub(crate) fn id(&self) -> Uuid {
        let bytes = lock(&self.ids).u128(..).to_be_bytes();
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// Returns a fresh id in the manner of an example: what stands before its first `_` is kept.
    pub(crate) fn id_like(&self, example: &str) -> String {
        match example.split_once('_') {
            Some((prefix, _)) => format!("{prefix}_{}", self.id().simple()),
            None => self.id().to_string(),
        }
    }

    /// Decides something that is true with the given chance.
    pub(crate) fn happens(&self, chance: f64) -> bool {
        lock(&self.decisions).f64() < chance
    }
}

//! A seed to what goes wrong, and how often.

use fastrand::Rng;
use simulator::{Rule, RuleError};

/// What goes wrong, and at how many of a thousand occasions on average. About a quarter of all requests meets one.
const MISBEHAVIOUR: &[(&str, f64)] = &[
    ("get_conversion unknown-status value=FAILED", 1.5),
    ("* status code=429", 25.0),
    ("* status code=429 retry-after=1", 20.0),
    ("* status code=429 retry-after=date", 10.0),
    ("* status code=500", 25.0),
    ("* status code=502 body=html", 15.0),
    ("* status code=503 retry-after=2", 15.0),
    ("* reset-before", 25.0),
    ("* reset-after", 25.0),
    // Each costs a task the whole timeout, in real time.
    ("* stall", 0.5),
    ("* truncate", 25.0),
    ("* extra-fields", 25.0),
    ("* missing-fields fields=eta,status", 20.0),
    ("* missing-fields fields=task_id", 10.0),
    ("* missing-fields fields=task_id,conversion_id,conversion_id_1,conversion_id_2", 5.0),
    ("* number-as-string", 25.0),
    ("* unknown-status value=WARP", 25.0),
    ("download truncate-download at=0.5", 250.0),
    ("download status code=503", 50.0),
    ("download reset-before", 50.0),
    ("webhook duplicate-webhook", 50.0),
    ("webhook early-webhook", 50.0),
];

/// Returns the rules of a soak: with another seed each occurs more often or less, by up to a half.
pub(crate) fn of(seed: u64) -> Result<Vec<Rule>, RuleError> {
    let mut chance = Rng::with_seed(seed);
    let rules = MISBEHAVIOUR.iter().map(|(rule, per_mille)| {
        let often = per_mille / 1000.0 * (0.5 + chance.f64());
        format!("{rule} chance={often:.5} count=always").parse()
    });
    rules.collect()
}

/// Returns the fault of an entry of the ledger without how often it occurs.
pub(crate) fn kind(fault: &str) -> &str {
    fault.split_once(" chance=").map_or(fault, |(kind, _)| kind)
}

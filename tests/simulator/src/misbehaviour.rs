//! What goes wrong on purpose: rules, and which of them a request meets.

mod fault;
mod parse;

use std::fmt;
use std::str::FromStr;
use std::sync::Mutex;

pub(crate) use fault::{Fault, FaultyBody, Occasion, RetryAfter};

use crate::chance::Chance;
use crate::lock::lock;

/// A rule about what is to go wrong, made from text.
///
/// It is one line, `OPERATION FAULT [key=value …]`:
///
/// ```text
/// audio_mastering reset-after
/// get_conversion  status code=503 retry-after=2 count=3
/// *               slow bytes-per-second=200 chance=0.2 count=always
/// download        truncate-download at=0.5 after=1
/// ```
///
/// `OPERATION` is an operation id, `*` for every operation of the document, `download` for the files that jobs make, or
/// `webhook` for every webhook call. A fault of webhooks may also name the operation that starts the job.
/// Every rule takes `count` (how often it is followed; 1 unless given, or `always`), `after` (how many matches it lets
/// pass first) and `chance` (from 0 to 1). A job that fails is `get_conversion unknown-status value=FAILED`.
///
/// A request meets at most one rule: the first that fits. Meeting is decided when the request arrives, before anything
/// else is checked, so a rule is also used up by a request that is refused.
///
/// The faults are `status`, `reset-before`, `reset-after`, `stall`, `truncate`, `truncate-download`, `unknown-status`,
/// `extra-fields`, `missing-fields`, `number-as-string`, `slow`, `duplicate-webhook`, `early-webhook` and `redirect`; a
/// text that is not a rule is refused with their options.
///
/// ```
/// let rule: simulator::Rule = "remix status code=429 retry-after=2".parse()?;
/// # Ok::<(), simulator::RuleError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    text: String,
    target: String,
    fault: Fault,
    count: Option<u64>,
    after: u64,
    chance: f64,
}

impl Rule {
    /// Returns the operation that the rule names, unless it is one of the general words.
    pub(crate) fn operation(&self) -> Option<&str> {
        (!["*", "download", "webhook"].contains(&self.target.as_str())).then_some(self.target.as_str())
    }

    fn fits(&self, occasion: Occasion, operation: &str) -> bool {
        let by_name = match self.target.as_str() {
            "*" => occasion != Occasion::Download,
            "download" => occasion == Occasion::Download,
            "webhook" => occasion == Occasion::Webhook,
            named => named == operation && occasion != Occasion::Download,
        };
        by_name && self.fault.fits(occasion)
    }
}

impl FromStr for Rule {
    type Err = RuleError;

    fn from_str(line: &str) -> Result<Self, RuleError> {
        parse::rule(line).map_err(|reason| RuleError { line: line.to_owned(), reason })
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Why a line is not a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    line: String,
    reason: String,
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a rule: {}", self.line, self.reason)
    }
}

impl std::error::Error for RuleError {}

/// A fault that a request has met.
#[derive(Clone, Debug)]
pub(crate) struct Met {
    pub(crate) fault: Fault,
    /// The fault in the words of its rule, for the ledger.
    pub(crate) text: String,
}

/// The rules in force, and how often each was met.
pub(crate) struct Rules(Mutex<Vec<Counted>>);

struct Counted {
    rule: Rule,
    seen: u64,
    met: u64,
}

impl Rules {
    pub(crate) fn new(rules: Vec<Rule>) -> Self {
        let all = Self(Mutex::default());
        rules.into_iter().for_each(|rule| all.add(rule));
        all
    }

    pub(crate) fn add(&self, rule: Rule) {
        lock(&self.0).push(Counted { rule, seen: 0, met: 0 });
    }

    /// Returns the fault that an occasion meets, if it meets one, and uses up its rule by one.
    pub(crate) fn meet(&self, occasion: Occasion, operation: &str, chance: &Chance) -> Option<Met> {
        let mut rules = lock(&self.0);
        let fitting = rules.iter_mut().filter(|counted| counted.rule.fits(occasion, operation));
        for counted in fitting {
            if counted.is_met(chance) {
                let text = counted.rule.text.split_once(' ').map_or("", |(_, fault)| fault).to_owned();
                return Some(Met { fault: counted.rule.fault.clone(), text });
            }
        }
        None
    }
}

impl Counted {
    fn is_met(&mut self, chance: &Chance) -> bool {
        self.seen += 1;
        let is_left = self.rule.count.is_none_or(|count| self.met < count);
        let met = is_left && self.seen > self.rule.after && chance.happens(self.rule.chance);
        self.met += u64::from(met);
        met
    }
}

//! How a simulator is set up.

use crate::misbehaviour::Rule;

/// What a simulator is started with. Each field has a setter of the same name.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// Text of the OpenAPI document, YAML or JSON, that says what is served.
    pub document: String,
    /// Port to listen on; 0, the default, takes a free one.
    pub port: u16,
    /// Key that every secured operation asks for; `test-key` unless set.
    pub key: String,
    /// Simulated seconds in a real one; 1 unless set.
    pub speed: f64,
    /// Credits that the account starts with.
    pub credits: f64,
    /// What is to go wrong.
    pub rules: Vec<Rule>,
    /// Start of all chance: the same seed and requests give the same ids.
    pub seed: u64,
    /// Whether receipts say in real seconds when a job is done, for clients that wait in real time.
    pub real_eta: bool,
    /// Whether time stands still until [`Simulator::advance`](crate::Simulator::advance) is called.
    pub manual_clock: bool,
}

impl Options {
    /// Returns the options for a document, everything else being as usual.
    pub fn new(document: impl Into<String>) -> Self {
        Self {
            document: document.into(),
            port: 0,
            key: "test-key".to_owned(),
            speed: 1.0,
            credits: 1_000_000.0,
            rules: Vec::new(),
            seed: 0,
            real_eta: false,
            manual_clock: false,
        }
    }

    /// Sets the port to listen on.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets the key that is asked for.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }

    /// Sets how many simulated seconds pass in a real one; must be more than 0.
    #[must_use]
    pub fn speed(mut self, speed: f64) -> Self {
        self.speed = speed;
        self
    }

    /// Sets the credits that the account starts with.
    #[must_use]
    pub fn credits(mut self, credits: f64) -> Self {
        self.credits = credits;
        self
    }

    /// Adds a rule about what is to go wrong; of several that fit a request, the first is followed.
    #[must_use]
    pub fn rule(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }

    /// Sets the start of all chance.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Lets receipts say in real seconds when a job is done: at a speed of 20 a twentieth of what the document shows.
    #[must_use]
    pub fn real_eta(mut self) -> Self {
        self.real_eta = true;
        self
    }

    /// Lets time stand still until it is advanced by hand.
    #[must_use]
    pub fn manual_clock(mut self) -> Self {
        self.manual_clock = true;
        self
    }
}

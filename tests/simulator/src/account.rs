//! Credits: reserved when a request is accepted, and refused when they do not suffice.

use std::sync::Mutex;

use http::StatusCode;
use serde_json::json;

use crate::lock::lock;
use crate::refusal::Refusal;

/// The account that all requests are paid from.
pub(crate) struct Account(Mutex<f64>);

impl Account {
    pub(crate) fn new(credits: f64) -> Self {
        Self(Mutex::new(credits))
    }

    /// Takes an estimate from the balance, or says what is missing.
    pub(crate) fn reserve(&self, estimate: f64) -> Result<(), Refusal> {
        let mut balance = lock(&self.0);
        if estimate <= *balance {
            *balance -= estimate;
            return Ok(());
        }
        let message = format!("the request costs {estimate} credits and {} are left", *balance);
        let mut refusal = Refusal::new(StatusCode::PAYMENT_REQUIRED, message);
        refusal.more.insert("required_credits".to_owned(), json!(estimate));
        refusal.more.insert("available_credits".to_owned(), json!(*balance));
        Err(refusal)
    }
}

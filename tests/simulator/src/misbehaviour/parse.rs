//! A line of text to a rule, or to what is wrong with it.

use std::collections::BTreeMap;
use std::str::FromStr;

use http::{HeaderValue, StatusCode};

use super::Rule;
use super::fault::{Fault, FaultyBody, Occasion, RetryAfter};

/// The faults with their options, as they are shown to someone who got one wrong.
const FAULTS: &str = "\
status code=N [retry-after=SECONDS|date] [body=json|html|empty], reset-before, reset-after, stall, truncate, \
truncate-download [at=0.5], unknown-status value=TEXT, extra-fields, missing-fields fields=A,B, number-as-string, \
slow bytes-per-second=N, duplicate-webhook [times=2], early-webhook, redirect to=URL";

pub(super) fn rule(line: &str) -> Result<Rule, String> {
    let mut words = line.split_whitespace();
    let usage = || format!("write `OPERATION FAULT [key=value …]`, where FAULT is one of: {FAULTS}");
    let (Some(target), Some(name)) = (words.next(), words.next()) else { return Err(usage()) };
    let mut options = Settings::read(words)?;
    let rule = Rule {
        text: line.split_whitespace().collect::<Vec<_>>().join(" "),
        target: target.to_owned(),
        fault: fault(name, &mut options)?,
        count: count(&mut options)?,
        after: options.take("after")?.unwrap_or(0),
        chance: options.part("chance", 1.0)?,
    };
    options.nothing_left(name)?;
    check_target(&rule)?;
    Ok(rule)
}

fn fault(name: &str, options: &mut Settings<'_>) -> Result<Fault, String> {
    Ok(match name {
        "status" => Fault::Status {
            code: options.need::<StatusCode>("code")?,
            retry_after: retry_after(options)?,
            body: body(options)?,
        },
        "reset-before" => Fault::ResetBefore,
        "reset-after" => Fault::ResetAfter,
        "stall" => Fault::Stall,
        "truncate" => Fault::Truncate,
        "truncate-download" => Fault::TruncateDownload { at: options.part("at", 0.5)? },
        "unknown-status" => Fault::UnknownStatus { value: options.need("value")? },
        "extra-fields" => Fault::ExtraFields,
        "missing-fields" => Fault::MissingFields {
            fields: options.need::<String>("fields")?.split(',').map(str::to_owned).collect(),
        },
        "number-as-string" => Fault::NumberAsString,
        "slow" => Fault::Slow { bytes_per_second: options.positive("bytes-per-second", None)? },
        "duplicate-webhook" => Fault::DuplicateWebhook {
            times: u32::try_from(options.positive("times", Some(2))?).map_err(|_| "`times` is too large")?,
        },
        "early-webhook" => Fault::EarlyWebhook,
        "redirect" => {
            let to: String = options.need("to")?;
            HeaderValue::from_str(&to).map_err(|_| format!("`to={to}` cannot be sent in a header"))?;
            Fault::Redirect { to }
        }
        other => return Err(format!("there is no fault `{other}`; the faults are: {FAULTS}")),
    })
}

fn retry_after(options: &mut Settings<'_>) -> Result<Option<RetryAfter>, String> {
    match options.0.get("retry-after") {
        Some(&"date") => {
            options.0.remove("retry-after");
            Ok(Some(RetryAfter::Date))
        }
        _ => Ok(options.take("retry-after")?.map(RetryAfter::Seconds)),
    }
}

fn body(options: &mut Settings<'_>) -> Result<FaultyBody, String> {
    match options.0.remove("body") {
        None | Some("json") => Ok(FaultyBody::Json),
        Some("html") => Ok(FaultyBody::Html),
        Some("empty") => Ok(FaultyBody::Empty),
        Some(other) => Err(format!("`body={other}` is none of json, html and empty")),
    }
}

fn count(options: &mut Settings<'_>) -> Result<Option<u64>, String> {
    if options.0.get("count") == Some(&"always") {
        options.0.remove("count");
        return Ok(None);
    }
    Ok(Some(options.take("count")?.unwrap_or(1)))
}

/// Refuses a rule that could never be met.
fn check_target(rule: &Rule) -> Result<(), String> {
    let fits = |occasion| rule.fault.fits(occasion);
    let is_possible = match rule.target.as_str() {
        "download" => fits(Occasion::Download),
        "webhook" => fits(Occasion::Webhook),
        _ => fits(Occasion::Request) || fits(Occasion::Webhook),
    };
    if is_possible {
        return Ok(());
    }
    let target = &rule.target;
    let hint =
        "truncate-download is for `download`, and the faults of webhooks for `webhook` or an operation";
    Err(format!("this fault cannot happen to `{target}`; {hint}"))
}

/// The `key=value` words of a rule, taken out one by one.
struct Settings<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Settings<'a> {
    fn read(words: impl Iterator<Item = &'a str>) -> Result<Self, String> {
        let mut all = BTreeMap::new();
        for word in words {
            let (key, value) =
                word.split_once('=').ok_or_else(|| format!("`{word}` is not of the form key=value"))?;
            if all.insert(key, value).is_some() {
                return Err(format!("`{key}` is given twice"));
            }
        }
        Ok(Self(all))
    }

    fn take<T: FromStr>(&mut self, key: &str) -> Result<Option<T>, String> {
        let Some(value) = self.0.remove(key) else { return Ok(None) };
        value.parse().map(Some).map_err(|_| format!("`{key}={value}` cannot be understood"))
    }

    fn need<T: FromStr>(&mut self, key: &str) -> Result<T, String> {
        self.take(key)?.ok_or_else(|| format!("`{key}=` is missing"))
    }

    fn positive(&mut self, key: &str, otherwise: Option<u64>) -> Result<u64, String> {
        let value = match otherwise {
            Some(otherwise) => self.take(key)?.unwrap_or(otherwise),
            None => self.need(key)?,
        };
        if value == 0 { Err(format!("`{key}` must be more than 0")) } else { Ok(value) }
    }

    /// Takes a number between 0 and 1.
    fn part(&mut self, key: &str, otherwise: f64) -> Result<f64, String> {
        let part = self.take(key)?.unwrap_or(otherwise);
        if (0.0..=1.0).contains(&part) { Ok(part) } else { Err(format!("`{key}` must be from 0 to 1")) }
    }

    fn nothing_left(&self, fault: &str) -> Result<(), String> {
        match self.0.keys().next() {
            None => Ok(()),
            Some(key) => Err(format!(
                "`{fault}` has no option `{key}`; every rule has count, after and chance, and the faults are: {FAULTS}"
            )),
        }
    }
}

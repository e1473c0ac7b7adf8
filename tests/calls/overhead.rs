//! Calls of the runtime and calls by hand, in turns, to how much more of the clock the runtime takes.
//!
//! Whatever disturbs the machine disturbs both of a pair, so the ratio of a pair says more than that of two benchmarks
//! that ran one after the other.

use std::env;
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use crate::round_trips::{by_hand, runtime};
use crate::server;
use crate::sides::{Sides, executor};
use crate::types::json;

/// How many pairs there are, and how many calls each of a pair makes.
const PAIRS: usize = 100;
const CALLS: usize = 256;

/// How many calls there are at a time, and how many items an answer has.
const CASES: [(usize, usize); 4] = [(1, 1), (16, 1), (1, 20), (16, 20)];

/// Runs all cases; once, if this is no benchmark but a test of it.
pub(crate) fn run() {
    let filter = env::args().skip(1).find(|it| !it.starts_with('-'));
    if filter.is_some_and(|filter| !"overhead".contains(&filter)) {
        return;
    }
    let is_given = |flag: &str| env::args().any(|it| it == flag);
    let is_measured = is_given("--bench") && !is_given("--test");
    let (pairs, calls) = if is_measured { (PAIRS, CALLS) } else { (1, 16) };
    for (at_a_time, items) in CASES {
        let sides = Sides::new(&server::answering(&json(items)));
        let times = measure(&sides, at_a_time, pairs, calls / at_a_time);
        let told = if is_measured { told(&times, calls) } else { "works".to_owned() };
        println!("overhead, {at_a_time} at a time, {items} items: {told}");
    }
}

/// Returns how long each of the pairs took, the runtime first.
fn measure(sides: &Sides, at_a_time: usize, pairs: usize, calls: usize) -> Vec<[Duration; 2]> {
    let executor = executor();
    let ours = || executor.block_on(timed(at_a_time, calls, || runtime(sides)));
    let theirs = || executor.block_on(timed(at_a_time, calls, || by_hand(sides)));
    // Both know the server before it counts, and neither is always the first.
    ours();
    theirs();
    let pair = |index: usize| match index % 2 {
        0 => [ours(), theirs()],
        _ => {
            let second = theirs();
            [ours(), second]
        }
    };
    (0..pairs).map(pair).collect()
}

/// Makes calls one after the other, in several rows at a time.
async fn timed<F: Future>(rows: usize, calls: usize, call: impl Fn() -> F) -> Duration {
    let started = Instant::now();
    let row = |_| async {
        for _ in 0..calls {
            call().await;
        }
    };
    join_all((0..rows).map(row)).await;
    started.elapsed()
}

fn told(times: &[[Duration; 2]], calls: usize) -> String {
    let a_second = |side: usize| {
        calls as f64 / sorted(times.iter().map(|pair| pair[side].as_secs_f64()))[times.len() / 2]
    };
    let ratios = sorted(times.iter().map(|[ours, theirs]| ours.as_secs_f64() / theirs.as_secs_f64()));
    let at = |quarter: usize| (ratios[ratios.len() * quarter / 4] - 1.0) * 100.0;
    format!(
        "{:.0} calls a second, {:.0} by hand; {:+.1} % time (half of the pairs: {:+.1} to {:+.1} %)",
        a_second(0),
        a_second(1),
        at(2),
        at(1),
        at(3)
    )
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

//! What the runtime does, beside what one writes by hand with reqwest and serde's derive: the time of each.
//!
//! `cargo bench -p calls -- overhead` has only the last part: calls of both in turns, and their ratio.

mod bodies;
mod decoding;
mod overhead;
mod requests;
mod round_trips;
mod server;
mod sides;
mod types;

use criterion::Criterion;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    for bench in [requests::bench, decoding::bench, bodies::bench, round_trips::bench] {
        bench(&mut criterion);
    }
    criterion.final_summary();
    overhead::run();
}

//! What documents of more and more operations take, to whether an operation costs the same in all of them.

/// How much more an operation may cost in the largest document than in the smallest.
const MOST: f64 = 1.5;
/// How many seconds a document has to take for its cost to be told from chance.
const LEAST: f64 = 0.2;

/// What a document of so many operations takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub(super) operations: usize,
    /// Seconds of the processor.
    pub(super) cpu: f64,
    pub(super) lines: usize,
}

impl Point {
    /// Returns what each operation takes beside what the first one takes, which is that of starting up.
    pub(super) fn each(&self, start: &Self) -> Option<f64> {
        self.beside(start, |it| it.cpu)
    }

    fn beside(&self, start: &Self, value: fn(&Self) -> f64) -> Option<f64> {
        let operations = self.operations.checked_sub(start.operations).filter(|it| *it > 0)?;
        Some((value(self) - value(start)) / operations as f64)
    }
}

/// What is to be said of how costs grow.
#[derive(Debug, PartialEq)]
pub(super) enum Verdict {
    Linear(String),
    MoreThanLinear(String),
    /// The documents are too small, or there is only one.
    Unknown,
}

/// Compares the smallest document that says something with the largest.
pub(super) fn verdict(start: &Point, points: &[Point]) -> Verdict {
    let tells = |it: &&Point| it.cpu - start.cpu >= LEAST;
    let (Some(first), Some(last)) = (points.iter().find(tells), points.last()) else {
        return Verdict::Unknown;
    };
    let times = |value: fn(&Point) -> f64| {
        Some(last.beside(start, value)? / first.beside(start, value).filter(|it| *it > 0.0)?)
    };
    let (Some(cpu), Some(lines)) = (times(|it| it.cpu), times(|it| it.lines as f64)) else {
        return Verdict::Unknown;
    };
    if first.operations == last.operations {
        return Verdict::Unknown;
    }
    let text = format!(
        "an operation of {} takes {cpu:.2} times the CPU and {lines:.2} times the lines of one of {}",
        last.operations, first.operations
    );
    if cpu.max(lines) > MOST { Verdict::MoreThanLinear(text) } else { Verdict::Linear(text) }
}

#[cfg(test)]
mod tests {
    use super::{Point, Verdict, verdict};

    fn points(points: &[(usize, f64, usize)]) -> Vec<Point> {
        points.iter().map(|&(operations, cpu, lines)| Point { operations, cpu, lines }).collect()
    }

    fn judged(of: &[(usize, f64, usize)]) -> Verdict {
        let all = points(of);
        verdict(&all[0], &all[1..])
    }

    #[test]
    fn what_starting_up_takes_is_not_counted() {
        // Whoever counted it would see an operation become cheaper, and more lines unnoticed.
        let linear = judged(&[(1, 1.0, 500), (101, 1.5, 5_500), (1_001, 6.0, 50_500)]);
        let text = "an operation of 1001 takes 1.00 times the CPU and 1.00 times the lines of one of 101";
        assert_eq!(linear, Verdict::Linear(text.to_owned()));
        for more in [(1_001, 9.0, 50_500), (1_001, 6.0, 90_500)] {
            let judged = judged(&[(1, 1.0, 500), (101, 1.5, 5_500), more]);
            assert!(matches!(judged, Verdict::MoreThanLinear(_)), "{more:?}: {judged:?}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_not() {
        assert_eq!(judged(&[(1, 0.01, 500)]), Verdict::Unknown);
        assert_eq!(judged(&[(1, 0.01, 500), (5, 0.02, 700), (10, 0.20, 900)]), Verdict::Unknown);
        assert_eq!(judged(&[(1, 0.01, 500), (1_000, 1.0, 50_000)]), Verdict::Unknown);
    }

    #[test]
    fn a_document_too_small_to_tell_is_passed_over() {
        let judged = judged(&[(1, 0.0, 500), (5, 0.1, 700), (101, 1.0, 5_500), (201, 3.0, 10_500)]);
        let text = "an operation of 201 takes 1.50 times the CPU and 1.00 times the lines of one of 101";
        assert_eq!(judged, Verdict::Linear(text.to_owned()));
    }
}

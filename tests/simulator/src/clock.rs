//! Real time to simulated time: faster, or by hand.

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::time::Instant;

/// The moment at which every simulation begins, so that dates do not depend on when a test runs.
const EPOCH: i64 = 1_798_761_600; // 2027-01-01T00:00:00Z

/// The clock of one simulator. Times are counted from its start.
pub(crate) enum Clock {
    Scaled { start: Instant, speed: f64 },
    Manual(watch::Sender<Duration>),
}

impl Clock {
    pub(crate) fn scaled(speed: f64) -> Self {
        Self::Scaled { start: Instant::now(), speed }
    }

    pub(crate) fn manual() -> Self {
        Self::Manual(watch::Sender::new(Duration::ZERO))
    }

    pub(crate) fn now(&self) -> Duration {
        match self {
            Self::Scaled { start, speed } => start.elapsed().mul_f64(*speed),
            Self::Manual(now) => *now.borrow(),
        }
    }

    /// Moves a manual clock; a running one has its own pace and is left alone.
    pub(crate) fn advance(&self, by: Duration) {
        if let Self::Manual(now) = self {
            now.send_modify(|now| *now += by);
        }
    }

    /// Waits until a moment has come.
    pub(crate) async fn reached(&self, moment: Duration) {
        match self {
            Self::Scaled { start, speed } => {
                tokio::time::sleep_until(*start + moment.div_f64(*speed)).await;
            }
            Self::Manual(now) => {
                let mut now = now.subscribe();
                // The sender lives as long as `self`, so waiting cannot fail.
                let _ = now.wait_for(|now| *now >= moment).await;
            }
        }
    }

    /// Waits for a stretch of simulated time.
    pub(crate) async fn sleep(&self, stretch: Duration) {
        self.reached(self.now() + stretch).await;
    }
}

/// Writes a moment as a date in the manner given, in the words of `strftime`.
pub(crate) fn date(moment: Duration, manner: &str) -> String {
    let epoch = Timestamp::from_second(EPOCH).expect("the epoch is a date");
    epoch.checked_add(moment).unwrap_or(Timestamp::MAX).strftime(manner).to_string()
}

/// Writes a real moment from now on as HTTP does; a client compares it with its own clock, not with ours.
pub(crate) fn http_date_in(stretch: Duration) -> String {
    let moment = Timestamp::now().checked_add(stretch).unwrap_or(Timestamp::MAX);
    moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

//! Real time to the time of the simulator, for the client.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use fastrand::Rng;
use musicgpt_client::Clock;

use super::order::Order;

/// A clock that goes as fast as the simulator's. All workers of a soak agree on the date.
#[derive(Clone)]
pub(crate) struct ScaledClock {
    start: Instant,
    start_date: SystemTime,
    speed: f64,
    chance: Arc<Mutex<Rng>>,
}

impl ScaledClock {
    pub(crate) fn new(order: &Order) -> Self {
        let age = SystemTime::now().duration_since(order.started()).unwrap_or_default();
        Self {
            start: Instant::now(),
            start_date: order.started() + age.mul_f64(order.speed),
            speed: order.speed,
            chance: Arc::new(Mutex::new(Rng::with_seed(order.seed ^ order.life.rotate_right(8)))),
        }
    }
}

impl Clock for ScaledClock {
    fn now(&self) -> Duration {
        self.start.elapsed().mul_f64(self.speed)
    }

    fn date(&self) -> SystemTime {
        self.start_date + self.now()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::time::sleep(duration.div_f64(self.speed)))
    }

    fn chance(&self) -> f64 {
        self.chance.lock().unwrap_or_else(PoisonError::into_inner).f64()
    }
}

impl fmt::Debug for ScaledClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScaledClock").field("speed", &self.speed).finish_non_exhaustive()
    }
}

//! Turns the passage of a body's bytes into what the two sides of it want to know: how far it is, and whether it moves.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

/// How far an upload or a download is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// How many bytes have passed.
    pub bytes: u64,
    /// How many there are, if that is known.
    pub total: Option<u64>,
}

/// Somebody who wants to know how far an upload or a download is.
#[derive(Clone)]
pub(crate) struct Listener(Arc<dyn Fn(Progress) + Send + Sync>);

impl Listener {
    pub(crate) fn new(listener: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self(Arc::new(listener))
    }

    pub(crate) fn tell(&self, bytes: u64, total: Option<u64>) {
        (self.0)(Progress { bytes, total });
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listener")
    }
}

/// Counts the bytes that the network takes from the streams of one body.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    moved: AtomicU64,
    open_streams: AtomicUsize,
}

/// How often in the time after which a body has stalled it is looked at.
const LOOKS: u32 = 4;

impl Meter {
    pub(crate) fn open_stream(&self) {
        self.open_streams.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn close_stream(&self) {
        self.open_streams.fetch_sub(1, Ordering::Relaxed);
    }

    pub(crate) fn add(&self, bytes: usize) {
        self.moved.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    fn is_done(&self) -> bool {
        self.open_streams.load(Ordering::Relaxed) == 0
    }

    /// Ends when the network has taken the whole body, or with an error when it has taken nothing for `stall`.
    ///
    /// The first bytes may come later by `connect`, because there is no network for them before.
    pub(crate) async fn finished(&self, stall: Duration, connect: Duration) -> Result<(), Stalled> {
        let mut quiet = Duration::ZERO;
        let mut before = 0;
        while !self.is_done() {
            tokio::time::sleep(stall / LOOKS).await;
            let moved = self.moved.load(Ordering::Relaxed);
            quiet = if moved == before { quiet + stall / LOOKS } else { Duration::ZERO };
            before = moved;
            let patience = if moved == 0 { stall.saturating_add(connect) } else { stall / LOOKS * LOOKS };
            if quiet >= patience && !self.is_done() {
                return Err(Stalled);
            }
        }
        Ok(())
    }
}

/// Nothing moved for too long.
#[derive(Debug)]
pub(crate) struct Stalled;

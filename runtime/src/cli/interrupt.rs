//! Turns Ctrl-C into the end of what is being waited for, so that the command can say what it leaves behind.

use std::{
    future::Future,
    sync::atomic::{AtomicUsize, Ordering},
};

use tokio::sync::Notify;

/// What shells say of a program that Ctrl-C has ended.
const INTERRUPTED: i32 = 130;

/// Wakes whoever waits next, also when nobody does at the moment of Ctrl-C.
static PRESSED: Notify = Notify::const_new();
/// How many times Ctrl-C was pressed without anybody having taken notice.
static UNSEEN: AtomicUsize = AtomicUsize::new(0);

/// Listens to Ctrl-C from now on. One that nobody has taken notice of when the next one comes, because the output
/// cannot be written, say, ends the process.
pub(super) fn listen() {
    tokio::spawn(async {
        while tokio::signal::ctrl_c().await.is_ok() {
            if UNSEEN.fetch_add(1, Ordering::SeqCst) > 0 {
                std::process::exit(INTERRUPTED);
            }
            PRESSED.notify_one();
        }
    });
}

/// Waits for a value, or for Ctrl-C, which gives `None`.
pub(super) async fn or_interrupt<T>(value: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        value = value => Some(value),
        () = PRESSED.notified() => {
            UNSEEN.store(0, Ordering::SeqCst);
            None
        }
    }
}

//! Turns Ctrl-C into the end of what is being waited for, so that the command can say what it leaves behind.

use std::future::Future;

/// Waits for a value, or for Ctrl-C, which gives `None`.
pub(super) async fn or_interrupt<T>(value: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        value = value => Some(value),
        () = pressed() => None,
    }
}

/// Waits for Ctrl-C. Where it cannot be listened to, it ends the process by itself.
async fn pressed() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

//! Locks that do not care about a panic elsewhere.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks what only ever changes in whole steps, so that a panic of another holder leaves nothing half done.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

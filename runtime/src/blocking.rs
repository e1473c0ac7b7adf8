//! Turns calls into their values without `async`: for programs that have no runtime of their own.

use std::{future::IntoFuture, sync::OnceLock};

use tokio::runtime::{Builder, Handle, Runtime};

use crate::Error;

/// Waits for anything that a client returns: a call, a job, a download.
///
/// ```no_run
/// # use openapi_client_runtime::{Blocking as _, Error, Transport, Value};
/// # fn example(transport: &Transport) -> Result<(), Error> {
/// let answer: Value = transport.get("status", "/v1/status").decode_json().blocking()?;
/// # Ok(())
/// # }
/// ```
pub trait Blocking<T>: IntoFuture<Output = Result<T, Error>> + Sized {
    /// Waits for the value, on this thread.
    ///
    /// # Errors
    ///
    /// Those of the call; and [`Configuration`](crate::ErrorKind::Configuration) when it is made inside of an async
    /// runtime, which must not be blocked: use `.await` there. A thread of `spawn_blocking` is inside of one, too: use
    /// the `block_on` of its `Handle` there.
    fn blocking(self) -> Result<T, Error> {
        if Handle::try_current().is_ok() {
            return Err(Error::configuration(
                "`blocking` was called inside of an async runtime; use `.await` there, or `Handle::block_on`",
            ));
        }
        runtime()?.block_on(self.into_future())
    }
}

impl<T, F: IntoFuture<Output = Result<T, Error>>> Blocking<T> for F {}

/// Returns the runtime of all blocking calls, which keeps their connections alive between them.
fn runtime() -> Result<&'static Runtime, Error> {
    static RUNTIME: OnceLock<std::io::Result<Runtime>> = OnceLock::new();
    let start =
        || Builder::new_multi_thread().worker_threads(1).thread_name("api-client").enable_all().build();
    RUNTIME
        .get_or_init(start)
        .as_ref()
        .map_err(|error| Error::configuration(format!("cannot start a runtime for blocking calls: {error}")))
}

//! A socket that a request handler can break: reset at once, or close once what was written has left.
//!
//! Faults need the socket below HTTP. The accept loop wraps each socket in a [`Wire`] and gives its requests a
//! [`Connection`], the switch of that wire. A handler throws the switch and answers as usual; the wire fails when the
//! answer is written, hyper drops it, and the operating system does the rest. Nothing else needs to know.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

const ENDING: u8 = 1;
const RESET: u8 = 2;

/// The switch of a connection; 0 while nothing was asked of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Connection(Arc<AtomicU8>);

impl Connection {
    /// Makes the next write a reset of the connection: the client gets an error, not an end.
    pub(crate) fn reset(&self) {
        self.0.store(RESET, Ordering::Release);
    }

    /// Makes the connection end as soon as what was written so far has left.
    pub(crate) fn end_after_flush(&self) {
        self.0.store(ENDING, Ordering::Release);
    }

    fn is(&self, state: u8) -> bool {
        self.0.load(Ordering::Acquire) == state
    }
}

/// A socket that obeys its switch.
pub(crate) struct Wire {
    socket: TcpStream,
    connection: Connection,
}

impl Wire {
    pub(crate) fn new(socket: TcpStream) -> (Self, Connection) {
        let connection = Connection::default();
        (Self { socket, connection: connection.clone() }, connection)
    }

    /// Fails if a reset was asked for. With a linger of zero, dropping the socket sends RST instead of FIN.
    fn check(&self) -> io::Result<()> {
        if self.connection.is(RESET) {
            self.socket.set_zero_linger()?;
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        Ok(())
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.socket).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.socket).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.socket).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    /// hyper flushes the socket when it has handed over all it holds, which is the moment to end.
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        match Pin::new(&mut self.socket).poll_flush(cx) {
            Poll::Ready(Ok(())) if self.connection.is(ENDING) => {
                Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()))
            }
            other => other,
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.connection.is(RESET) {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}

//! Why a simulator did not start.

use std::error::Error;
use std::fmt;
use std::io;

/// Why a simulator did not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// The document cannot be served; the text says what is wrong with it and where.
    Document(String),
    /// An option has a value that makes no sense; the text says which.
    Option(String),
    /// The port cannot be listened on.
    Bind {
        /// The port that was asked for.
        port: u16,
        /// What the operating system says.
        source: io::Error,
    },
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document(reason) => write!(f, "the document cannot be served: {reason}"),
            Self::Option(reason) => write!(f, "the simulator cannot start: {reason}"),
            Self::Bind { port, .. } => {
                write!(f, "cannot listen on 127.0.0.1:{port}; use another port, or 0 for a free one")
            }
        }
    }
}

impl Error for StartError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Bind { source, .. } => Some(source),
            Self::Document(_) | Self::Option(_) => None,
        }
    }
}

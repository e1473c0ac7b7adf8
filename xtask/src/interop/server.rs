//! A server that runs while a step needs it, and is ended in any case.

use std::process::{Child, Command};
use std::time::Duration;

use super::step;
use crate::failure::Failure;

/// How long a server may take until it listens.
const LIMIT: Duration = Duration::from_secs(60);
/// What stands before the address in the line with which a server says that it listens.
const ANNOUNCEMENT: &str = "listening on ";

/// A server on the loopback interface.
pub(super) struct Server {
    child: Child,
    url: String,
}

impl Server {
    /// Starts a simulator at a speed.
    pub(super) fn simulator(name: &str, speed: &str) -> Result<Self, Failure> {
        Self::start(name, step::example("simulate").args(["--speed", speed]))
    }

    /// Starts a server that says where it listens, and waits until it does.
    pub(super) fn start(name: &str, command: &mut Command) -> Result<Self, Failure> {
        let mut server = Self { child: step::start(name, command)?, url: String::new() };
        let announced = step::poll(LIMIT, || {
            let has_ended = !matches!(server.child.try_wait(), Ok(None));
            let url = url(&step::output(name)?);
            if has_ended && url.is_none() { Err(silent(name)) } else { Ok(url) }
        });
        server.url = announced?.ok_or_else(|| silent(name))?;
        Ok(server)
    }

    /// Returns the address that it announced.
    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that has ended already is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Finds the address in a line that is complete.
fn url(output: &str) -> Option<String> {
    let (_, rest) = output.split_once(ANNOUNCEMENT)?;
    let (line, _) = rest.split_once('\n')?;
    Some(line.trim_end().to_owned())
}

fn silent(name: &str) -> Failure {
    let said = step::output(name).unwrap_or_default();
    Failure::new(format!(
        "{}\nerror: `{name}` does not listen\n  help: its output is above and in {}",
        said.trim_end(),
        step::log(name).display()
    ))
}

#[cfg(test)]
mod tests {
    use super::url;

    #[test]
    fn an_address_is_found_when_its_line_is_complete() {
        assert_eq!(url("[3:50] › [CLI] ▶ Prism is listening on http://127.0.0.1:45099"), None);
        let announced = "starting\nlistening on http://127.0.0.1:1/api/public\nmore";
        assert_eq!(url(announced).as_deref(), Some("http://127.0.0.1:1/api/public"));
    }
}

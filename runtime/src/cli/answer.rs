//! Turns the answer of a call that starts no job into what is shown of it.

use std::{
    future::{Future, IntoFuture as _},
    io::Write as _,
    path::{Path, PathBuf},
};

use clap::ArgMatches;
use serde_json::Value;
use tempfile::NamedTempFile;

use super::{
    Failure, Session,
    description::Operation,
    files::folder_of,
    grammar::OUTPUT,
    inputs::Inputs,
    interrupt::or_interrupt,
    progress::Lines,
    request::{kept, request},
    summary::visible,
};
use crate::{BodyStream, Call, Error, EventStream, Response, Retry};

/// Makes the call, and shows the answer.
pub(super) async fn answer(
    session: &Session<'_>,
    operation: &Operation,
    mut inputs: Inputs<'_>,
    matches: &ArgMatches,
) -> Result<(), Failure> {
    let kind = operation.answer.kind.as_str();
    let place = if kind == "bytes" { Place::read(session, matches)? } else { Place::Screen };
    let lines = Lines::new(session.screen);
    let request = request(&session.transport, operation, &mut inputs, |file| lines.watch(file));
    let media_type = kept(operation.answer.media_type.as_deref().unwrap_or_default());
    match kind {
        "bytes" => {
            let body = reached(operation, request.decode_bytes().raw_stream()).await?;
            lines.clear();
            save(session, operation, body, place).await
        }
        "events" => events(session, operation, request.decode_events::<Value>()).await,
        "event_texts" => events(session, operation, request.decode_event_texts()).await,
        "whole_events" => events(session, operation, request.decode_whole_events::<Value>()).await,
        "lines" => events(session, operation, request.decode_lines::<Value>(media_type)).await,
        "records" => events(session, operation, request.decode_records::<Value>()).await,
        _ => {
            let answer = match kind {
                "text" => request.decode_text().raw(),
                "empty" => request.decode_empty().raw(),
                _ => request.decode_json::<Value>().raw(),
            };
            let response = reached(operation, answer).await?;
            lines.clear();
            show(session, kind, &response)
        }
    }
}

/// Waits for an answer; says what Ctrl-C leaves behind.
async fn reached<T>(
    operation: &Operation,
    answer: impl Future<Output = Result<T, Error>>,
) -> Result<T, Failure> {
    match or_interrupt(answer).await {
        Some(answer) => Ok(answer?),
        None => {
            let is_harmless = operation.method.parse().is_ok_and(|it| Retry::of(&it) == Retry::Always);
            let doubt = "interrupted: whether the API has accepted the request is not known";
            Err(Failure::Interrupted(if is_harmless { "interrupted" } else { doubt }.to_owned()))
        }
    }
}

/// Shows a body that has arrived.
fn show(session: &Session<'_>, kind: &str, response: &Response) -> Result<(), Failure> {
    let screen = session.screen;
    if kind == "text" {
        let text = response.text()?;
        return match () {
            () if screen.errors_are_json => screen.show(&Value::from(text)),
            () if screen.is_terminal => screen.write(format!("{}\n", visible(&text)).as_bytes()),
            () => screen.write(text.as_bytes()),
        };
    }
    match response.json::<Value>() {
        Ok(Value::Null) if !screen.is_json => Ok(()),
        Ok(value) => screen.show(&value),
        // Where nothing was promised, whatever comes is no failure; and what was is shown as far as it goes.
        Err(_) if kind == "empty" => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Shows one event after the other, as they arrive.
async fn events<T: Into<Value>>(
    session: &Session<'_>,
    operation: &Operation,
    call: Call<EventStream<T>>,
) -> Result<(), Failure> {
    let mut events = reached(operation, call.into_future()).await?;
    while let Some(event) = reached(operation, events.next()).await? {
        session.screen.show_item(&event.data.into())?;
    }
    Ok(())
}

/// Where bytes go.
enum Place {
    Screen,
    File(PathBuf),
}

impl Place {
    fn read(session: &Session<'_>, matches: &ArgMatches) -> Result<Self, Failure> {
        match matches.get_one::<PathBuf>(OUTPUT) {
            Some(path) if path.as_os_str() != "-" => Ok(Self::File(path.clone())),
            None if session.screen.is_terminal => {
                let message =
                    "the answer is bytes, which are not for a terminal: say where they go by --output FILE";
                Err(Failure::Input(message.to_owned()))
            }
            _ => Ok(Self::Screen),
        }
    }
}

/// Writes a body as it arrives; a file appears when it is whole.
async fn save(
    session: &Session<'_>,
    operation: &Operation,
    mut body: BodyStream,
    place: Place,
) -> Result<(), Failure> {
    let mut file = match &place {
        Place::File(path) => {
            Some(NamedTempFile::new_in(folder_of(path)).map_err(|it| unwritable(path, &it))?)
        }
        Place::Screen => None,
    };
    while let Some(bytes) = reached(operation, body.next()).await? {
        match &mut file {
            Some(file) => file.write_all(&bytes)?,
            None => session.screen.write(&bytes)?,
        }
    }
    if let (Some(file), Place::File(path)) = (file, &place) {
        file.persist(path).map_err(|it| unwritable(path, &it.error))?;
    }
    Ok(())
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Local(format!("cannot write `{}`: {error}", path.display()))
}

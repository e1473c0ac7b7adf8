//! Turns the answer of a call that starts no job into what is shown of it.

use std::{
    fs::OpenOptions,
    future::{Future, IntoFuture as _},
    io::Write as _,
    path::PathBuf,
};

use clap::ArgMatches;
use serde_json::Value;
use tokio::io::AsyncWriteExt as _;

use super::{
    Failure, Screen, Session,
    description::Operation,
    files::folder_of,
    grammar::OUTPUT,
    inputs::Inputs,
    interrupt::or_interrupt,
    progress::Lines,
    request::{kept, request},
    summary::visible,
    words::AnswerKind,
};
use crate::{BodyStream, Call, Error, EventStream, Response, Retry, download::part};

/// Makes the call, and shows the answer.
pub(super) async fn answer(
    session: &Session<'_>,
    operation: &Operation,
    mut inputs: Inputs<'_>,
    matches: &ArgMatches,
) -> Result<(), Failure> {
    let kind = operation.answer.kind;
    let place = if kind == AnswerKind::Bytes { Place::read(session, matches)? } else { Place::Screen };
    let lines = Lines::new(session.screen);
    let request = request(&session.transport, operation, &mut inputs, |file| lines.watch(file));
    let media_type = kept(operation.answer.media_type.as_deref().unwrap_or_default());
    let answer = match kind {
        AnswerKind::Bytes => {
            let body = reached(operation, request.decode_bytes().raw_stream()).await?;
            lines.clear();
            return save(session, operation, body, place).await;
        }
        AnswerKind::Events => return events(session, operation, request.decode_events::<Value>()).await,
        AnswerKind::EventTexts => return events(session, operation, request.decode_event_texts()).await,
        AnswerKind::WholeEvents => {
            return events(session, operation, request.decode_whole_events::<Value>()).await;
        }
        AnswerKind::Lines => {
            return events(session, operation, request.decode_lines::<Value>(media_type)).await;
        }
        AnswerKind::Records => return events(session, operation, request.decode_records::<Value>()).await,
        AnswerKind::Text => request.decode_text().raw(),
        AnswerKind::Empty | AnswerKind::Any => request.decode_empty().raw(),
        AnswerKind::Json | AnswerKind::Job => request.decode_json::<Value>().raw(),
    };
    let response = reached(operation, answer).await?;
    lines.clear();
    show(session, kind, &response)
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
            let doubt = "whether the API has accepted the request is not known";
            Err(Failure::Interrupted(if is_harmless { "nothing has changed" } else { doubt }.to_owned()))
        }
    }
}

/// Shows a body that has arrived.
fn show(session: &Session<'_>, kind: AnswerKind, response: &Response) -> Result<(), Failure> {
    let screen = session.screen;
    match (kind, response.json::<Value>()) {
        (AnswerKind::Text, _) => text(screen, &response.text()?),
        (_, Ok(Value::Null)) if !screen.is_json => Ok(()),
        (_, Ok(value)) => screen.show(&value),
        // Where nothing was promised, whatever comes is no failure.
        (AnswerKind::Empty, Err(_)) => Ok(()),
        (AnswerKind::Any, Err(_)) => match response.text() {
            Ok(found) => text(screen, &found),
            Err(_) => screen.write(response.body()),
        },
        (_, Err(error)) => Err(error.into()),
    }
}

/// Shows a text: as it is where it goes on to a program or a file.
fn text(screen: &Screen, text: &str) -> Result<(), Failure> {
    match screen {
        Screen { wants_json: true, .. } => screen.show(&Value::from(text)),
        Screen { is_terminal: true, .. } => screen.write(format!("{}\n", visible(text)).as_bytes()),
        _ => screen.write(text.as_bytes()),
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
    /// A file that appears when it is whole.
    File(PathBuf),
    /// What is there already and is no file, such as a pipe.
    Device(PathBuf),
}

impl Place {
    /// Reads where bytes go, and refuses what could not take them before anything is sent.
    fn read(session: &Session<'_>, matches: &ArgMatches) -> Result<Self, Failure> {
        let refused = |message: String| Failure::Input(format!("--output: {message}"));
        let path = match matches.get_one::<PathBuf>(OUTPUT) {
            Some(path) if path.as_os_str() != "-" => path,
            None if session.screen.is_terminal => {
                return Err(refused(
                    "the answer is bytes, which are not for a terminal: name a file".to_owned(),
                ));
            }
            _ => return Ok(Self::Screen),
        };
        match std::fs::metadata(path) {
            Ok(found) if found.is_dir() => Err(refused(format!("`{}` is a folder", path.display()))),
            // A link stays one, and what it leads to is written.
            Ok(found) if found.is_file() => Ok(Self::File(path.canonicalize()?)),
            Ok(_) => Ok(Self::Device(path.clone())),
            Err(_) if !folder_of(path).is_dir() => {
                Err(refused(format!("there is no folder `{}`", folder_of(path).display())))
            }
            Err(_) => Ok(Self::File(path.clone())),
        }
    }
}

/// Writes a body as it arrives.
async fn save(
    session: &Session<'_>,
    operation: &Operation,
    mut body: BodyStream,
    place: Place,
) -> Result<(), Failure> {
    match place {
        Place::Screen => {
            while let Some(bytes) = reached(operation, body.next()).await? {
                session.screen.write(&bytes)?;
            }
        }
        Place::Device(path) => {
            let mut device = OpenOptions::new().write(true).open(&path)?;
            while let Some(bytes) = reached(operation, body.next()).await? {
                device.write_all(&bytes)?;
            }
        }
        Place::File(path) => {
            let failed = |error: Error| Failure::Local(error.to_string());
            let (file, part) = part::create(&path).await.map_err(failed)?;
            let mut file = tokio::fs::File::from_std(file);
            while let Some(bytes) = reached(operation, body.next()).await? {
                file.write_all(&bytes).await?;
            }
            part::finish(file, part, &path).await.map_err(failed)?;
        }
    }
    Ok(())
}

//! File types to small files that are real: they play, show or open.
//!
//! WAV is a tone, MP3 the same tone, PNG a picture of one colour, MIDI one note, CSV that note as text. No encoder for
//! FLAC, Ogg, AAC or WebM is worth its weight here, so a file that is named so holds WAV, and its content type says so.

mod midi;
mod mp3;
mod png;
mod wav;

use bytes::Bytes;

/// Length of every recording.
pub(crate) const SECONDS: f64 = 2.0;

/// Pitch of the first of several recordings.
const PITCH: f64 = 440.0;

/// A file with its true content type.
pub(crate) struct Media {
    pub(crate) content_type: &'static str,
    pub(crate) bytes: Bytes,
}

/// Makes a file of a type; several of a job, counted from 0, differ by their pitch.
pub(crate) fn file(extension: &str, number: usize) -> Media {
    let pitch = PITCH * (1.0 + number as f64 / 2.0);
    let (content_type, bytes) = match extension {
        "wav" | "flac" | "ogg" | "aac" | "webm" => ("audio/wav", wav::tone(pitch, SECONDS)),
        "mp3" => ("audio/mpeg", mp3::tone(pitch, SECONDS)),
        "png" => ("image/png", png::square(number)),
        "mid" => ("audio/midi", midi::note()),
        "csv" => ("text/csv", b"start_time_s,end_time_s,pitch_midi,velocity\n0.0,0.5,69,100\n".to_vec()),
        _ => ("application/octet-stream", b"simulated".to_vec()),
    };
    Media { content_type, bytes: bytes.into() }
}

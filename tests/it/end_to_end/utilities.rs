//! Calls of the operations on audio files, from a link and from a file, with everything set that there is.

use musicgpt_client::types::{
    AudioCutterInput, AudioCutterRequest, AudioMasteringInput, AudioMasteringRequest, AudioSpeedChangerInput,
    AudioSpeedChangerRequest, AudioToMidiInput, AudioToMidiRequest, BitDepth, ExtractKeyBpmInput,
    ExtractKeyBpmRequest, FileConvertInput, FileConvertRequest, OutputExtension, SampleRate,
};

use super::case::Sent::{self, File, Text};
use super::case::{Case, FileOnDisk, HOOK, SONG, STREAMED, case, in_memory, streamed};

const LINK: (&str, Sent) = ("audio_url", Text(SONG));
const REPORT: (&str, Sent) = ("webhook_url", Text(HOOK));
const OLD_LINK: (&str, Sent) = ("audio_path", Text("uploads/song.mp3"));
const UPLOAD: (&str, Sent) = ("audio_file", File("song.mp3", "audio/mpeg"));

pub(super) fn cases() -> Vec<Case> {
    [conversions(), cuts(), masters()].into_iter().flatten().collect()
}

#[expect(deprecated, reason = "what the document advises against still has to work")]
fn conversions() -> Vec<Case> {
    let converted = [
        LINK,
        ("target_format", Text("wav")),
        ("target_sr", Text("44100")),
        ("target_bit_depth", Text("24")),
        REPORT,
    ];
    let notes = [LINK, ("sonify_midi", Text("true")), ("save_note_events", Text("false")), OLD_LINK, REPORT];
    vec![
        case("file_convert", "everything, from a link", converted, |it| {
            let request = FileConvertRequest::new(FileConvertInput::Url(SONG.into()), OutputExtension::Wav)
                .target_sr(SampleRate::Hz44100)
                .target_bit_depth(BitDepth::Bits24);
            it.file_convert(request.webhook_url(HOOK))
        }),
        case("file_convert", "a file in memory", [UPLOAD, ("target_format", Text("ogg"))], |it| {
            it.file_convert(FileConvertRequest::new(
                FileConvertInput::File(in_memory()),
                OutputExtension::Ogg,
            ))
        }),
        case("audio_to_midi", "everything, from a link", notes, |it| {
            let request = AudioToMidiRequest::new(AudioToMidiInput::Url(SONG.into()))
                .sonify_midi(true)
                .save_note_events(false)
                .audio_path("uploads/song.mp3");
            it.audio_to_midi(request.webhook_url(HOOK))
        }),
        case("audio_to_midi", "a file in memory", [UPLOAD], |it| {
            it.audio_to_midi(AudioToMidiRequest::new(AudioToMidiInput::File(in_memory())))
        }),
        case("extract_key_bpm", "everything, from a link", [LINK, REPORT], |it| {
            it.extract_key_bpm(
                ExtractKeyBpmRequest::new(ExtractKeyBpmInput::Url(SONG.into())).webhook_url(HOOK),
            )
        }),
        case("extract_key_bpm", "a file in memory", [UPLOAD], |it| {
            it.extract_key_bpm(ExtractKeyBpmRequest::new(ExtractKeyBpmInput::File(in_memory())))
        }),
    ]
}

#[expect(deprecated, reason = "what the document advises against still has to work")]
fn cuts() -> Vec<Case> {
    let cut = [
        LINK,
        ("start_time", Text("0")),
        ("end_time", Text("10500")),
        ("output_extension", Text("mp3")),
        OLD_LINK,
        REPORT,
    ];
    let cut_upload = [UPLOAD, ("start_time", Text("0.5")), ("end_time", Text("10000000"))];
    let faster =
        [LINK, ("speed_change_factor", Text("1.5")), ("output_extension", Text("ogg")), OLD_LINK, REPORT];
    vec![
        case("audio_cutter", "everything, from a link", cut, |it| {
            let request = AudioCutterRequest::new(AudioCutterInput::Url(SONG.into()), 0, 10_500)
                .output_extension(OutputExtension::Mp3)
                .audio_path("uploads/song.mp3");
            it.audio_cutter(request.webhook_url(HOOK))
        }),
        case("audio_cutter", "a file in memory", cut_upload, |it| {
            it.audio_cutter(AudioCutterRequest::new(AudioCutterInput::File(in_memory()), 0.5, 1e7))
        }),
        case("audio_speed_changer", "everything, from a link", faster, |it| {
            let request = AudioSpeedChangerRequest::new(AudioSpeedChangerInput::Url(SONG.into()), 1.5)
                .output_extension(OutputExtension::Ogg)
                .audio_path("uploads/song.mp3");
            it.audio_speed_changer(request.webhook_url(HOOK))
        }),
        case("audio_speed_changer", "a file in memory", [UPLOAD, ("speed_change_factor", Text("4"))], |it| {
            let input = AudioSpeedChangerInput::File(in_memory());
            it.audio_speed_changer(AudioSpeedChangerRequest::new(input, 4))
        }),
    ]
}

#[expect(deprecated, reason = "what the document advises against still has to work")]
fn masters() -> Vec<Case> {
    let track = FileOnDisk::new("mix.wav");
    let links = [
        LINK,
        ("reference_audio_url", Text("https://example.com/reference.mp3")),
        ("output_extension", Text("flac")),
        OLD_LINK,
        ("reference_audio_path", Text("uploads/reference.mp3")),
        REPORT,
    ];
    let files =
        [("audio_file", File("mix.wav", "audio/wav")), ("reference_audio_file", File(STREAMED, "audio/wav"))];
    vec![
        case("audio_mastering", "everything, from links", links, |it| {
            let input = AudioMasteringInput::Urls {
                audio_url: SONG.into(),
                reference_audio_url: "https://example.com/reference.mp3".into(),
            };
            let request = AudioMasteringRequest::new(input)
                .output_extension(OutputExtension::Flac)
                .audio_path("uploads/song.mp3")
                .reference_audio_path("uploads/reference.mp3");
            it.audio_mastering(request.webhook_url(HOOK))
        }),
        case("audio_mastering", "a file on disk and a stream", files, move |it| {
            it.audio_mastering(AudioMasteringRequest::new(AudioMasteringInput::Files {
                audio_file: track.upload(),
                reference_audio_file: streamed(),
            }))
        }),
    ]
}

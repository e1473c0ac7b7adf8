//! Calls of the operations on audio files: with everything set, and with no more than must be.

use musicgpt_client::types::{
    AudioCutterInput, AudioCutterRequest, AudioMasteringInput, AudioMasteringRequest, AudioSpeedChangerInput,
    AudioSpeedChangerRequest, AudioToMidiInput, AudioToMidiRequest, BitDepth, ExtractKeyBpmInput,
    ExtractKeyBpmRequest, FileConvertInput, FileConvertRequest, OutputExtension, SampleRate,
};

use super::case::{Case, FileOnDisk, HOOK, SONG, case, in_memory, streamed};

pub(super) fn cases() -> Vec<Case> {
    let track = FileOnDisk::new("mix.wav");
    vec![
        case("file_convert", "everything, from a link", |it| it.file_convert(file_convert())),
        case("file_convert", "a file in memory, values that the document lacks", |it| {
            let request = FileConvertRequest::new(FileConvertInput::File(in_memory()), "opus");
            it.file_convert(request.target_sr(11_025.into()).target_bit_depth(8.into()))
        }),
        case("audio_to_midi", "everything, from a link", |it| it.audio_to_midi(audio_to_midi())),
        case("audio_to_midi", "a file in memory", |it| {
            it.audio_to_midi(AudioToMidiRequest::new(AudioToMidiInput::File(in_memory())))
        }),
        case("audio_cutter", "everything, from a link", |it| it.audio_cutter(audio_cutter())),
        case("audio_cutter", "a file in memory", |it| {
            it.audio_cutter(AudioCutterRequest::new(AudioCutterInput::File(in_memory()), 0.5, 1e7))
        }),
        case("audio_speed_changer", "everything, from a link", |it| {
            it.audio_speed_changer(audio_speed_changer())
        }),
        case("audio_speed_changer", "a file in memory", |it| {
            it.audio_speed_changer(AudioSpeedChangerRequest::new(
                AudioSpeedChangerInput::File(in_memory()),
                2,
            ))
        }),
        case("audio_mastering", "everything, from links", |it| it.audio_mastering(audio_mastering())),
        case("audio_mastering", "a file on disk and a stream", move |it| {
            it.audio_mastering(AudioMasteringRequest::new(AudioMasteringInput::Files {
                audio_file: track.upload(),
                reference_audio_file: streamed(),
            }))
        }),
        case("extract_key_bpm", "everything, from a link", |it| {
            it.extract_key_bpm(
                ExtractKeyBpmRequest::new(ExtractKeyBpmInput::Url(SONG.into())).webhook_url(HOOK),
            )
        }),
        case("extract_key_bpm", "a file in memory", |it| {
            it.extract_key_bpm(ExtractKeyBpmRequest::new(ExtractKeyBpmInput::File(in_memory())))
        }),
    ]
}

fn file_convert() -> FileConvertRequest {
    FileConvertRequest::new(FileConvertInput::Url(SONG.into()), OutputExtension::Wav)
        .target_sr(SampleRate::Hz44100)
        .target_bit_depth(BitDepth::Bits24)
        .webhook_url(HOOK)
}

#[expect(deprecated, reason = "what the document advises against still has to work")]
fn audio_to_midi() -> AudioToMidiRequest {
    AudioToMidiRequest::new(AudioToMidiInput::Url(SONG.into()))
        .sonify_midi(true)
        .save_note_events(false)
        .audio_path("uploads/song.mp3")
        .webhook_url(HOOK)
}

#[expect(deprecated, reason = "what the document advises against still has to work")]
fn audio_cutter() -> AudioCutterRequest {
    AudioCutterRequest::new(AudioCutterInput::Url(SONG.into()), 0, 10_500)
        .output_extension(OutputExtension::Mp3)
        .audio_path("uploads/song.mp3")
        .webhook_url(HOOK)
}

#[expect(deprecated, reason = "what the document advises against still has to work")]
fn audio_speed_changer() -> AudioSpeedChangerRequest {
    AudioSpeedChangerRequest::new(AudioSpeedChangerInput::Url(SONG.into()), 1.5)
        .output_extension(OutputExtension::Ogg)
        .audio_path("uploads/song.mp3")
        .webhook_url(HOOK)
}

#[expect(deprecated, reason = "what the document advises against still has to work")]
fn audio_mastering() -> AudioMasteringRequest {
    let input = AudioMasteringInput::Urls {
        audio_url: SONG.into(),
        reference_audio_url: "https://example.com/reference.mp3".into(),
    };
    AudioMasteringRequest::new(input)
        .output_extension(OutputExtension::Flac)
        .audio_path("uploads/song.mp3")
        .reference_audio_path("uploads/reference.mp3")
        .webhook_url(HOOK)
}

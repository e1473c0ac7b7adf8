//! Everyday work on audio files.

use musicgpt_client::Client;
use musicgpt_client::types::{
    AudioCutterInput, AudioCutterRequest, AudioMasteringInput, AudioMasteringRequest, AudioSpeedChangerInput,
    AudioSpeedChangerRequest, AudioToMidiInput, AudioToMidiRequest, BitDepth, ExtractKeyBpmInput,
    ExtractKeyBpmRequest, FileConvertInput, FileConvertRequest, OutputExtension, SampleRate,
};

use crate::tally::Tally;
use crate::{HOOK, SONG, file};

/// Calls the operations.
pub(crate) async fn call(client: &Client, tally: &mut Tally) {
    converting(client, tally).await;
    cutting(client, tally).await;
    mastering(client, tally).await;
    let link = ExtractKeyBpmRequest::new(ExtractKeyBpmInput::Url(SONG.into())).webhook_url(HOOK);
    tally.call("extract_key_bpm, link", client.extract_key_bpm(link)).await;
    let request = ExtractKeyBpmRequest::new(ExtractKeyBpmInput::File(file()));
    tally.call("extract_key_bpm, file", client.extract_key_bpm(request)).await;
}

async fn converting(client: &Client, tally: &mut Tally) {
    let link = FileConvertRequest::new(FileConvertInput::Url(SONG.into()), OutputExtension::Wav)
        .target_sr(SampleRate::Hz44100)
        .target_bit_depth(BitDepth::Bits24)
        .webhook_url(HOOK);
    tally.call("file_convert, link", client.file_convert(link)).await;
    let request = FileConvertRequest::new(FileConvertInput::File(file()), OutputExtension::Flac);
    tally.call("file_convert, file", client.file_convert(request)).await;
    let link = AudioToMidiRequest::new(AudioToMidiInput::Url(SONG.into()))
        .sonify_midi(true)
        .save_note_events(false)
        .webhook_url(HOOK);
    tally.call("audio_to_midi, link", client.audio_to_midi(link)).await;
    let request = AudioToMidiRequest::new(AudioToMidiInput::File(file())).sonify_midi(false);
    tally.call("audio_to_midi, file", client.audio_to_midi(request)).await;
}

async fn cutting(client: &Client, tally: &mut Tally) {
    let link = AudioCutterRequest::new(AudioCutterInput::Url(SONG.into()), 10_500, 45_000)
        .output_extension(OutputExtension::Mp3)
        .webhook_url(HOOK);
    tally.call("audio_cutter, link", client.audio_cutter(link)).await;
    let request = AudioCutterRequest::new(AudioCutterInput::File(file()), 0.5, 45_000);
    tally.call("audio_cutter, file", client.audio_cutter(request)).await;
    let link = AudioSpeedChangerRequest::new(AudioSpeedChangerInput::Url(SONG.into()), 1.5)
        .output_extension(OutputExtension::Ogg)
        .webhook_url(HOOK);
    tally.call("audio_speed_changer, link", client.audio_speed_changer(link)).await;
    let request = AudioSpeedChangerRequest::new(AudioSpeedChangerInput::File(file()), 2);
    tally.call("audio_speed_changer, file", client.audio_speed_changer(request)).await;
}

async fn mastering(client: &Client, tally: &mut Tally) {
    let links = AudioMasteringInput::Urls {
        audio_url: SONG.into(),
        reference_audio_url: "https://example.com/reference.mp3".into(),
    };
    let link = AudioMasteringRequest::new(links).output_extension(OutputExtension::Wav).webhook_url(HOOK);
    tally.call("audio_mastering, link", client.audio_mastering(link)).await;
    let files = AudioMasteringInput::Files {
        audio_file: file(),
        reference_audio_file: file().file_name("reference.mp3"),
    };
    let request = AudioMasteringRequest::new(files).output_extension(OutputExtension::Flac);
    tally.call("audio_mastering, file", client.audio_mastering(request)).await;
}

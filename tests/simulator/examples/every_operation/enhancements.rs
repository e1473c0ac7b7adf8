//! Voices, stems, cleaned recordings, sounds, transcriptions and lyrics.

use musicgpt_client::Client;
use musicgpt_client::types::{
    AudioTranscribeInput, AudioTranscribeRequest, BackgroundRemoval, CoverInput, CoverRequest, DeechoInput,
    DeechoRequest, DenoiseInput, DenoiseRequest, DereverbInput, DereverbRequest, ExtractionInput,
    ExtractionRequest, ExtractionV1Input, ExtractionV1Request, PreprocessingOption, SoundGeneratorRequest,
    Stem, TextToSpeechInput, TextToSpeechRequest, TranscriptionFormat, VoiceChangerInput,
    VoiceChangerRequest,
};

use crate::tally::Tally;
use crate::{HOOK, SONG, file};

/// Calls the operations.
pub(crate) async fn call(client: &Client, tally: &mut Tally) {
    voices(client, tally).await;
    extraction(client, tally).await;
    cleaning(client, tally).await;
    let request = SoundGeneratorRequest::new("Generate a soothing ambient soundscape.")
        .audio_length(30)
        .generate_album_cover(false)
        .webhook_url(HOOK);
    tally.call("sound_generator", client.sound_generator(request)).await;
    let link = AudioTranscribeRequest::new(AudioTranscribeInput::Url(SONG.into()))
        .language("en")
        .translate(false)
        .transcription_format(TranscriptionFormat::PlainText)
        .translation_format(TranscriptionFormat::PlainText)
        .word_timestamps(true)
        .webhook_url(HOOK);
    tally.call("audio_transcribe, link", client.audio_transcribe(link)).await;
    let request = AudioTranscribeRequest::new(AudioTranscribeInput::File(file())).word_timestamps(false);
    tally.call("audio_transcribe, file", client.audio_transcribe(request)).await;
    tally.call("prompt_to_lyrics", client.prompt_to_lyrics("süß & salty = 100%?")).await;
}

async fn voices(client: &Client, tally: &mut Tally) {
    let input = TextToSpeechInput::VoiceId("voice-1".into());
    let request = TextToSpeechRequest::new(input, "Hello \u{1f3b5}").gender("male").webhook_url(HOOK);
    tally.call("text_to_speech", client.text_to_speech(request)).await;
    let link = VoiceChangerRequest::new(VoiceChangerInput::Url(SONG.into()), "voice-1")
        .remove_background(BackgroundRemoval::Remove)
        .pitch(-12)
        .webhook_url(HOOK);
    tally.call("voice_changer, link", client.voice_changer(link)).await;
    let request = VoiceChangerRequest::new(VoiceChangerInput::File(file()), "voice-1").pitch(2);
    tally.call("voice_changer, file", client.voice_changer(request)).await;
    let link = CoverRequest::new(CoverInput::Url(SONG.into()), "voice-1").pitch(12).webhook_url(HOOK);
    tally.call("cover, link", client.cover(link)).await;
    let request = CoverRequest::new(CoverInput::File(file()), "voice-1");
    tally.call("cover, file", client.cover(request)).await;
}

#[expect(deprecated, reason = "what the document advises against still has to work")]
async fn extraction(client: &Client, tally: &mut Tally) {
    let link = ExtractionRequest::new(ExtractionInput::Url(SONG.into()))
        .stems([Stem::Vocals, Stem::Drums])
        .preprocessing_options([PreprocessingOption::Denoise, PreprocessingOption::Dereverb])
        .eco_mode(true)
        .webhook_url(HOOK);
    tally.call("extraction, link", client.extraction(link)).await;
    let request = ExtractionRequest::new(ExtractionInput::File(file())).stems([Stem::Vocals]);
    tally.call("extraction, file", client.extraction(request)).await;
    let link = ExtractionV1Request::new(ExtractionV1Input::Url(SONG.into()))
        .stems([Stem::Bass])
        .preprocessing_options([PreprocessingOption::Deecho])
        .webhook_url(HOOK);
    tally.call("extraction_v1, link", client.extraction_v1(link)).await;
    let request = ExtractionV1Request::new(ExtractionV1Input::File(file()));
    tally.call("extraction_v1, file", client.extraction_v1(request)).await;
}

async fn cleaning(client: &Client, tally: &mut Tally) {
    let link = DenoiseRequest::new(DenoiseInput::Url(SONG.into())).webhook_url(HOOK);
    tally.call("denoise, link", client.denoise(link)).await;
    let request = DenoiseRequest::new(DenoiseInput::File(file()));
    tally.call("denoise, file", client.denoise(request)).await;
    let link = DeechoRequest::new(DeechoInput::Url(SONG.into())).webhook_url(HOOK);
    tally.call("deecho, link", client.deecho(link)).await;
    let request = DeechoRequest::new(DeechoInput::File(file()));
    tally.call("deecho, file", client.deecho(request)).await;
    let link = DereverbRequest::new(DereverbInput::Url(SONG.into())).webhook_url(HOOK);
    tally.call("dereverb, link", client.dereverb(link)).await;
    let request = DereverbRequest::new(DereverbInput::File(file()));
    tally.call("dereverb, file", client.dereverb(request)).await;
}

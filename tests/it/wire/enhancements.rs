//! Calls of the operations on voices, stems and sounds: with everything set, and with no more than must be.

use musicgpt_client::Upload;
use musicgpt_client::types::{
    AudioTranscribeInput, AudioTranscribeRequest, BackgroundRemoval, CoverInput, CoverRequest, DeechoInput,
    DeechoRequest, DenoiseInput, DenoiseRequest, DereverbInput, DereverbRequest, ExtractionInput,
    ExtractionRequest, ExtractionV1Input, ExtractionV1Request, PreprocessingOption, SoundGeneratorRequest,
    Stem, TextToSpeechInput, TextToSpeechRequest, TranscriptionFormat, VoiceChangerInput,
    VoiceChangerRequest,
};

use super::case::{Case, FileOnDisk, HOOK, SONG, SOUND, case, in_memory, streamed};

/// Empty lists, which must not be taken for lists that are not given.
const NO_STEMS: [Stem; 0] = [];
const NO_OPTIONS: [PreprocessingOption; 0] = [];

pub(super) fn cases() -> Vec<Case> {
    let cover_file = FileOnDisk::new("no extension");
    let mut cases = deprecated_cases();
    cases.extend([
        case("text_to_speech", "everything, by a sample", |it| it.text_to_speech(text_to_speech())),
        case("text_to_speech", "by a voice", |it| {
            it.text_to_speech(TextToSpeechRequest::new(TextToSpeechInput::VoiceId("voice-1".into()), "Hello"))
        }),
        case("voice_changer", "everything, from a link", |it| it.voice_changer(voice_changer())),
        case("voice_changer", "a file in memory", |it| {
            it.voice_changer(VoiceChangerRequest::new(VoiceChangerInput::File(in_memory()), "voice-1"))
        }),
        case("extraction", "everything, from a link", |it| it.extraction(extraction())),
        case("extraction", "a file in memory, lists without items", |it| {
            let request = ExtractionRequest::new(ExtractionInput::File(in_memory()));
            it.extraction(request.stems(NO_STEMS).preprocessing_options(NO_OPTIONS))
        }),
        case("cover", "everything, from a link", |it| it.cover(cover())),
        case("cover", "a file on disk whose name says nothing", move |it| {
            it.cover(CoverRequest::new(CoverInput::File(cover_file.upload()), "voice-1"))
        }),
        case("denoise", "everything, from a link", |it| {
            it.denoise(DenoiseRequest::new(DenoiseInput::Url(SONG.into())).webhook_url(HOOK))
        }),
        case("denoise", "a stream", |it| it.denoise(DenoiseRequest::new(DenoiseInput::File(streamed())))),
        case("deecho", "everything, from a link", |it| {
            it.deecho(DeechoRequest::new(DeechoInput::Url(SONG.into())).webhook_url(HOOK))
        }),
        case("deecho", "a file without a name", |it| {
            it.deecho(DeechoRequest::new(DeechoInput::File(Upload::bytes(SOUND))))
        }),
        case("dereverb", "everything, from a link", |it| {
            it.dereverb(DereverbRequest::new(DereverbInput::Url(SONG.into())).webhook_url(HOOK))
        }),
        case("dereverb", "a file with a content type of its own", |it| {
            let file = in_memory().content_type("audio/x-mpeg; codec=mp3");
            it.dereverb(DereverbRequest::new(DereverbInput::File(file)))
        }),
        case("sound_generator", "everything", |it| it.sound_generator(sound_generator())),
        case("sound_generator", "only a prompt", |it| {
            it.sound_generator(SoundGeneratorRequest::new("1 + 1 = 2 & ~ü\n"))
        }),
        case("audio_transcribe", "everything, from a link", |it| it.audio_transcribe(audio_transcribe())),
        case("audio_transcribe", "a file in memory", |it| {
            it.audio_transcribe(AudioTranscribeRequest::new(AudioTranscribeInput::File(in_memory())))
        }),
        case("prompt_to_lyrics", "everything", |it| it.prompt_to_lyrics("süß & salty = 100%?")),
    ]);
    cases
}

#[expect(deprecated, reason = "what the document advises against still has to work")]
fn deprecated_cases() -> Vec<Case> {
    vec![
        case("extraction_v1", "everything, from a link", |it| it.extraction_v1(extraction_v1())),
        case("extraction_v1", "a file in memory", |it| {
            it.extraction_v1(ExtractionV1Request::new(ExtractionV1Input::File(in_memory())))
        }),
    ]
}

fn text_to_speech() -> TextToSpeechRequest {
    TextToSpeechRequest::new(TextToSpeechInput::SampleAudioUrl(SONG.into()), "Hello \u{1f3b5}")
        .gender("male")
        .webhook_url(HOOK)
}

fn voice_changer() -> VoiceChangerRequest {
    VoiceChangerRequest::new(VoiceChangerInput::Url(SONG.into()), "voice-1")
        .remove_background(BackgroundRemoval::Remove)
        .pitch(-12)
        .webhook_url(HOOK)
}

fn extraction() -> ExtractionRequest {
    ExtractionRequest::new(ExtractionInput::Url(SONG.into()))
        .stems([Stem::Vocals, Stem::KickDrum, "theremin".into()])
        .preprocessing_options([PreprocessingOption::Denoise])
        .eco_mode(true)
        .webhook_url(HOOK)
}

fn extraction_v1() -> ExtractionV1Request {
    ExtractionV1Request::new(ExtractionV1Input::Url(SONG.into()))
        .stems([Stem::Bass])
        .preprocessing_options([PreprocessingOption::Deecho, PreprocessingOption::Dereverb])
        .webhook_url(HOOK)
}

fn cover() -> CoverRequest {
    CoverRequest::new(CoverInput::Url(SONG.into()), "voice-1").pitch(12).webhook_url(HOOK)
}

fn sound_generator() -> SoundGeneratorRequest {
    SoundGeneratorRequest::new("rain on a tin roof")
        .audio_length(30)
        .generate_album_cover(false)
        .webhook_url(HOOK)
}

fn audio_transcribe() -> AudioTranscribeRequest {
    AudioTranscribeRequest::new(AudioTranscribeInput::Url(SONG.into()))
        .language("de")
        .translate(true)
        .transcription_format(TranscriptionFormat::Srt)
        .translation_format(TranscriptionFormat::PlainText)
        .word_timestamps(false)
        .webhook_url(HOOK)
}

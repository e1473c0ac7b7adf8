//! Calls of the operations on voices, stems and sounds, from a link and from a file, with everything set that there is.

use musicgpt_client::Upload;
use musicgpt_client::types::{
    AudioTranscribeInput, AudioTranscribeRequest, BackgroundRemoval, CoverInput, CoverRequest, DeechoInput,
    DeechoRequest, DenoiseInput, DenoiseRequest, DereverbInput, DereverbRequest, ExtractionInput,
    ExtractionRequest, ExtractionV1Input, ExtractionV1Request, PreprocessingOption, SoundGeneratorRequest,
    Stem, TextToSpeechInput, TextToSpeechRequest, TranscriptionFormat, VoiceChangerInput,
    VoiceChangerRequest,
};

use super::case::Sent::{self, File, Text};
use super::case::{Case, FileOnDisk, HOOK, SONG, SOUND, STREAMED, case, in_memory, streamed};

const LINK: (&str, Sent) = ("audio_url", Text(SONG));
const REPORT: (&str, Sent) = ("webhook_url", Text(HOOK));
const VOICE: (&str, Sent) = ("voice_id", Text("voice-1"));
const UPLOAD: (&str, Sent) = ("audio_file", File("song.mp3", "audio/mpeg"));

pub(super) fn cases() -> Vec<Case> {
    [voices(), stems(), clean_recordings(), sounds_and_words()].into_iter().flatten().collect()
}

fn voices() -> Vec<Case> {
    let on_disk = FileOnDisk::new("no extension");
    let spoken = [
        ("sample_audio_url", Text(SONG)),
        ("text", Text("Hello \u{1f3b5}")),
        ("gender", Text("male")),
        REPORT,
    ];
    let changed = [LINK, VOICE, ("remove_background", Text("1")), ("pitch", Text("-12")), REPORT];
    let nameless = ("audio_file", File("no extension", "application/octet-stream"));
    vec![
        case("text_to_speech", "everything, by a sample", spoken, |it| {
            let input = TextToSpeechInput::SampleAudioUrl(SONG.into());
            let request = TextToSpeechRequest::new(input, "Hello \u{1f3b5}");
            it.text_to_speech(request.gender("male").webhook_url(HOOK))
        }),
        case("text_to_speech", "by a voice", [VOICE, ("text", Text("Hello"))], |it| {
            it.text_to_speech(TextToSpeechRequest::new(TextToSpeechInput::VoiceId("voice-1".into()), "Hello"))
        }),
        case("voice_changer", "everything, from a link", changed, |it| {
            let request = VoiceChangerRequest::new(VoiceChangerInput::Url(SONG.into()), "voice-1");
            let request = request.remove_background(BackgroundRemoval::Remove).pitch(-12);
            it.voice_changer(request.webhook_url(HOOK))
        }),
        case("voice_changer", "a file in memory", [UPLOAD, VOICE], |it| {
            it.voice_changer(VoiceChangerRequest::new(VoiceChangerInput::File(in_memory()), "voice-1"))
        }),
        case("cover", "everything, from a link", [LINK, VOICE, ("pitch", Text("12")), REPORT], |it| {
            let request = CoverRequest::new(CoverInput::Url(SONG.into()), "voice-1");
            it.cover(request.pitch(12).webhook_url(HOOK))
        }),
        case("cover", "a file on disk whose name says nothing", [nameless, VOICE], move |it| {
            it.cover(CoverRequest::new(CoverInput::File(on_disk.upload()), "voice-1"))
        }),
    ]
}

#[expect(deprecated, reason = "what the document advises against still has to work")]
fn stems() -> Vec<Case> {
    let split = [
        LINK,
        ("stems", Text(r#"["vocals","kick_drum"]"#)),
        ("preprocessing_options", Text(r#"["Denoise"]"#)),
        ("eco_mode", Text("true")),
        REPORT,
    ];
    let split_v1 = [
        LINK,
        ("stems", Text(r#"["bass"]"#)),
        ("preprocessing_options", Text(r#"["Deecho","Dereverb"]"#)),
        REPORT,
    ];
    let nothing = [UPLOAD, ("stems", Text("[]")), ("preprocessing_options", Text("[]"))];
    vec![
        case("extraction", "everything, from a link", split, |it| {
            let request = ExtractionRequest::new(ExtractionInput::Url(SONG.into()))
                .stems([Stem::Vocals, Stem::KickDrum])
                .preprocessing_options([PreprocessingOption::Denoise]);
            it.extraction(request.eco_mode(true).webhook_url(HOOK))
        }),
        case("extraction", "a file in memory, lists without items", nothing, |it| {
            let request = ExtractionRequest::new(ExtractionInput::File(in_memory()));
            it.extraction(
                request.stems([] as [Stem; 0]).preprocessing_options([] as [PreprocessingOption; 0]),
            )
        }),
        case("extraction_v1", "everything, from a link", split_v1, |it| {
            let request = ExtractionV1Request::new(ExtractionV1Input::Url(SONG.into()))
                .stems([Stem::Bass])
                .preprocessing_options([PreprocessingOption::Deecho, PreprocessingOption::Dereverb]);
            it.extraction_v1(request.webhook_url(HOOK))
        }),
        case("extraction_v1", "a file in memory", [UPLOAD], |it| {
            it.extraction_v1(ExtractionV1Request::new(ExtractionV1Input::File(in_memory())))
        }),
    ]
}

fn clean_recordings() -> Vec<Case> {
    let nameless = ("audio_file", File("audio_file", "application/octet-stream"));
    let own_type = ("audio_file", File("song.mp3", "audio/x-mpeg; codec=mp3"));
    vec![
        case("denoise", "everything, from a link", [LINK, REPORT], |it| {
            it.denoise(DenoiseRequest::new(DenoiseInput::Url(SONG.into())).webhook_url(HOOK))
        }),
        case("denoise", "a stream", [("audio_file", File(STREAMED, "audio/wav"))], |it| {
            it.denoise(DenoiseRequest::new(DenoiseInput::File(streamed())))
        }),
        case("deecho", "everything, from a link", [LINK, REPORT], |it| {
            it.deecho(DeechoRequest::new(DeechoInput::Url(SONG.into())).webhook_url(HOOK))
        }),
        case("deecho", "a file without a name", [nameless], |it| {
            it.deecho(DeechoRequest::new(DeechoInput::File(Upload::bytes(SOUND))))
        }),
        case("dereverb", "everything, from a link", [LINK, REPORT], |it| {
            it.dereverb(DereverbRequest::new(DereverbInput::Url(SONG.into())).webhook_url(HOOK))
        }),
        case("dereverb", "a file with a content type of its own", [own_type], |it| {
            let file = in_memory().content_type("audio/x-mpeg; codec=mp3");
            it.dereverb(DereverbRequest::new(DereverbInput::File(file)))
        }),
    ]
}

fn sounds_and_words() -> Vec<Case> {
    let sound = [
        ("prompt", Text("rain on a tin roof")),
        ("audio_length", Text("30")),
        ("generate_album_cover", Text("false")),
        REPORT,
    ];
    let transcribed = [
        LINK,
        ("language", Text("de")),
        ("translate", Text("true")),
        ("transcription_format", Text("srt")),
        ("translation_format", Text("plain_text")),
        ("word_timestamps", Text("false")),
        REPORT,
    ];
    vec![
        case("sound_generator", "everything", sound, |it| {
            let request = SoundGeneratorRequest::new("rain on a tin roof").audio_length(30);
            it.sound_generator(request.generate_album_cover(false).webhook_url(HOOK))
        }),
        case("sound_generator", "only a prompt", [("prompt", Text("1 + 1 = 2 & ~ü\n"))], |it| {
            it.sound_generator(SoundGeneratorRequest::new("1 + 1 = 2 & ~ü\n"))
        }),
        case("audio_transcribe", "everything, from a link", transcribed, |it| {
            let request = AudioTranscribeRequest::new(AudioTranscribeInput::Url(SONG.into()))
                .language("de")
                .translate(true)
                .transcription_format(TranscriptionFormat::Srt)
                .translation_format(TranscriptionFormat::PlainText);
            it.audio_transcribe(request.word_timestamps(false).webhook_url(HOOK))
        }),
        case("audio_transcribe", "a file in memory", [UPLOAD], |it| {
            it.audio_transcribe(AudioTranscribeRequest::new(AudioTranscribeInput::File(in_memory())))
        }),
        case("prompt_to_lyrics", "everything", [("prompt", Text("süß & salty = 100%?"))], |it| {
            it.prompt_to_lyrics("süß & salty = 100%?")
        }),
    ]
}

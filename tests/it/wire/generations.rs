//! Calls of the operations that make songs and pictures: with everything set, and with no more than must be.

use musicgpt_client::types::{
    ExtendInput, ExtendRequest, ImageGeneratorRequest, ImageToSongInput, ImageToSongRequest, InpaintInput,
    InpaintRequest, MusicAiRequest, MusicAiV1Request, MusicModel, RemixInput, RemixRequest,
    SingOverInstrumentalInput, SingOverInstrumentalRequest, SingOverVocalInput, SingOverVocalRequest,
    SingerGender,
};

use super::case::{Case, FileOnDisk, HOOK, LYRICS, SONG, case, in_memory, streamed};

pub(super) fn cases() -> Vec<Case> {
    let remix_file = FileOnDisk::new("song.flac");
    let mut cases = deprecated_cases();
    cases.extend([
        case("music_ai", "everything", |it| it.music_ai(music_ai())),
        case("music_ai", "nothing", |it| it.music_ai(MusicAiRequest::new())),
        case("remix", "everything, from a link", |it| it.remix(remix())),
        case("remix", "a file on disk", move |it| {
            it.remix(RemixRequest::new(RemixInput::File(remix_file.upload()), "lo-fi"))
        }),
        case("extend", "everything, from a link", |it| it.extend(extend())),
        case("extend", "a file in memory", |it| {
            it.extend(ExtendRequest::new(ExtendInput::File(in_memory()), 59.5))
        }),
        case("inpaint", "everything, from a link", |it| it.inpaint(inpaint())),
        case("inpaint", "a stream", |it| {
            it.inpaint(InpaintRequest::new(InpaintInput::File(streamed()), "a choir", 0.25, 1e3))
        }),
        case("sing_over_instrumental", "everything, from a link", |it| {
            it.sing_over_instrumental(sing_over_instrumental())
        }),
        case("sing_over_instrumental", "a file in memory", |it| {
            let input = SingOverInstrumentalInput::File(in_memory());
            it.sing_over_instrumental(SingOverInstrumentalRequest::new(input, "soul", LYRICS))
        }),
        case("sing_over_vocal", "everything, from a link", |it| it.sing_over_vocal(sing_over_vocal())),
        case("sing_over_vocal", "a file in memory", |it| {
            it.sing_over_vocal(SingOverVocalRequest::new(SingOverVocalInput::File(in_memory()), LYRICS))
        }),
        case("image_to_song", "everything, from a link", |it| it.image_to_song(image_to_song())),
        case("image_to_song", "a file in memory", |it| {
            let picture = in_memory().file_name("cover.png");
            it.image_to_song(ImageToSongRequest::new(ImageToSongInput::File(picture)))
        }),
        case("image_generator", "everything", |it| it.image_generator(image_generator())),
        case("image_generator", "nothing", |it| it.image_generator(ImageGeneratorRequest::new())),
    ]);
    cases
}

#[expect(deprecated, reason = "what the document advises against still has to work")]
fn deprecated_cases() -> Vec<Case> {
    vec![
        case("music_ai_v1", "everything", |it| it.music_ai_v1(music_ai_v1())),
        case("music_ai_v1", "nothing", |it| it.music_ai_v1(MusicAiV1Request::new())),
        case("music_ai_stream", "everything", |it| it.music_ai_stream("task 1", "a/b&c")),
    ]
}

fn music_ai() -> MusicAiRequest {
    MusicAiRequest::new()
        .prompt("a calm song about rain")
        .music_style("Lo-fi")
        .lyrics(LYRICS)
        .title("Rain")
        .make_instrumental(false)
        .vocal_only(true)
        .gender(SingerGender::Female)
        .voice_id("voice-1")
        .generate_album_cover(true)
        .lyrics_timestamps(false)
        .model(MusicModel::V7Pro)
        .output_length(300)
        .negative_tags("drums, noise")
        .upload_id("upload-1")
        .webhook_url(HOOK)
}

fn music_ai_v1() -> MusicAiV1Request {
    MusicAiV1Request::new()
        .prompt("a calm song about rain")
        .music_style("Lo-fi")
        .lyrics(LYRICS)
        .title("Rain")
        .make_instrumental(false)
        .vocal_only(true)
        .gender(SingerGender::Neutral)
        .voice_id("voice-1")
        .generate_album_cover(true)
        .webhook_url(HOOK)
}

#[expect(deprecated, reason = "what the document advises against still has to work")]
fn remix() -> RemixRequest {
    RemixRequest::new(RemixInput::Url(SONG.into()), "lo-fi")
        .lyrics(LYRICS)
        .title("Rain")
        .gender(SingerGender::Male)
        .generate_album_cover(true)
        .lyrics_timestamps(false)
        .audio_path("uploads/song.mp3")
        .webhook_url(HOOK)
}

fn extend() -> ExtendRequest {
    ExtendRequest::new(ExtendInput::Url(SONG.into()), 60)
        .prompt("with a guitar")
        .lyrics(LYRICS)
        .lyrics_section_to_extend("[Chorus]")
        .gender("robot")
        .title("Rain")
        .num_outputs(2)
        .generate_album_cover(false)
        .lyrics_timestamps(true)
        .webhook_url(HOOK)
}

fn inpaint() -> InpaintRequest {
    InpaintRequest::new(InpaintInput::Url(SONG.into()), "a choir", 10, 20.5)
        .lyrics(LYRICS)
        .lyrics_section_to_replace("[Chorus]")
        .gender(SingerGender::Female)
        .num_outputs(1)
        .title("Rain")
        .generate_album_cover(true)
        .lyrics_timestamps(true)
        .webhook_url(HOOK)
}

fn sing_over_instrumental() -> SingOverInstrumentalRequest {
    SingOverInstrumentalRequest::new(SingOverInstrumentalInput::Url(SONG.into()), "soul", LYRICS)
        .gender(SingerGender::Male)
        .title("Rain")
        .generate_album_cover(true)
        .lyrics_timestamps(true)
        .webhook_url(HOOK)
}

fn sing_over_vocal() -> SingOverVocalRequest {
    SingOverVocalRequest::new(SingOverVocalInput::Url(SONG.into()), LYRICS)
        .prompt("soul")
        .gender(SingerGender::Male)
        .make_instrumental(true)
        .title("Rain")
        .generate_album_cover(true)
        .lyrics_timestamps(true)
        .webhook_url(HOOK)
}

fn image_to_song() -> ImageToSongRequest {
    ImageToSongRequest::new(ImageToSongInput::Url("https://example.com/cover.png".into()))
        .prompt("what it shows")
        .lyrics(LYRICS)
        .negative_tags("drums")
        .make_instrumental(false)
        .vocal_only(false)
        .key("A# major")
        .bpm(120)
        .voice_id("voice-1")
        .webhook_url(HOOK)
}

fn image_generator() -> ImageGeneratorRequest {
    ImageGeneratorRequest::new()
        .style_preset("photo")
        .prompt("Süße & \"more\" = 1+1")
        .height(1024)
        .width(768)
        .seed(-1)
        .webhook_url(HOOK)
}

//! Calls of the operations that make songs and pictures, from a link and from a file, with everything set that there is.

use musicgpt_client::types::{
    ExtendInput, ExtendRequest, ImageGeneratorRequest, ImageToSongInput, ImageToSongRequest, InpaintInput,
    InpaintRequest, MusicAiRequest, MusicAiV1Request, MusicModel, RemixInput, RemixRequest,
    SingOverInstrumentalInput, SingOverInstrumentalRequest, SingOverVocalInput, SingOverVocalRequest,
    SingerGender,
};

use super::case::Sent::{File, Text};
use super::case::{Case, FileOnDisk, HOOK, LYRICS, SONG, STREAMED, case, in_memory, streamed};

const PICTURE: &str = "https://example.com/cover.png";

pub(super) fn cases() -> Vec<Case> {
    [new_songs(), changed_songs(), sung_songs(), pictures()].into_iter().flatten().collect()
}

#[expect(deprecated, reason = "what the document advises against still has to work")]
fn new_songs() -> Vec<Case> {
    let words = [
        ("prompt", Text("a calm song about rain")),
        ("music_style", Text("Lo-fi")),
        ("lyrics", Text(LYRICS)),
        ("title", Text("Rain")),
        ("make_instrumental", Text("false")),
        ("vocal_only", Text("true")),
        ("voice_id", Text("voice-1")),
        ("generate_album_cover", Text("true")),
        ("webhook_url", Text(HOOK)),
        ("gender", Text("female")),
    ];
    let more = [
        ("lyrics_timestamps", Text("false")),
        ("model", Text("v7-pro")),
        ("output_length", Text("300")),
        ("negative_tags", Text("drums, noise")),
        ("upload_id", Text("upload-1")),
    ];
    vec![
        case("music_ai", "everything", words.into_iter().chain(more), |it| {
            it.music_ai(
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
                    .webhook_url(HOOK),
            )
        }),
        case("music_ai", "nothing", [], |it| it.music_ai(MusicAiRequest::new())),
        case("music_ai_v1", "everything", words, |it| {
            it.music_ai_v1(
                MusicAiV1Request::new()
                    .prompt("a calm song about rain")
                    .music_style("Lo-fi")
                    .lyrics(LYRICS)
                    .title("Rain")
                    .make_instrumental(false)
                    .vocal_only(true)
                    .gender(SingerGender::Female)
                    .voice_id("voice-1")
                    .generate_album_cover(true)
                    .webhook_url(HOOK),
            )
        }),
        case(
            "music_ai_stream",
            "everything",
            [("task_id", Text("task 1")), ("conversion_id", Text("a/b&c"))],
            |it| it.music_ai_stream("task 1", "a/b&c"),
        ),
    ]
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
        .gender(SingerGender::Neutral)
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

fn changed_songs() -> Vec<Case> {
    let on_disk = FileOnDisk::new("song.flac");
    let everything = [
        ("audio_url", Text(SONG)),
        ("prompt", Text("lo-fi")),
        ("lyrics", Text(LYRICS)),
        ("title", Text("Rain")),
        ("gender", Text("male")),
        ("generate_album_cover", Text("true")),
        ("lyrics_timestamps", Text("false")),
        ("audio_path", Text("uploads/song.mp3")),
        ("webhook_url", Text(HOOK)),
    ];
    let extended = [
        ("audio_url", Text(SONG)),
        ("extend_after", Text("60")),
        ("prompt", Text("with a guitar")),
        ("lyrics", Text(LYRICS)),
        ("lyrics_section_to_extend", Text("[Chorus]")),
        ("gender", Text("neutral")),
        ("title", Text("Rain")),
        ("num_outputs", Text("2")),
        ("generate_album_cover", Text("false")),
        ("lyrics_timestamps", Text("true")),
        ("webhook_url", Text(HOOK)),
    ];
    let inpainted = [
        ("audio_url", Text(SONG)),
        ("prompt", Text("a choir")),
        ("replace_start_at", Text("10")),
        ("replace_end_at", Text("20.5")),
        ("lyrics", Text(LYRICS)),
        ("lyrics_section_to_replace", Text("[Chorus]")),
        ("gender", Text("female")),
        ("num_outputs", Text("1")),
        ("title", Text("Rain")),
        ("generate_album_cover", Text("true")),
        ("lyrics_timestamps", Text("true")),
        ("webhook_url", Text(HOOK)),
    ];
    let uploaded = [("audio_file", File("song.flac", "audio/flac")), ("prompt", Text("lo-fi"))];
    let extended_upload = [("audio_file", File("song.mp3", "audio/mpeg")), ("extend_after", Text("59.5"))];
    let inpainted_upload = [
        ("audio_file", File(STREAMED, "audio/wav")),
        ("prompt", Text("a choir")),
        ("replace_start_at", Text("0.25")),
        ("replace_end_at", Text("240")),
    ];
    vec![
        case("remix", "everything, from a link", everything, |it| it.remix(remix())),
        case("remix", "a file on disk", uploaded, move |it| {
            it.remix(RemixRequest::new(RemixInput::File(on_disk.upload()), "lo-fi"))
        }),
        case("extend", "everything, from a link", extended, |it| it.extend(extend())),
        case("extend", "a file in memory", extended_upload, |it| {
            it.extend(ExtendRequest::new(ExtendInput::File(in_memory()), 59.5))
        }),
        case("inpaint", "everything, from a link", inpainted, |it| it.inpaint(inpaint())),
        case("inpaint", "a stream", inpainted_upload, |it| {
            it.inpaint(InpaintRequest::new(InpaintInput::File(streamed()), "a choir", 0.25, 240))
        }),
    ]
}

fn over_instrumental() -> SingOverInstrumentalRequest {
    SingOverInstrumentalRequest::new(SingOverInstrumentalInput::Url(SONG.into()), "soul", LYRICS)
        .gender(SingerGender::Male)
        .title("Rain")
        .generate_album_cover(true)
        .lyrics_timestamps(true)
        .webhook_url(HOOK)
}

fn over_vocal() -> SingOverVocalRequest {
    SingOverVocalRequest::new(SingOverVocalInput::Url(SONG.into()), LYRICS)
        .prompt("soul")
        .gender(SingerGender::Male)
        .make_instrumental(true)
        .title("Rain")
        .generate_album_cover(true)
        .lyrics_timestamps(true)
        .webhook_url(HOOK)
}

fn sung_songs() -> Vec<Case> {
    let sung = [
        ("audio_url", Text(SONG)),
        ("prompt", Text("soul")),
        ("lyrics", Text(LYRICS)),
        ("gender", Text("male")),
        ("title", Text("Rain")),
        ("generate_album_cover", Text("true")),
        ("lyrics_timestamps", Text("true")),
        ("webhook_url", Text(HOOK)),
    ];
    let played = sung.into_iter().chain([("make_instrumental", Text("true"))]);
    let file = ("audio_file", File("song.mp3", "audio/mpeg"));
    vec![
        case("sing_over_instrumental", "everything, from a link", sung, |it| {
            it.sing_over_instrumental(over_instrumental())
        }),
        case(
            "sing_over_instrumental",
            "a file in memory",
            [file, ("prompt", Text("soul")), ("lyrics", Text(LYRICS))],
            |it| {
                let input = SingOverInstrumentalInput::File(in_memory());
                it.sing_over_instrumental(SingOverInstrumentalRequest::new(input, "soul", LYRICS))
            },
        ),
        case("sing_over_vocal", "everything, from a link", played, |it| it.sing_over_vocal(over_vocal())),
        case("sing_over_vocal", "a file in memory", [file, ("lyrics", Text(LYRICS))], |it| {
            it.sing_over_vocal(SingOverVocalRequest::new(SingOverVocalInput::File(in_memory()), LYRICS))
        }),
    ]
}

fn from_picture() -> ImageToSongRequest {
    ImageToSongRequest::new(ImageToSongInput::Url(PICTURE.into()))
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

fn picture() -> ImageGeneratorRequest {
    let request = ImageGeneratorRequest::new().style_preset("Anime").prompt("Süße & \"more\" = 1+1");
    request.height(1024).width(768).seed(-1).webhook_url(HOOK)
}

fn pictures() -> Vec<Case> {
    let song = [
        ("image_url", Text(PICTURE)),
        ("prompt", Text("what it shows")),
        ("lyrics", Text(LYRICS)),
        ("negative_tags", Text("drums")),
        ("make_instrumental", Text("false")),
        ("vocal_only", Text("false")),
        ("key", Text("A# major")),
        ("bpm", Text("120")),
        ("voice_id", Text("voice-1")),
        ("webhook_url", Text(HOOK)),
    ];
    let drawn = [
        ("style_preset", Text("Anime")),
        ("prompt", Text("Süße & \"more\" = 1+1")),
        ("height", Text("1024")),
        ("width", Text("768")),
        ("seed", Text("-1")),
        ("webhook_url", Text(HOOK)),
    ];
    vec![
        case("image_to_song", "everything, from a link", song, |it| it.image_to_song(from_picture())),
        case("image_to_song", "a file in memory", [("image_file", File("cover.png", "image/png"))], |it| {
            let picture = in_memory().file_name("cover.png");
            it.image_to_song(ImageToSongRequest::new(ImageToSongInput::File(picture)))
        }),
        case("image_generator", "everything", drawn, |it| it.image_generator(picture())),
        case("image_generator", "nothing", [], |it| it.image_generator(ImageGeneratorRequest::new())),
    ]
}

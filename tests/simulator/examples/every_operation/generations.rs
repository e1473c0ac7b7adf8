//! Songs and pictures.

use musicgpt_client::types::{
    ExtendInput, ExtendRequest, ImageGeneratorRequest, ImageToSongInput, ImageToSongRequest, InpaintInput,
    InpaintRequest, MusicAiRequest, MusicAiV1Request, MusicModel, RemixInput, RemixRequest,
    SingOverInstrumentalInput, SingOverInstrumentalRequest, SingOverVocalInput, SingOverVocalRequest,
    SingerGender, SubmittedSongs,
};
use musicgpt_client::{Client, Job, Upload};

use crate::tally::Tally;
use crate::{HOOK, LYRICS, SONG, SOUND, file};

/// Calls the operations, and returns the songs that others ask for.
pub(crate) async fn call(client: &Client, tally: &mut Tally) -> SubmittedSongs {
    let songs = tally.call("music_ai", client.music_ai(music_ai())).await;
    let songs = songs.map(Job::into_receipt).unwrap_or_default();
    deprecated(client, tally, &songs).await;
    tally.call("remix, link", client.remix(remix())).await;
    let request = RemixRequest::new(RemixInput::File(file()), "lo-fi").lyrics_timestamps(true);
    tally.call("remix, file", client.remix(request)).await;
    tally.call("extend, link", client.extend(extend())).await;
    let request = ExtendRequest::new(ExtendInput::File(file()), 59.5).lyrics_timestamps(true);
    tally.call("extend, file", client.extend(request)).await;
    tally.call("inpaint, link", client.inpaint(inpaint())).await;
    let request = InpaintRequest::new(InpaintInput::File(file()), "a choir", 0.25, 20);
    tally.call("inpaint, file", client.inpaint(request)).await;
    sing(client, tally).await;
    tally.call("image_to_song, link", client.image_to_song(image_to_song())).await;
    let picture = Upload::bytes(SOUND).file_name("cover.png");
    let request = ImageToSongRequest::new(ImageToSongInput::File(picture)).make_instrumental(true);
    tally.call("image_to_song, file", client.image_to_song(request)).await;
    tally.call("image_generator", client.image_generator(image_generator())).await;
    songs
}

#[expect(deprecated, reason = "what the document advises against still has to work")]
async fn deprecated(client: &Client, tally: &mut Tally, songs: &SubmittedSongs) {
    tally.call("music_ai_v1", client.music_ai_v1(music_ai_v1())).await;
    let task_id = songs.task_id.clone().unwrap_or_default();
    let conversion_id = songs.conversion_id_1.clone().unwrap_or_default();
    tally.call("music_ai_stream", client.music_ai_stream(task_id, conversion_id)).await;
}

async fn sing(client: &Client, tally: &mut Tally) {
    let link = sing_over_instrumental();
    tally.call("sing_over_instrumental, link", client.sing_over_instrumental(link)).await;
    let input = SingOverInstrumentalInput::File(file());
    let request = SingOverInstrumentalRequest::new(input, "soul", LYRICS);
    tally.call("sing_over_instrumental, file", client.sing_over_instrumental(request)).await;
    tally.call("sing_over_vocal, link", client.sing_over_vocal(sing_over_vocal())).await;
    let request = SingOverVocalRequest::new(SingOverVocalInput::File(file()), LYRICS);
    tally.call("sing_over_vocal, file", client.sing_over_vocal(request)).await;
}

fn music_ai() -> MusicAiRequest {
    MusicAiRequest::new()
        .prompt("a calm song about rain")
        .music_style("Lo-fi")
        .lyrics(LYRICS)
        .title("Rain")
        .make_instrumental(false)
        .vocal_only(false)
        .gender(SingerGender::Female)
        .voice_id("voice-1")
        .generate_album_cover(true)
        .lyrics_timestamps(true)
        .model(MusicModel::V7)
        .output_length(120)
        .negative_tags("drums, noise")
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
        .generate_album_cover(false)
        .webhook_url(HOOK)
}

fn remix() -> RemixRequest {
    RemixRequest::new(RemixInput::Url(SONG.into()), "lo-fi")
        .lyrics(LYRICS)
        .title("Rain")
        .gender(SingerGender::Male)
        .generate_album_cover(true)
        .lyrics_timestamps(false)
        .webhook_url(HOOK)
}

fn extend() -> ExtendRequest {
    ExtendRequest::new(ExtendInput::Url(SONG.into()), 35)
        .prompt("with a guitar")
        .lyrics(LYRICS)
        .lyrics_section_to_extend("[Chorus]")
        .gender(SingerGender::Male)
        .title("Rain")
        .num_outputs(2)
        .generate_album_cover(false)
        .lyrics_timestamps(true)
        .webhook_url(HOOK)
}

fn inpaint() -> InpaintRequest {
    InpaintRequest::new(InpaintInput::Url(SONG.into()), "a choir", 12.5, 20)
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
        .gender(SingerGender::Female)
        .title("Rain")
        .generate_album_cover(true)
        .lyrics_timestamps(true)
        .webhook_url(HOOK)
}

fn sing_over_vocal() -> SingOverVocalRequest {
    SingOverVocalRequest::new(SingOverVocalInput::Url(SONG.into()), LYRICS)
        .prompt("soul")
        .gender(SingerGender::Female)
        .make_instrumental(false)
        .title("Rain")
        .generate_album_cover(true)
        .lyrics_timestamps(true)
        .webhook_url(HOOK)
}

fn image_to_song() -> ImageToSongRequest {
    ImageToSongRequest::new(ImageToSongInput::Url("https://example.com/cover.png".into()))
        .prompt("what it shows")
        .lyrics(LYRICS)
        .negative_tags("no heavy metal, avoid loud drums")
        .make_instrumental(false)
        .vocal_only(false)
        .key("C major")
        .bpm(120)
        .voice_id("voice-1")
        .webhook_url(HOOK)
}

fn image_generator() -> ImageGeneratorRequest {
    ImageGeneratorRequest::new()
        .style_preset("Anime")
        .prompt("Süße & \"more\" = 1+1")
        .height(960)
        .width(544)
        .seed(12_345)
        .webhook_url(HOOK)
}

//! Jobs, voices and uploads.

use musicgpt_client::Client;
use musicgpt_client::types::{
    ConversionType, SubmittedSongs, UploadAudioRequest, UploadContentType, UploadPurpose,
};

use crate::tally::Tally;

/// Calls the operations, asking for songs that were ordered before.
pub(crate) async fn call(client: &Client, tally: &mut Tally, songs: &SubmittedSongs) {
    let task_id = songs.task_id.clone().unwrap_or_default();
    let by_task = client.get_conversion(ConversionType::MusicAi).task_id(task_id);
    tally.call("get_conversion, task", by_task).await;
    let conversion_id = songs.conversion_id_2.clone().unwrap_or_default();
    let by_conversion = client.get_conversion(ConversionType::MusicAi).conversion_id(conversion_id);
    tally.call("get_conversion, conversion", by_conversion).await;
    tally.call("get_all_voices", client.get_all_voices().limit(20).page(0)).await;
    tally.call("search_voices", client.search_voices("Beyoncé & co").limit(2).page(0)).await;
    uploads(client, tally).await;
}

async fn uploads(client: &Client, tally: &mut Tally) {
    let request = UploadAudioRequest::new(UploadContentType::AudioMpeg, 1_048_576)
        .filename("song.mp3")
        .sha256("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        .conversion_type(UploadPurpose::Remix);
    let upload = tally.call("upload_audio", client.upload_audio(request)).await.unwrap_or_default();
    let id = upload.upload_id.unwrap_or_default();
    tally.call("complete_upload", client.complete_upload(id.clone())).await;
    let preprocess = client.complete_upload_and_preprocess(id).wait_seconds(30);
    tally.call("complete_upload_and_preprocess", preprocess).await;
}

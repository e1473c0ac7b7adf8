//! The number of a job to a request, and its receipt to something that can be waited for.

use std::future::Future;
use std::pin::Pin;

use fastrand::Rng;
use musicgpt_client::types::{
    AudioMasteringInput, AudioMasteringRequest, Conversion, CoverInput, CoverRequest, DenoiseInput,
    DenoiseRequest, MusicAiRequest, SoundGeneratorRequest, TextToSpeechInput, TextToSpeechRequest,
};
use musicgpt_client::{Client, Error, Job, JobToken, Upload};

use super::order::Order;

/// Something that a job makes. Together they send every kind of body that the API takes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Product {
    /// JSON.
    Speech,
    /// A urlencoded form.
    Sound,
    /// A multipart form without a file.
    Cover,
    /// A multipart form with bytes.
    Denoised,
    /// A multipart form with files.
    Master,
    /// JSON, and two conversions in one job.
    Song,
}

const ALL: [Product; 6] =
    [Product::Speech, Product::Sound, Product::Cover, Product::Denoised, Product::Master, Product::Song];

/// A job that was accepted.
pub(crate) struct Accepted {
    /// What finds it again; a receipt may lack what that needs.
    pub(crate) token: Option<JobToken>,
    pub(crate) end: Pin<Box<dyn Future<Output = Result<Conversion, Error>> + Send>>,
}

impl<R: Send + 'static> From<Job<Conversion, R>> for Accepted {
    fn from(job: Job<Conversion, R>) -> Self {
        Self { token: job.token().cloned(), end: Box::pin(job.wait()) }
    }
}

impl Product {
    /// Returns what the job of a number makes.
    pub(crate) fn of(seed: u64, job: usize) -> Self {
        let mut chance = Rng::with_seed(seed.rotate_right(16) ^ job as u64);
        ALL[chance.usize(..ALL.len())]
    }

    /// Returns the operation that makes it.
    pub(crate) fn operation(self) -> &'static str {
        match self {
            Self::Speech => "text_to_speech",
            Self::Sound => "sound_generator",
            Self::Cover => "cover",
            Self::Denoised => "denoise",
            Self::Master => "audio_mastering",
            Self::Song => "music_ai",
        }
    }

    /// Submits a job of a number.
    pub(crate) async fn submit(self, client: &Client, order: &Order, job: usize) -> Result<Accepted, Error> {
        let hook = order.hook(job);
        match self {
            Self::Speech => {
                let voice = TextToSpeechInput::VoiceId("Taylor".to_owned());
                let request = TextToSpeechRequest::new(voice, format!("This is job {job}."));
                client.text_to_speech(request.webhook_url(hook)).await.map(Accepted::from)
            }
            Self::Sound => {
                let request = SoundGeneratorRequest::new(format!("{job} drops of rain")).audio_length(5);
                client.sound_generator(request.webhook_url(hook)).await.map(Accepted::from)
            }
            Self::Cover => {
                let song = CoverInput::Url("https://example.com/song.mp3".to_owned());
                client.cover(CoverRequest::new(song, "Taylor").webhook_url(hook)).await.map(Accepted::from)
            }
            Self::Denoised => {
                let bytes = Upload::bytes(vec![job as u8; 4096]).file_name("noisy.wav");
                let request = DenoiseRequest::new(DenoiseInput::File(bytes)).webhook_url(hook);
                client.denoise(request).await.map(Accepted::from)
            }
            Self::Master => {
                let files = AudioMasteringInput::Files {
                    audio_file: Upload::path(order.upload()),
                    reference_audio_file: Upload::path(order.upload()),
                };
                let request = AudioMasteringRequest::new(files).webhook_url(hook);
                client.audio_mastering(request).await.map(Accepted::from)
            }
            Self::Song => {
                let request = MusicAiRequest::new().prompt(format!("a calm song about the number {job}"));
                client.music_ai(request.webhook_url(hook)).await.map(Accepted::from)
            }
        }
    }
}

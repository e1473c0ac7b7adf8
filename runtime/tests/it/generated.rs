//! A client as the generator writes it: this has to compile, and to be pleasant to call.
#![deny(missing_debug_implementations)]
#![expect(unreachable_pub, reason = "generated code is the surface of a crate of its own")]

use std::time::Duration;

use openapi_client_runtime as runtime;
use runtime::{
    ApiDescription, Call, ClientBuilder, Error, Form, Map, Request, Requirement, Response, SecretString,
    SecurityScheme, StatusCode, Style, Transport, Upload, Value,
};

use crate::server::{KEY, Server};

const SECURITY: &[Requirement] = &[&["ApiKeyAuth"]];

static API: ApiDescription = ApiDescription {
    title: "Music API",
    user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
    env_prefix: "MUSIC",
    servers: &[runtime::Server::new("https://api.example.com/api/public", "Production")],
    schemes: &[SecurityScheme::api_key_in_header("ApiKeyAuth", "Authorization")],
    security: SECURITY,
};

/// A client of the music API.
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) transport: Transport,
}

impl Client {
    /// Makes a client with an API key.
    pub fn new(api_key: impl Into<SecretString>) -> Result<Self, Error> {
        Self::builder().api_key(api_key).build()
    }

    /// Makes a client from environment variables.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().from_env()?.build()
    }

    /// Starts making a client.
    pub fn builder() -> ClientBuilder<Self> {
        ClientBuilder::new(&API)
    }
}

impl From<Transport> for Client {
    fn from(transport: Transport) -> Self {
        Self { transport }
    }
}

impl Client {
    /// Masters a recording.
    pub fn audio_mastering(&self, request: MasteringRequest) -> Call<Submitted> {
        self.transport
            .post("audio_mastering", "/v1/audio_mastering")
            .multipart(request.into_form())
            .decode_json()
    }

    /// Completes an upload.
    pub fn complete_upload(&self, upload_id: impl Into<String>) -> Call<Completion> {
        self.transport
            .post("complete_upload", "/v2/upload_audio/{upload_id}/complete")
            .path("upload_id", upload_id.into())
            .decode(Completion::from_response)
    }

    /// Searches for voices.
    pub fn search_voices(&self, query: impl Into<String>) -> SearchVoices {
        let request: Request = self.transport.get("search_voices", "/v1/searchVoices");
        SearchVoices(request.query("query", query.into()).decode_json())
    }
}

/// A call of [`Client::search_voices`].
pub struct SearchVoices(Call<Value>);

impl SearchVoices {
    /// How many voices.
    pub fn limit(self, limit: i64) -> Self {
        Self(self.0.with_query("limit", limit))
    }

    /// A token.
    pub fn token(self, token: impl Into<String>) -> Self {
        Self(self.0.with_header("X-Token", token.into()))
    }

    /// Which voices.
    pub fn ids(self, ids: Vec<String>) -> Self {
        Self(self.0.with_query_style("ids", ids, Style::CommaDelimited))
    }

    /// A filter.
    pub fn body(self, body: Map<String, Value>) -> Self {
        Self(self.0.with_json(&body))
    }
}
runtime::call!(SearchVoices -> Value);

/// A request for mastering.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MasteringRequest {
    /// What to master.
    pub input: MasteringInput,
    /// The format of the result.
    pub output_extension: Option<Format>,
    /// The stems.
    pub stems: Option<Vec<String>>,
    /// More files.
    pub attachments: Vec<Upload>,
    /// Tags.
    pub tags: Vec<String>,
}

/// What to master.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum MasteringInput {
    /// By its URL.
    Url {
        /// The URL.
        audio_url: String,
    },
    /// As a file.
    File {
        /// The file.
        audio_file: Upload,
    },
}

impl MasteringRequest {
    pub(crate) fn into_form(self) -> Form {
        let mut form = Form::new();
        match self.input {
            MasteringInput::Url { audio_url } => form.text("audio_url", audio_url),
            MasteringInput::File { audio_file } => form.file("audio_file", audio_file),
        }
        form.text("output_extension", self.output_extension);
        form.json("stems", self.stems.as_ref());
        form.files("attachments", self.attachments);
        form.text("tags", self.tags);
        form
    }
}

/// A format of audio.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Format {
    /// MP3.
    Mp3,
    /// FLAC.
    Flac,
    /// Another one.
    Unknown(String),
}
runtime::string_enum! { Format { Mp3 = "mp3", Flac = "flac", else Unknown } }

/// A job.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Submitted {
    /// The job.
    pub task_id: String,
    /// When it is ready.
    pub eta: Option<f64>,
    /// What the document does not name.
    pub extra: Map<String, Value>,
}
runtime::object! { Submitted { required task_id = "task_id", optional eta = "eta", rest extra } }

/// What became of an upload.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Completion {
    /// It is there.
    Done(Submitted),
    /// It will be.
    Pending,
}

impl Completion {
    fn from_response(response: Response) -> Result<Self, Error> {
        match response.status() {
            StatusCode::ACCEPTED => Ok(Self::Pending),
            _ => response.json().map(Self::Done),
        }
    }
}

fn client(server: &Server) -> Client {
    Client::builder().base_url(server.url.as_str()).api_key(KEY).build().unwrap()
}

#[tokio::test]
async fn a_form_with_a_file_is_submitted() {
    let server = Server::answering("200 OK", r#"{"task_id":"7","eta":1.5,"new":[]}"#).await;
    let request = MasteringRequest {
        input: MasteringInput::File { audio_file: Upload::bytes("RIFF").file_name("mix.wav") },
        output_extension: Some(Format::Flac),
        stems: None,
        attachments: Vec::new(),
        tags: vec!["a".to_owned(), "b".to_owned()],
    };
    let submitted = client(&server).audio_mastering(request).await.unwrap();
    assert_eq!((submitted.task_id.as_str(), submitted.eta), ("7", Some(1.5)));
    assert!(submitted.extra.contains_key("new"));

    let received = server.received().await;
    assert_eq!(received.line(), "POST /v1/audio_mastering HTTP/1.1");
    assert_eq!(received.header("authorization"), Some(KEY));
    assert_eq!(received.text().matches("name=\"tags\"").count(), 2);
}

#[tokio::test]
async fn a_form_may_be_without_files() {
    let server = Server::answering("200 OK", r#"{"task_id":"8"}"#).await;
    let request = MasteringRequest {
        input: MasteringInput::Url { audio_url: "https://example.com/a.mp3".to_owned() },
        output_extension: None,
        stems: Some(vec!["vocals".to_owned()]),
        attachments: Vec::new(),
        tags: Vec::new(),
    };
    assert_eq!(client(&server).audio_mastering(request).await.unwrap().task_id, "8");
    let received = server.received().await;
    assert!(
        received.text().contains("https://example.com/a.mp3") && received.text().contains("[\"vocals\"]")
    );
}

#[tokio::test]
async fn each_status_may_have_its_own_schema() {
    let server = Server::answering("202 Accepted", "").await;
    assert_eq!(client(&server).complete_upload("a/b").await.unwrap(), Completion::Pending);
    assert_eq!(server.received().await.line(), "POST /v2/upload_audio/a%2Fb/complete HTTP/1.1");
}

#[tokio::test]
async fn optional_parameters_are_chained() {
    let server = Server::answering_with("200 OK", "x-request-id: r-1", b"[1]").await;
    let call = client(&server)
        .search_voices("deep voice")
        .limit(1)
        .limit(3)
        .token("t")
        .ids(vec!["x".into(), "y,z".into()]);
    assert_eq!(format!("{call:?}"), "Call(search_voices GET /v1/searchVoices)");
    let decoded =
        call.with_timeout(Duration::from_secs(5)).with_query("debug", true).response().await.unwrap();
    assert_eq!((decoded.value, decoded.status), (runtime::serde_json::json!([1]), StatusCode::OK));

    let received = server.received().await;
    assert_eq!(
        received.line(),
        "GET /v1/searchVoices?query=deep%20voice&limit=3&ids=x,y%2Cz&debug=true HTTP/1.1"
    );
    assert_eq!(received.header("x-token"), Some("t"));
    assert_eq!(received.header("accept"), Some("application/json, */*;q=0.1"));
}

#[tokio::test]
async fn calls_can_be_spawned() {
    fn assert_send<T: Send>(value: T) -> T {
        value
    }
    let server = Server::answering("200 OK", "null").await;
    let client = client(&server);
    drop(assert_send(client.search_voices("x").response()));
    drop(assert_send(client.search_voices("x").raw()));
    let call = async move { client.search_voices("x").body(Map::new()).await };
    assert_eq!(tokio::spawn(call).await.unwrap().unwrap(), Value::Null);
    assert_eq!(server.received().await.text(), "{}");
}

#[test]
fn a_client_needs_a_key() {
    assert!(Client::new("key").is_ok());
    let error = Client::new(" ").unwrap_err();
    assert_eq!(error.to_string(), "the credential of `ApiKeyAuth` is empty");
    assert!(Client::from_env().is_err(), "no test sets MUSIC_API_KEY");
}

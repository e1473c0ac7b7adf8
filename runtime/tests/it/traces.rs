//! What a log shows of calls, and that it shows no secret.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use openapi_client_runtime::Value;
use tracing_subscriber::fmt::MakeWriter;

use crate::{
    script::{Script, json},
    server::KEY,
};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_call_is_a_span_and_each_attempt_an_event() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone());
    let _guard = tracing::subscriber::set_default(subscriber.with_ansi(false).without_time().finish());

    let busy = json("503 Service Unavailable", &format!("{KEY:?}"));
    let script = Script::playing([busy, json("200 OK", "1")]).await;
    let builder = script.builder().credential("QueryKey", KEY).default_header("x-secret", KEY);
    let client = builder.build().unwrap();
    let call = client.get("read", "/x/{id}").path("id", "private").query("q", "private");
    call.security(&[&["HeaderKey", "QueryKey"]]).decode_json::<Value>().await.unwrap();

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let ours: Vec<_> = log.lines().filter(|line| line.contains("openapi_client_runtime")).collect();
    let call = "api_call{operation=\"read\" method=\"GET\" path=\"/x/{id}\"}: openapi_client_runtime::trace:";
    assert_eq!(
        ours,
        [
            format!("DEBUG {call} failed kind=Status status=503"),
            format!(" WARN {call} the request is sent again kind=Status status=503 attempts=1 delay=500ms"),
            format!("DEBUG {call} answered status=200"),
        ]
    );
    assert!(!ours.iter().any(|line| line.contains("sesame") || line.contains("private")), "{log}");
}

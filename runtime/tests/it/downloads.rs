//! Downloads: whole or not at all, however often the connection breaks, and without a credential.

use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use openapi_client_runtime::{Error, ErrorKind, Location, Progress, reqwest};

use crate::script::{Script, Step, cut, json, stall, with_headers};

const SONG: &[u8] = b"0123456789";

/// Answers with the bytes from `start` on.
fn rest(start: usize, headers: &str) -> Step {
    let range = format!("content-range: bytes {start}-9/10\r\n{headers}").trim_end().to_owned();
    with_headers("206 Partial Content", &range, &SONG[start..])
}

async fn fetch(script: &Script) -> Result<Vec<u8>, Error> {
    let location = format!("{}/song.mp3?signature=s", script.url);
    Ok(script.client().download(location).bytes().await?.to_vec())
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[tokio::test]
async fn a_request_for_a_result_has_no_credential_and_nothing_of_ours() {
    let script = Script::playing([with_headers("200 OK", "", SONG)]).await;
    let client = script.builder().default_header("X-Other", "secret").basic_auth("ali", "x").build().unwrap();
    client.download(format!("{}/song.mp3?signature=s", script.url)).bytes().await.unwrap();
    let received = script.received().remove(0);
    let mut lines: Vec<_> = received.head.lines().filter(|line| !line.starts_with("host: ")).collect();
    lines[1..].sort_unstable();
    assert_eq!(lines, ["GET /song.mp3?signature=s HTTP/1.1", "accept-encoding: identity", "accept: */*"]);
}

#[tokio::test]
async fn a_connection_that_breaks_is_taken_up_where_it_broke() {
    let tag = "etag: \"v1\"";
    let steps = [cut("200 OK", tag, 10, &SONG[..4]), Step::Reset, rest(4, tag)];
    let script = Script::playing(steps).await;
    assert_eq!(fetch(&script).await.unwrap(), SONG);
    let received = script.received();
    let ranges: Vec<_> = received.iter().map(|it| (it.header("range"), it.header("if-range"))).collect();
    assert_eq!(
        ranges,
        [(None, None), (Some("bytes=4-"), Some("\"v1\"")), (Some("bytes=4-"), Some("\"v1\""))]
    );
}

#[tokio::test]
async fn a_server_without_ranges_sends_again_what_is_there_already() {
    for (cut_at, headers) in
        [(4, "etag: \"v1\""), (9, "last-modified: Fri, 01 Jan 2027 00:00:00 GMT"), (1, "")]
    {
        let whole = || with_headers("200 OK", headers, SONG);
        let script = Script::playing([cut("200 OK", headers, 10, &SONG[..cut_at]), whole()]).await;
        assert_eq!(fetch(&script).await.unwrap(), SONG);
    }
}

#[tokio::test]
async fn parts_of_different_versions_are_not_put_together() {
    for second in [
        with_headers("200 OK", "etag: \"v2\"", SONG),
        with_headers("200 OK", "etag: \"v1\"", b"longer than ten"),
        rest(4, "etag: \"v2\""),
        with_headers("206 Partial Content", "etag: \"v1\"\r\ncontent-range: bytes 5-9/10", b"56789"),
        with_headers("206 Partial Content", "etag: \"v1\"", b"456789"),
    ] {
        let script = Script::playing([cut("200 OK", "etag: \"v1\"", 10, &SONG[..4]), second.clone()]).await;
        let error = fetch(&script).await.expect_err("the parts do not fit");
        assert_eq!(error.kind(), ErrorKind::Request, "{second:?}: {error}");
        assert!(error.to_string().contains("changed while it was downloaded"), "{error}");
    }
}

#[tokio::test]
async fn a_download_that_gets_on_may_break_as_often_as_it_likes() {
    let mut steps: Vec<_> = vec![cut("200 OK", "", 10, &SONG[..1])];
    for start in 1..9 {
        let range = format!("content-range: bytes {start}-9/10");
        steps.push(cut("206 Partial Content", &range, 10 - start, &SONG[start..=start]));
    }
    steps.push(rest(9, ""));
    let script = Script::playing(steps).await;
    assert_eq!(fetch(&script).await.unwrap(), SONG);

    let script = Script::playing(vec![Step::Reset; 9]).await;
    let error = fetch(&script).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 4));
}

#[tokio::test]
async fn an_answer_that_is_no_result_is_an_error_with_its_body() {
    let script = Script::playing([json("403 Forbidden", "\"expired\"")]).await;
    let error = fetch(&script).await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 403));
    assert_eq!(error.body_text().unwrap(), "\"expired\"");
    assert_eq!(error.url(), Some(format!("{}/song.mp3", script.url).as_str()), "the signature is not shown");
    assert!(!format!("{error} {error:?}").contains("signature"), "{error:?}");
    assert_eq!(
        error.to_string(),
        "download (GET): the server of the result answered 403 Forbidden: \"expired\""
    );
}

#[tokio::test]
async fn a_file_appears_when_it_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("song.mp3");
    let during = Arc::new(Mutex::new(Vec::new()));
    let script = Script::playing([cut("200 OK", "", 10, &SONG[..4]), rest(4, "")]).await;
    let (seen, beside) = (during.clone(), folder.path().to_owned());
    let listener = move |progress: Progress| seen.lock().unwrap().push((progress, names(&beside)));
    let download = script.client().download(format!("{}/song.mp3", script.url)).on_progress(listener);
    assert_eq!(download.to_file(&path).await.unwrap(), 10);
    assert_eq!(std::fs::read(&path).unwrap(), SONG);
    assert_eq!(names(folder.path()), ["song.mp3"]);
    let during = during.lock().unwrap();
    assert_eq!(
        during.iter().map(|(it, _)| (it.bytes, it.total)).collect::<Vec<_>>(),
        [(4, Some(10)), (10, Some(10))]
    );
    for (_, names) in during.iter() {
        assert!(
            matches!(&names[..], [name] if name.starts_with(".song.mp3.") && name.ends_with(".part")),
            "{names:?}"
        );
    }
}

#[tokio::test]
async fn a_download_that_fails_leaves_the_folder_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("song.mp3");
    std::fs::write(&path, "before").unwrap();
    let script = Script::playing([cut("200 OK", "", 10, &SONG[..4]), json("404 Not Found", "")]).await;
    let download = script.client().download(format!("{}/song.mp3", script.url));
    assert_eq!(download.to_file(&path).await.unwrap_err().status().unwrap().as_u16(), 404);
    assert_eq!(
        (names(folder.path()), std::fs::read(&path).unwrap()),
        (vec!["song.mp3".to_owned()], b"before".to_vec())
    );

    let nowhere = folder.path().join("missing/song.mp3");
    let script = Script::playing([]).await;
    let error = script.client().download(script.url.as_str()).to_file(&nowhere).await.unwrap_err();
    assert!(error.to_string().contains(&format!("cannot write `{}`", nowhere.display())), "{error}");
    assert_eq!(script.lines(), [] as [&str; 0], "nothing is fetched that cannot be kept");
}

#[tokio::test]
async fn a_result_has_a_size_that_is_allowed() {
    let chunked = Step::Say(
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n".to_vec(),
    );
    for step in [with_headers("200 OK", "", SONG), chunked.clone()] {
        let script = Script::playing([step]).await;
        let error = script.client().download(script.url.as_str()).max_bytes(9).bytes().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Request, 1));
        assert!(
            error.to_string().contains("more than 9 bytes") && error.to_string().contains("max_bytes"),
            "{error}"
        );
    }
    let script = Script::playing([chunked]).await;
    let mut writer = Vec::new();
    let download = script.client().download(script.url.as_str()).max_bytes(10);
    assert_eq!((download.to_writer(&mut writer).await.unwrap(), writer), (10, SONG.to_vec()));
}

#[tokio::test]
async fn only_https_is_followed_unless_it_is_allowed() {
    let other = Script::playing([with_headers("200 OK", "", SONG)]).await;
    let script = Script::playing([]).await;
    for (location, problem) in [
        (other.url.clone(), "without encryption; `ClientBuilder::allow_http_downloads` allows that"),
        ("http://user:pass@example.com/a?b=c".to_owned(), "at `http://example.com/a`, without"),
        ("file:///etc/passwd".to_owned(), "not downloaded by `file:`"),
        ("song.mp3".to_owned(), "is not a URL"),
        (" ".to_owned(), "the API names no location"),
    ] {
        let error = script.client().download(location).bytes().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(error.to_string().contains(problem), "{error}");
    }
    let error = script.client().download(None::<String>).bytes().await.unwrap_err();
    assert!(error.to_string().contains("the API names no location"), "{error}");
    let client = script.builder().allow_http_downloads().build().unwrap();
    assert_eq!(client.download(&other.url).bytes().await.unwrap(), SONG);
}

#[tokio::test]
async fn a_redirect_is_followed_without_telling_where_from() {
    let target = Script::playing([with_headers("200 OK", "", SONG)]).await;
    let to_target = with_headers("302 Found", &format!("location: {}/moved", target.url), b"");
    let script = Script::playing([to_target.clone(), to_target]).await;
    let client = script.builder().allow_http_downloads().build().unwrap();
    let location = format!("{}/song.mp3?signature=s", script.url);
    assert_eq!(client.download(&location).bytes().await.unwrap(), SONG);
    let received = target.received().remove(0);
    assert_eq!(received.line(), "GET /moved HTTP/1.1");
    for name in ["authorization", "x-api-key", "cookie", "referer"] {
        assert_eq!(received.header(name), None, "{name}");
    }
    let error = script.client().download(&location).bytes().await.unwrap_err();
    assert!(error.to_string().contains("away from https"), "{error}");
}

#[tokio::test]
async fn a_download_that_stalls_is_given_up() {
    let script = Script::playing(vec![stall("200 OK", 10, b""); 4]).await;
    let client = script.builder().stall_timeout(Duration::from_millis(50)).build().unwrap();
    let error = client.download(script.url.as_str()).bytes().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 4));
    assert!(error.to_string().contains("the download stalled: not a byte has passed for 50ms"), "{error}");
}

#[tokio::test]
async fn a_part_that_nobody_asked_for_is_no_result() {
    let script = Script::playing([rest(4, "")]).await;
    let error = fetch(&script).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request, "{error}");
}

/// Answers with bytes of an unknown number, and breaks off before their end.
fn endless(body: &str) -> Step {
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    Step::Say(format!("{head}{:x}\r\n{body}\r\n", body.len()).into())
}

#[tokio::test]
async fn a_part_that_ends_early_is_not_the_end() {
    let part = with_headers("206 Partial Content", "content-range: bytes 4-6/10", &SONG[4..7]);
    let script = Script::playing([endless("0123"), part, rest(7, "")]).await;
    assert_eq!(fetch(&script).await.unwrap(), SONG);
}

#[tokio::test]
async fn a_result_that_broke_off_at_its_very_end_is_whole() {
    let nothing_left = with_headers("416 Range Not Satisfiable", "content-range: bytes */10", b"");
    let script = Script::playing([endless("0123456789"), nothing_left]).await;
    assert_eq!(fetch(&script).await.unwrap(), SONG);
}

#[tokio::test]
async fn an_answer_without_the_result_does_not_replace_a_file() {
    for status in ["202 Accepted", "204 No Content"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("song.mp3");
        std::fs::write(&path, "before").unwrap();
        let script = Script::playing([with_headers(status, "", b"")]).await;
        let error = script.client().download(script.url.as_str()).to_file(&path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Status, "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), b"before");
    }
}

#[tokio::test]
async fn a_server_that_does_not_even_begin_has_stalled() {
    let script = Script::playing(vec![Step::Stall(Vec::new()); 4]).await;
    let client = script.builder().stall_timeout(Duration::from_millis(50)).build().unwrap();
    let download = client.download(script.url.as_str()).bytes();
    let error = tokio::time::timeout(Duration::from_secs(5), download).await.expect("an end").unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 4));
}

#[tokio::test]
async fn debug_does_not_show_what_signs_a_location() {
    let location = Location::from("https://ali:sesame@example.com/song.mp3?signature=sesame#sesame");
    let script = Script::playing([]).await;
    let download = script.client().download(location.clone());
    let shown = format!("{location:?} {download:?} {:?}", Location::from("sesame"));
    assert!(!shown.contains("sesame") && shown.contains("https://example.com/song.mp3"), "{shown}");
}

#[tokio::test]
async fn a_file_may_have_the_longest_name_there_is() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["x".repeat(255), "ü".repeat(127)] {
        let path = folder.path().join(name);
        let script = Script::playing([with_headers("200 OK", "", SONG)]).await;
        script.client().download(script.url.as_str()).to_file(&path).await.unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), SONG);
    }
}

#[tokio::test]
async fn nothing_is_fetched_into_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let script = Script::playing([with_headers("200 OK", "", SONG)]).await;
    let error = script.client().download(script.url.as_str()).to_file(folder.path()).await.unwrap_err();
    assert!(error.to_string().contains("is a directory"), "{error}");
    assert_eq!(script.lines(), [] as [&str; 0]);
}

#[tokio::test]
async fn debug_does_not_show_the_cookies_of_a_storage() {
    let script = Script::playing([with_headers("403 Forbidden", "set-cookie: session=sesame", b"")]).await;
    let error = fetch(&script).await.unwrap_err();
    assert!(!format!("{error:?}").contains("sesame"), "{error:?}");
}

#[tokio::test]
async fn weak_tags_tell_versions_apart_too() {
    let script =
        Script::playing([cut("200 OK", "etag: W/\"v1\"", 10, &SONG[..4]), rest(4, "etag: W/\"v2\"")]).await;
    let error = fetch(&script).await.unwrap_err();
    assert!(error.to_string().contains("changed while it was downloaded"), "{error}");
}

#[tokio::test]
async fn a_client_of_ones_own_does_not_lead_away_from_https() {
    let target = Script::playing([with_headers("200 OK", "", SONG)]).await;
    let to_target = with_headers("302 Found", &format!("location: {}/moved", target.url), b"");
    let script = Script::playing([to_target]).await;
    let client = script.builder().download_client(reqwest::Client::new()).build().unwrap();
    let error = client.download(format!("{}/song.mp3", script.url)).bytes().await.unwrap_err();
    assert!(error.to_string().contains("without encryption"), "{error}");
}

//! What texts with a format keep, send and can be turned into.

use std::fmt::Debug;

use openapi_client_runtime::{
    Base64, Date, DateTime, Decimal, Duration, FormatError, Map, Time, ToParameter, Uuid, Value, object,
    serde::{Serialize, de::DeserializeOwned},
    serde_json::{self, json},
};
use time::OffsetDateTime;

use crate::server::Server;

#[derive(Debug, PartialEq)]
struct Visit {
    at: DateTime,
    ends: Option<DateTime>,
    day: Option<Date>,
    left: Option<Option<Time>>,
    extra: Map<String, Value>,
}
object! { Visit {
    required at = "at",
    required_nullable ends = "ends",
    optional day = "day",
    nullable left = "left",
    rest extra,
} }

#[test]
fn no_text_is_lost() {
    for json in [
        r#"{"at":"2026-08-17T17:07:40.557077+00:00","ends":null}"#,
        r#"{"at":"2020-01-01 00:00","ends":"","day":"0000-00-00","left":null}"#,
        r#"{"at":"","ends":"yesterday","day":"ü\n","left":"25:61","new":"2020"}"#,
    ] {
        let visit: Visit = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&visit).unwrap(), json);
    }
    let refused = serde_json::from_str::<Visit>(r#"{"ends":null}"#).unwrap_err();
    assert_eq!(refused.to_string(), "missing field `at` at line 1 column 13");
}

#[track_caller]
fn assert_is_text<T>(text: &str)
where
    T: Serialize
        + DeserializeOwned
        + ToParameter
        + ToString
        + AsRef<str>
        + PartialEq
        + Debug
        + for<'a> From<&'a str>,
{
    let value: T = serde_json::from_value(json!(text)).unwrap();
    assert_eq!(value, T::from(text));
    assert_eq!(serde_json::to_value(&value).unwrap(), json!(text));
    assert_eq!((value.to_string().as_str(), value.as_ref()), (text, text));
    assert_eq!(value.to_parameter(), text.to_parameter());
    // A number in the place of a text is read as one; nothing else has a text.
    assert_eq!(serde_json::from_str::<T>("1.5").unwrap(), T::from("1.5"));
    for json in ["null", "[]", "{}"] {
        assert!(serde_json::from_str::<T>(json).unwrap_err().to_string().contains("expected a string"));
    }
}

#[test]
fn each_type_is_its_text() {
    assert_is_text::<Base64>("SGVsbG8=");
    assert_is_text::<Date>("2026-01-31");
    assert_is_text::<DateTime>("2026-01-31T12:30:00Z");
    assert_is_text::<Decimal>("1.50");
    assert_is_text::<Duration>("PT1M30S");
    assert_is_text::<Time>("12:30:00Z");
    assert_is_text::<Uuid>("67e55044-10b1-426f-9247-bb680e5fe0c8");
}

#[tokio::test]
async fn parameters_are_sent_as_they_are() {
    let server = Server::answering("200 OK", "null").await;
    let call = server
        .client()
        .get("op", "/visits/{id}")
        .path("id", Uuid::from("not/one"))
        .query("day", vec![Date::from("2026-01-31"), Date::from("1.2.2026")])
        .query("since", DateTime::from("2026-01-31T12:30:00+01:00"))
        .query("until", None::<DateTime>)
        .header("X-Price", Decimal::from("1.50"));
    call.decode_empty().await.unwrap();
    let received = server.received().await;
    assert_eq!(
        received.line(),
        "GET /visits/not%2Fone?day=2026-01-31&day=1.2.2026&since=2026-01-31T12%3A30%3A00%2B01%3A00 HTTP/1.1"
    );
    assert_eq!(received.header("x-price"), Some("1.50"));
}

#[track_caller]
fn assert_refused<T: Debug>(read: Result<T, FormatError>, text: &str, expected: &str) {
    let error = read.unwrap_err();
    assert_eq!((error.text(), error.expected()), (text, expected));
    assert!(error.to_string().starts_with(&format!("`{text}` is not {expected}: ")), "{error}");
}

#[test]
fn base64_of_any_kind_is_read() {
    for text in ["+/+/AA==", "+/+/AA", "-_-_AA==", "-_-_AA", "+/+/\r\nAA==\n"] {
        assert_eq!(Base64::from(text).decode().unwrap(), [0xfb, 0xff, 0xbf, 0], "{text:?}");
    }
    assert_eq!(Base64::of([0xfb, 0xff, 0xbf, 0]), "+/+/AA==");
    assert_eq!(Base64::from("").decode().unwrap(), b"");
    assert_refused(Base64::from("no Base64!").decode(), "no Base64!", "Base64");
}

#[test]
fn jiff_reads_and_writes() {
    let moment = DateTime::from("2026-08-17T19:07:40.5+02:00").to_jiff().unwrap();
    assert_eq!(DateTime::from(moment), "2026-08-17T17:07:40.5Z");
    assert_refused(DateTime::from("2020-01-01 00:00").to_jiff(), "2020-01-01 00:00", "a date and time");
    let day = Date::from("2026-02-28").to_jiff().unwrap();
    assert_eq!(Date::from(day.tomorrow().unwrap()), "2026-03-01");
    assert_refused(Date::from("2026-02-29").to_jiff(), "2026-02-29", "a date");
    for text in ["12:30:00", "12:30:00Z", "12:30:00+02:00", "12:30-05"] {
        assert_eq!(Time::from(Time::from(text).to_jiff().unwrap()), "12:30:00", "{text}");
    }
    assert_refused(Time::from("noon").to_jiff(), "noon", "a time of day");
    assert_refused(Time::from("25:00").to_jiff(), "25:00", "a time of day");
    let span = Duration::from("P1Y2M3DT4H").to_jiff().unwrap();
    assert_eq!((span.get_years(), span.get_hours()), (1, 4));
    assert_eq!(Duration::from(span), "P1Y2M3DT4H");
    assert_refused(Duration::from("long").to_jiff(), "long", "a duration");
}

#[test]
fn chrono_reads_and_writes() {
    let moment = DateTime::from("2026-08-17T19:07:40.500+02:00").to_chrono().unwrap();
    assert_eq!(DateTime::from(moment), "2026-08-17T19:07:40.500+02:00");
    assert_eq!(DateTime::from(moment.to_utc()), "2026-08-17T17:07:40.500Z");
    assert_refused(DateTime::from("2020-01-01 00:00").to_chrono(), "2020-01-01 00:00", "a date and time");
    assert_eq!(Date::from(Date::from("2026-02-28").to_chrono().unwrap()), "2026-02-28");
    assert_refused(Date::from("2026-02-29").to_chrono(), "2026-02-29", "a date");
    assert_eq!(Time::from(Time::from("12:30:00Z").to_chrono().unwrap()), "12:30:00");
    assert_refused(Time::from("noon").to_chrono(), "noon", "a time of day");
}

#[test]
fn time_reads_and_writes() {
    let moment = DateTime::from("2026-08-17T19:07:40.5+02:00").to_time().unwrap();
    assert_eq!(DateTime::try_from(moment).unwrap(), "2026-08-17T19:07:40.5+02:00");
    assert_refused(DateTime::from("2020-01-01 00:00").to_time(), "2020-01-01 00:00", "a date and time");
    let before_christ = OffsetDateTime::UNIX_EPOCH.replace_year(-1).unwrap();
    assert!(DateTime::try_from(before_christ).is_err());
    assert_eq!(Date::from(Date::from("2026-02-28").to_time().unwrap()), "2026-02-28");
    assert_refused(Date::from("2026-02-29").to_time(), "2026-02-29", "a date");
}

#[test]
fn uuid_reads_and_writes() {
    let id = Uuid::from("{67E55044-10B1-426F-9247-BB680E5FE0C8}").to_uuid().unwrap();
    assert_eq!(Uuid::from(id), "67e55044-10b1-426f-9247-bb680e5fe0c8");
    assert_refused(Uuid::from("42").to_uuid(), "42", "a UUID");
}

#[test]
fn rust_decimal_reads_and_writes() {
    for (text, written) in [("19.90", "19.90"), ("-1e3", "-1000"), ("2.5E-3", "0.0025")] {
        let number = Decimal::from(text).to_rust_decimal().unwrap();
        assert_eq!(Decimal::from(number), written, "{text}");
    }
    let long = "0.12345678901234567890123456789012345";
    for text in ["", "1,5", "1e400", "1e-400", "1e4294967295", long, &format!("{long}e1")] {
        assert_refused(Decimal::from(text).to_rust_decimal(), text, "a decimal number");
    }
}

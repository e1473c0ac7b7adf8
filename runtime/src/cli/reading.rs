//! Turns the text of an argument into a JSON value.

use serde_json::{Number, Value};

/// Reads a whole number.
pub(super) fn integer(text: &str) -> Result<Value, String> {
    let number = text.parse::<i64>().map(Number::from).or_else(|_| text.parse::<u64>().map(Number::from));
    number.map(Value::Number).map_err(|_| "it is not a whole number".to_owned())
}

/// Reads a number; one without a fraction stays an integer, as it is written.
pub(super) fn number(text: &str) -> Result<Value, String> {
    let fraction = || text.parse::<f64>().ok().and_then(Number::from_f64).map(Value::Number);
    integer(text).ok().or_else(fraction).ok_or_else(|| "it is not a number".to_owned())
}

/// Reads JSON.
pub(super) fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("it is not JSON: {error}"))
}

/// Reads JSON, and takes what is none as text.
///
/// So is a number that could not be sent as it is written.
pub(super) fn any(text: String) -> Value {
    match serde_json::from_str(&text) {
        Ok(Value::Number(number)) if number.to_string() != text.trim() => Value::String(text),
        Ok(value) => value,
        Err(_) => Value::String(text),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{any, integer, number};

    #[test]
    fn numbers_are_sent_as_they_are_written() {
        for (text, value) in [
            ("3", json!(3)),
            ("-3", json!(-3)),
            ("18446744073709551615", json!(u64::MAX)),
            ("0.5", json!(0.5)),
            ("1e3", json!(1000.0)),
        ] {
            assert_eq!(number(text), Ok(value), "{text}");
        }
        for text in ["", "many", "1,5", "NaN", "inf", "1e999", "3 "] {
            assert!(number(text).is_err(), "{text}");
        }
        assert!(integer("0.5").is_err());
    }

    #[test]
    fn what_is_no_json_is_text() {
        assert_eq!(any("12".to_owned()), json!(12));
        assert_eq!(any("\"12\"".to_owned()), json!("12"));
        assert_eq!(any("twelve".to_owned()), json!("twelve"));
        assert_eq!(any("{".to_owned()), json!("{"));
        let long = "123456789012345678901234567890";
        assert_eq!(any(long.to_owned()), json!(long));
    }
}

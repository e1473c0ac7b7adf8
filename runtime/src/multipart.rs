//! Turns a form into `multipart/form-data`, its files streamed.

use std::sync::Arc;

use reqwest::multipart::{Form as Parts, Part};

use crate::{
    Error, ErrorKind, Form, Upload,
    form::{Field, FieldValue},
    meter::Meter,
};

/// Opens the files of the form and lines up its parts.
pub(crate) async fn parts(form: &Form, meter: &Arc<Meter>) -> Result<Parts, Error> {
    let mut parts = Parts::new().percent_encode_noop();
    for Field { name, value } in &form.fields {
        let part = match value {
            FieldValue::Text(text) => Part::text(text.clone()),
            FieldValue::Json(json) => {
                Part::text(json.clone()).mime_str("application/json").expect("it is a media type")
            }
            FieldValue::Pairs(_) => {
                let message = format!("the field `{name}` has a style, which only an urlencoded form has");
                return Err(Error::new(ErrorKind::Request, message));
            }
            FieldValue::File(upload) => file(name, upload, meter).await?,
        };
        parts = parts.part(quotable(name), part);
    }
    Ok(parts)
}

/// Makes the part of a file.
///
/// A part without a file name is text to most servers, so content without a name of its own gets that of the field.
async fn file(name: &str, upload: &Upload, meter: &Arc<Meter>) -> Result<Part, Error> {
    let place = format!("the file of the field `{name}`");
    let content = upload.open(meter).await.map_err(|error| error.at(&place))?;
    let media_type = upload.media_type();
    Part::stream_with_length(content.body, content.length)
        .file_name(quotable(upload.name().unwrap_or(name)))
        .mime_str(&media_type)
        .map_err(|_| Error::new(ErrorKind::Request, format!("{place}: `{media_type}` is not a content type")))
}

/// Escapes what would end a quoted name, or the header that it stands in, as browsers do.
///
/// reqwest writes a line break of a file name as it is, and a name with all escaping off as it is altogether.
fn quotable(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::quotable;

    #[test]
    fn names_stay_inside_their_quotes() {
        assert_eq!(quotable("ü \"a\"; x=1\r\n\r\nb%"), "ü %22a%22; x=1%0D%0A%0D%0Ab%");
    }
}

//! Turns the fields of a request into an ordered form, and a form without files into its urlencoded text.

use form_urlencoded::byte_serialize;
use serde::Serialize;
use serde_json::Value;

use crate::{Error, ErrorKind, ParameterValue, Style, ToParameter, Upload, query::Query};

/// Collects the fields of a `multipart/form-data` or `application/x-www-form-urlencoded` body, in order.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub(crate) fields: Vec<Field>,
    problem: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) value: FieldValue,
}

#[derive(Clone, Debug)]
pub(crate) enum FieldValue {
    Text(String),
    Json(String),
    /// Pairs of an urlencoded form as they are sent.
    Pairs(String),
    File(Upload),
}

impl Form {
    /// Makes a form without fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a form of the members of an object: text as it is, a list of plain values as one field each, what is nested
    /// as JSON text.
    #[must_use]
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Self {
        let mut form = Self::new();
        match serde_json::to_value(value) {
            Ok(Value::Null) => {}
            Ok(Value::Object(members)) => {
                members.into_iter().for_each(|(name, member)| form.any(&name, member));
            }
            Ok(_) => {
                form.problem = Some("the form is not an object, and only an object has fields".to_owned())
            }
            Err(error) => form.problem = Some(format!("the form cannot be written as JSON: {error}")),
        }
        form
    }

    /// Adds a field with text, one for each item of a list or member of a map. `None` adds nothing.
    pub fn text(&mut self, name: impl Into<String>, value: impl ToParameter) {
        let name = name.into();
        match value.to_parameter().flat() {
            ParameterValue::Absent | ParameterValue::Nested(_) => {}
            ParameterValue::One(text) => self.push(name, FieldValue::Text(text)),
            ParameterValue::Many(items) => {
                items.into_iter().for_each(|item| self.push(name.clone(), FieldValue::Text(item)));
            }
            ParameterValue::Object(members) => {
                members.into_iter().for_each(|(member, text)| self.push(member, FieldValue::Text(text)));
            }
        }
    }

    /// Adds a field that is JSON text. `None` adds nothing.
    pub fn json<T: Serialize + ?Sized>(&mut self, name: impl Into<String>, value: Option<&T>) {
        let name = name.into();
        match value.map(serde_json::to_string) {
            None => {}
            Some(Ok(json)) => self.push(name, FieldValue::Json(json)),
            Some(Err(error)) => self.fail(&name, &error),
        }
    }

    /// Adds what is nested as fields of their own: `name[member]` and `name[0][member]`. `None` adds nothing.
    pub fn deep<T: Serialize + ?Sized>(&mut self, name: impl Into<String>, value: Option<&T>) {
        let name = name.into();
        match value.map(serde_json::to_value) {
            None => {}
            Some(Ok(value)) => self.push_nested(name, value),
            Some(Err(error)) => self.fail(&name, &error),
        }
    }

    /// Adds a field of an urlencoded form as a query parameter of this style is written. `None` adds nothing.
    pub fn styled(&mut self, name: impl Into<String>, value: impl ToParameter, style: Style) {
        self.push_pairs(name.into(), |query, name| query.set(name, value.to_parameter(), style));
    }

    /// Adds a field of an urlencoded form whose value keeps its reserved characters, as far as they do not end it.
    pub fn reserved(&mut self, name: impl Into<String>, value: impl ToParameter, style: Style) {
        self.push_pairs(name.into(), |query, name| query.set_reserved(name, value.to_parameter(), style));
    }

    /// Adds a file. `None` adds nothing.
    pub fn file(&mut self, name: impl Into<String>, upload: impl Into<Option<Upload>>) {
        if let Some(upload) = upload.into() {
            self.push(name.into(), FieldValue::File(upload));
        }
    }

    /// Adds files, each as a part of its own under the same name. `None` adds nothing.
    pub fn files(&mut self, name: impl Into<String>, uploads: impl Into<Option<Vec<Upload>>>) {
        let name = name.into();
        uploads.into().into_iter().flatten().for_each(|upload| self.file(name.clone(), upload));
    }

    /// Adds fields of any type, each by its name: text as it is, a list of plain values as one field each, what is nested
    /// as JSON text.
    pub fn members<T: Serialize>(&mut self, members: impl IntoIterator<Item = (String, T)>) {
        for (name, value) in members {
            match serde_json::to_value(value) {
                Ok(value) => self.any(&name, value),
                Err(error) => self.fail(&name, &error),
            }
        }
    }

    /// Adds a field of any type.
    pub(crate) fn any(&mut self, name: &str, value: Value) {
        let is_nested = |value: &Value| matches!(value, Value::Array(_) | Value::Object(_));
        match &value {
            Value::Object(_) => self.json(name, Some(&value)),
            Value::Array(items) if items.iter().any(is_nested) => self.json(name, Some(&value)),
            _ => self.text(name, value),
        }
    }

    /// Returns the files of the form.
    pub(crate) fn files_of(&self) -> impl Iterator<Item = &Upload> {
        self.fields.iter().filter_map(|field| match &field.value {
            FieldValue::File(upload) => Some(upload),
            FieldValue::Text(_) | FieldValue::Json(_) | FieldValue::Pairs(_) => None,
        })
    }

    fn fail(&mut self, name: &str, error: &serde_json::Error) {
        self.problem.get_or_insert_with(|| format!("the field `{name}` cannot be written as JSON: {error}"));
    }

    fn push(&mut self, name: String, value: FieldValue) {
        self.fields.push(Field { name, value });
    }

    fn push_pairs(&mut self, name: String, set: impl FnOnce(&mut Query, &str)) {
        let mut query = Query::default();
        set(&mut query, &name);
        let pairs = query.text();
        if !pairs.is_empty() {
            self.push(name, FieldValue::Pairs(pairs));
        }
    }

    fn push_nested(&mut self, name: String, value: Value) {
        match value {
            Value::Array(items) => {
                items
                    .into_iter()
                    .enumerate()
                    .for_each(|(i, item)| self.push_nested(format!("{name}[{i}]"), item));
            }
            Value::Object(members) => {
                members
                    .into_iter()
                    .for_each(|(key, member)| self.push_nested(format!("{name}[{key}]"), member));
            }
            single => self.text(name, single),
        }
    }

    /// Returns the form, or the first problem that one of its fields had.
    pub(crate) fn checked(self) -> Result<Self, Error> {
        match self.problem {
            Some(problem) => Err(Error::new(ErrorKind::Request, problem)),
            None => Ok(self),
        }
    }

    /// Writes the form by the rules that browsers follow: a space is `+`.
    pub(crate) fn urlencoded(self) -> Result<String, Error> {
        let mut text = String::new();
        for Field { name, value } in self.checked()?.fields {
            if !text.is_empty() {
                text.push('&');
            }
            match value {
                FieldValue::Text(value) | FieldValue::Json(value) => {
                    text.extend(byte_serialize(name.as_bytes()));
                    text.push('=');
                    text.extend(byte_serialize(value.as_bytes()));
                }
                FieldValue::Pairs(pairs) => text += &pairs,
                FieldValue::File(_) => {
                    let message =
                        format!("the field `{name}` is a file, which an urlencoded form cannot hold");
                    return Err(Error::new(ErrorKind::Request, message));
                }
            }
        }
        Ok(text)
    }
}

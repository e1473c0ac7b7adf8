//! Turns Rust values into the text of parameters and form fields.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::NumberOrString;

/// Turns a value into the text of a parameter or form field.
pub trait ToParameter {
    /// Returns the text, or several where the value is a list or an object.
    fn to_parameter(&self) -> ParameterValue;
}

/// Holds the text of a parameter, before a style decides how it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParameterValue {
    /// The parameter is left out.
    Absent,
    /// A single value.
    One(String),
    /// A list.
    Many(Vec<String>),
    /// An object, as names and values.
    Object(Vec<(String, String)>),
    /// A list or an object that holds lists or objects.
    Nested(Value),
}

impl ParameterValue {
    /// Makes a parameter of anything that has a JSON form.
    ///
    /// Lists and objects keep their items; what is nested deeper becomes JSON text where the style has no way to write
    /// it. `null`, or a value that has no JSON form, is left out.
    #[must_use]
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Self {
        serde_json::to_value(value).map_or(Self::Absent, |value| value.to_parameter())
    }

    /// Makes a parameter of the JSON text of a value. `null`, or a value that has no JSON form, is left out.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Self {
        match serde_json::to_value(value) {
            Ok(Value::Null) | Err(_) => Self::Absent,
            Ok(value) => Self::One(value.to_string()),
        }
    }

    /// Returns the value with JSON text in the place of all that is nested deeper.
    pub(crate) fn flat(self) -> Self {
        match self {
            Self::Nested(Value::Array(items)) => Self::Many(items.iter().filter_map(text_of).collect()),
            Self::Nested(Value::Object(members)) => Self::Object(
                members.iter().filter_map(|(name, value)| Some((name.clone(), text_of(value)?))).collect(),
            ),
            Self::Nested(single) => single.to_parameter(),
            flat => flat,
        }
    }

    /// Returns the flat value, unless there is none: a list or an object of nothing is none.
    pub(crate) fn present(self) -> Option<Self> {
        let value = self.flat();
        let is_absent = match &value {
            Self::Absent => true,
            Self::Many(items) => items.is_empty(),
            Self::Object(members) => members.is_empty(),
            Self::One(_) | Self::Nested(_) => false,
        };
        (!is_absent).then_some(value)
    }

    /// Returns everything in one row: the items, or the names and values.
    pub(crate) fn items(self) -> Vec<String> {
        match self.flat() {
            Self::One(text) => vec![text],
            Self::Many(items) => items,
            Self::Object(members) => members.into_iter().flat_map(|(name, text)| [name, text]).collect(),
            Self::Absent | Self::Nested(_) => Vec::new(),
        }
    }

    /// Returns the value on its own, where the place it goes to has no styles.
    fn into_text(self) -> Option<String> {
        match self {
            Self::Absent => None,
            Self::One(text) => Some(text),
            Self::Nested(nested) => Some(nested.to_string()),
            several => Some(several.items().join(",")),
        }
    }
}

impl ToParameter for ParameterValue {
    fn to_parameter(&self) -> ParameterValue {
        self.clone()
    }
}

impl<T: ToParameter + ?Sized> ToParameter for &T {
    fn to_parameter(&self) -> ParameterValue {
        T::to_parameter(self)
    }
}

impl<T: ToParameter + ?Sized> ToParameter for Box<T> {
    fn to_parameter(&self) -> ParameterValue {
        T::to_parameter(self)
    }
}

impl ToParameter for str {
    fn to_parameter(&self) -> ParameterValue {
        ParameterValue::One(self.to_owned())
    }
}

impl ToParameter for String {
    fn to_parameter(&self) -> ParameterValue {
        self.as_str().to_parameter()
    }
}

/// Implements the trait by `Display`, which for floats is the shortest text that reads back as the same number, never
/// with an exponent, and without a fraction where there is none.
macro_rules! to_parameter_by_display {
    ($($type:ty)*) => {
        $(impl ToParameter for $type {
            fn to_parameter(&self) -> ParameterValue {
                ParameterValue::One(self.to_string())
            }
        })*
    };
}

to_parameter_by_display! { bool i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64 NumberOrString }

impl<T: ToParameter> ToParameter for Option<T> {
    fn to_parameter(&self) -> ParameterValue {
        self.as_ref().map_or(ParameterValue::Absent, T::to_parameter)
    }
}

impl<T: ToParameter> ToParameter for Vec<T> {
    fn to_parameter(&self) -> ParameterValue {
        ParameterValue::Many(self.iter().filter_map(|item| item.to_parameter().into_text()).collect())
    }
}

impl<T: ToParameter> ToParameter for BTreeMap<String, T> {
    fn to_parameter(&self) -> ParameterValue {
        let members =
            self.iter().filter_map(|(name, value)| Some((name.clone(), value.to_parameter().into_text()?)));
        ParameterValue::Object(members.collect())
    }
}

impl ToParameter for Value {
    fn to_parameter(&self) -> ParameterValue {
        let is_nested = |value: &Self| value.is_array() || value.is_object();
        let holds_nested = match self {
            Self::Array(items) => items.iter().any(is_nested),
            Self::Object(members) => members.values().any(is_nested),
            single => return text_of(single).map_or(ParameterValue::Absent, ParameterValue::One),
        };
        let value = ParameterValue::Nested(self.clone());
        if holds_nested { value } else { value.flat() }
    }
}

impl ToParameter for Map<String, Value> {
    fn to_parameter(&self) -> ParameterValue {
        Value::Object(self.clone()).to_parameter()
    }
}

/// Returns the text of a value, which is none for null.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        // JSON has exponents, and a fraction where there is none; the text of a float has neither.
        Value::Number(number) if number.is_f64() => number.as_f64().map(|it| it.to_string()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::{ParameterValue, ToParameter};

    #[test]
    fn numbers_have_no_exponent() {
        for (number, text) in
            [(10_500.0, "10500"), (0.1, "0.1"), (1e21, "1000000000000000000000"), (-2.5, "-2.5")]
        {
            assert_eq!(number.to_parameter(), ParameterValue::One(text.to_owned()));
        }
        for number in [1.0, 1e21, 1e-7] {
            assert_eq!(ParameterValue::of(&number), number.to_parameter());
        }
        assert_eq!(0.1_f32.to_parameter(), ParameterValue::One("0.1".to_owned()));
    }

    #[test]
    fn absent_items_are_left_out() {
        assert_eq!(None::<i64>.to_parameter(), ParameterValue::Absent);
        assert_eq!(vec![Some("a"), None].to_parameter(), ParameterValue::Many(vec!["a".to_owned()]));
    }

    #[test]
    fn json_becomes_text() {
        let value = serde_json::json!({ "a": 1, "b": null, "c": [1, 2], "d": "x" });
        let members = [("a", "1"), ("c", "[1,2]"), ("d", "x")];
        let members = members.map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert_eq!(ParameterValue::of(&value).flat(), ParameterValue::Object(members.to_vec()));
        assert_eq!(ParameterValue::json(&value), ParameterValue::One(value.to_string()));
        assert_eq!(ParameterValue::json(&"x"), ParameterValue::One("\"x\"".to_owned()));
        assert_eq!(ParameterValue::json(&None::<i64>), ParameterValue::Absent);
    }
}

//! Turns query parameters into a query string, each in its style.

use std::mem;

use serde_json::Value;

use crate::{
    ParameterValue, Style,
    parameter::text_of,
    path::{push_encoded, push_reserved},
};

/// The query of a request: parameters in the order of their first use.
#[derive(Debug, Default)]
pub(crate) struct Query(Vec<Parameter>);

#[derive(Debug)]
struct Parameter {
    name: String,
    value: ParameterValue,
    style: Style,
    push: fn(&mut String, &str),
}

/// Where `name=value` pairs are written to, one after the other, in a text that goes before them.
pub(crate) struct Pairs<'a> {
    text: &'a mut String,
    separator: &'static str,
}

impl<'a> Pairs<'a> {
    /// Begins after the text with a separator, which is not written if there are no pairs.
    pub(crate) fn after(text: &'a mut String, separator: &'static str) -> Self {
        Self { text, separator }
    }

    /// Adds a pair whose value is encoded.
    pub(crate) fn add(&mut self, name: &str, value: &str) {
        self.begin(name);
        push_encoded(self.text, value);
    }

    /// Begins a pair, and returns where its value goes to.
    fn begin(&mut self, name: &str) -> &mut String {
        self.text.push_str(mem::replace(&mut self.separator, "&"));
        push_encoded(self.text, name);
        self.text.push('=');
        self.text
    }
}

impl Query {
    /// Sets a parameter; setting it again replaces its value.
    pub(crate) fn set(&mut self, name: &str, value: ParameterValue, style: Style) {
        self.put(Parameter { name: name.to_owned(), value, style, push: push_encoded });
    }

    /// Sets a parameter whose value keeps its reserved characters, as far as they do not end it.
    pub(crate) fn set_reserved(&mut self, name: &str, value: ParameterValue, style: Style) {
        self.put(Parameter { name: name.to_owned(), value, style, push: push_reserved });
    }

    fn put(&mut self, parameter: Parameter) {
        match self.0.iter_mut().find(|known| known.name == parameter.name) {
            Some(known) => *known = parameter,
            None => self.0.push(parameter),
        }
    }

    /// Writes the `name=value` pairs, encoded.
    pub(crate) fn write(&self, pairs: &mut Pairs<'_>) {
        self.0.iter().for_each(|it| it.write(&it.value, pairs));
    }

    /// Returns the pairs on their own.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut Pairs::after(&mut text, ""));
        text
    }
}

impl Parameter {
    fn write(&self, value: &ParameterValue, pairs: &mut Pairs<'_>) {
        let (name, style) = (self.name.as_str(), self.style);
        let delimiter = match style {
            Style::CommaDelimited => Some(","),
            Style::SpaceDelimited => Some("%20"),
            Style::PipeDelimited => Some("%7C"),
            // The others have no meaning in a query.
            _ => None,
        };
        match (value, delimiter) {
            (ParameterValue::Absent, _) => {}
            (ParameterValue::Nested(nested), None) if style == Style::DeepObject => {
                self.deep(name, nested, pairs);
            }
            (ParameterValue::Nested(_), _) => self.write(&value.clone().flat(), pairs),
            (ParameterValue::One(text), _) => self.pair(name, text, pairs),
            (ParameterValue::Many(items), Some(delimiter)) => self.delimited(items, delimiter, pairs),
            (ParameterValue::Many(items), None) => {
                let name = if style == Style::DeepObject { &format!("{name}[]") } else { name };
                items.iter().for_each(|item| self.pair(name, item, pairs));
            }
            (ParameterValue::Object(members), Some(delimiter)) => {
                self.delimited(members.iter().flat_map(|(member, text)| [member, text]), delimiter, pairs);
            }
            (ParameterValue::Object(members), None) => {
                members.iter().for_each(|(member, text)| match style {
                    Style::DeepObject => self.pair(&format!("{name}[{member}]"), text, pairs),
                    _ => self.pair(member, text, pairs),
                })
            }
        }
    }

    /// Writes what is nested as `name[member][member]`; a plain item of a list is `name[]`, any other `name[0]`.
    fn deep(&self, name: &str, value: &Value, pairs: &mut Pairs<'_>) {
        let is_nested = |value: &Value| value.is_array() || value.is_object();
        match value {
            Value::Array(items) if items.iter().any(is_nested) => {
                let items = items.iter().enumerate();
                items.for_each(|(index, item)| self.deep(&format!("{name}[{index}]"), item, pairs));
            }
            Value::Array(items) => {
                items.iter().for_each(|item| self.deep(&format!("{name}[]"), item, pairs));
            }
            Value::Object(members) => {
                let members = members.iter();
                members.for_each(|(member, value)| self.deep(&format!("{name}[{member}]"), value, pairs));
            }
            single => text_of(single).iter().for_each(|text| self.pair(name, text, pairs)),
        }
    }

    fn pair(&self, name: &str, text: &str, pairs: &mut Pairs<'_>) {
        (self.push)(pairs.begin(name), text);
    }

    /// Joins by a delimiter that is not encoded, so that it differs from one inside an item. An empty list is left out.
    fn delimited<'a>(
        &self,
        items: impl IntoIterator<Item = &'a String>,
        delimiter: &str,
        pairs: &mut Pairs<'_>,
    ) {
        for (index, item) in items.into_iter().enumerate() {
            let mut encoded = String::new();
            (self.push)(&mut encoded, item);
            let encoded = encoded.replace(',', "%2C");
            match index {
                0 => pairs.begin(&self.name).push_str(&encoded),
                _ => pairs.text.extend([delimiter, &encoded]),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Query;
    use crate::{ParameterValue, Style, ToParameter};

    fn query(value: impl ToParameter, style: Style) -> String {
        let mut query = Query::default();
        query.set("n", value.to_parameter(), style);
        query.text()
    }

    #[test]
    fn styles() {
        let list = || vec!["a,b", "c d"];
        let object = || {
            ParameterValue::Object(vec![("k".to_owned(), "v&w".to_owned()), ("l".to_owned(), "2".to_owned())])
        };
        for (style, one, many, members) in [
            (Style::FormExploded, "n=%C3%BC", "n=a%2Cb&n=c%20d", "k=v%26w&l=2"),
            (Style::CommaDelimited, "n=%C3%BC", "n=a%2Cb,c%20d", "n=k,v%26w,l,2"),
            (Style::SpaceDelimited, "n=%C3%BC", "n=a%2Cb%20c%20d", "n=k%20v%26w%20l%202"),
            (Style::PipeDelimited, "n=%C3%BC", "n=a%2Cb%7Cc%20d", "n=k%7Cv%26w%7Cl%7C2"),
            (Style::DeepObject, "n=%C3%BC", "n%5B%5D=a%2Cb&n%5B%5D=c%20d", "n%5Bk%5D=v%26w&n%5Bl%5D=2"),
        ] {
            assert_eq!(query("ü", style), one, "{style:?}");
            assert_eq!(query(list(), style), many, "{style:?}");
            assert_eq!(query(object(), style), members, "{style:?}");
            assert_eq!(query(Vec::<String>::new(), style), "", "{style:?}");
            assert_eq!(query(None::<i64>, style), "", "{style:?}");
        }
    }

    #[test]
    fn what_is_nested() {
        let nested = serde_json::json!({ "a": { "b": 1.0, "c": null }, "d": ["x", 2], "e": [{ "f": true }] });
        let written = |style| query(ParameterValue::of(&nested), style);
        assert_eq!(
            written(Style::DeepObject).replace("%5B", "[").replace("%5D", "]"),
            "n[a][b]=1&n[d][]=x&n[d][]=2&n[e][0][f]=true"
        );
        assert_eq!(
            written(Style::FormExploded),
            "a=%7B%22b%22%3A1.0%2C%22c%22%3Anull%7D&d=%5B%22x%22%2C2%5D&e=%5B%7B%22f%22%3Atrue%7D%5D"
        );
        assert_eq!(query(ParameterValue::json(&[1, 2]), Style::FormExploded), "n=%5B1%2C2%5D");
    }

    #[test]
    fn reserved_characters_stay_where_they_end_nothing() {
        let reserved = |value: ParameterValue, style| {
            let mut query = Query::default();
            query.set_reserved("n[]", value, style);
            query.text()
        };
        for (text, written) in [
            (":/?@!$'()*,;=", ":/?@!$'()*,;="),
            ("#[]&+", "%23%5B%5D%26%2B"),
            ("a b\"<ü>", "a%20b%22%3C%C3%BC%3E"),
            ("%2F%zz%2", "%2F%25zz%252"),
            ("a&b=c", "a%26b=c"),
        ] {
            assert_eq!(
                reserved(text.to_parameter(), Style::default()),
                format!("n%5B%5D={written}"),
                "{text}"
            );
        }
        let list = || vec!["a,b", "c/d"].to_parameter();
        assert_eq!(reserved(list(), Style::default()), "n%5B%5D=a,b&n%5B%5D=c/d");
        assert_eq!(reserved(list(), Style::CommaDelimited), "n%5B%5D=a%2Cb,c/d");
    }

    #[test]
    fn the_last_value_of_a_parameter_counts() {
        let mut query = Query::default();
        query.set("limit", 1.to_parameter(), Style::default());
        query.set("page", 2.to_parameter(), Style::default());
        query.set("limit", 3.to_parameter(), Style::default());
        assert_eq!(query.text(), "limit=3&page=2");
    }
}

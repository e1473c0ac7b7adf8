//! Turns query parameters into a query string, each in its style.

use serde_json::Value;

use crate::{
    ParameterValue, Style,
    parameter::text_of,
    path::{encode, encode_reserved},
};

/// The query of a request: parameters in the order of their first use.
#[derive(Debug, Default)]
pub(crate) struct Query(Vec<Parameter>);

#[derive(Debug)]
struct Parameter {
    name: String,
    value: ParameterValue,
    style: Style,
    encode: fn(&str) -> String,
}

impl Query {
    /// Sets a parameter; setting it again replaces its value.
    pub(crate) fn set(&mut self, name: &str, value: ParameterValue, style: Style) {
        self.put(Parameter { name: name.to_owned(), value, style, encode });
    }

    /// Sets a parameter whose value keeps its reserved characters, as far as they do not end it.
    pub(crate) fn set_reserved(&mut self, name: &str, value: ParameterValue, style: Style) {
        self.put(Parameter { name: name.to_owned(), value, style, encode: encode_reserved });
    }

    fn put(&mut self, parameter: Parameter) {
        match self.0.iter_mut().find(|known| known.name == parameter.name) {
            Some(known) => *known = parameter,
            None => self.0.push(parameter),
        }
    }

    /// Returns the `name=value` pairs, encoded.
    pub(crate) fn pairs(&self) -> Vec<String> {
        self.0.iter().flat_map(|it| it.pairs(&it.value)).collect()
    }
}

impl Parameter {
    fn pairs(&self, value: &ParameterValue) -> Vec<String> {
        let (name, style) = (self.name.as_str(), self.style);
        let delimiter = match style {
            Style::CommaDelimited => Some(","),
            Style::SpaceDelimited => Some("%20"),
            Style::PipeDelimited => Some("%7C"),
            // The others have no meaning in a query.
            _ => None,
        };
        match (value, delimiter) {
            (ParameterValue::Absent, _) => Vec::new(),
            (ParameterValue::Nested(nested), None) if style == Style::DeepObject => self.deep(name, nested),
            (ParameterValue::Nested(_), _) => self.pairs(&value.clone().flat()),
            (ParameterValue::One(text), _) => vec![self.pair(name, text)],
            (ParameterValue::Many(items), Some(delimiter)) => self.delimited(items, delimiter),
            (ParameterValue::Many(items), None) if style == Style::DeepObject => {
                items.iter().map(|item| self.pair(&format!("{name}[]"), item)).collect()
            }
            (ParameterValue::Many(items), None) => items.iter().map(|item| self.pair(name, item)).collect(),
            (ParameterValue::Object(members), Some(delimiter)) => {
                self.delimited(members.iter().flat_map(|(member, text)| [member, text]), delimiter)
            }
            (ParameterValue::Object(members), None) if style == Style::DeepObject => {
                members.iter().map(|(member, text)| self.pair(&format!("{name}[{member}]"), text)).collect()
            }
            (ParameterValue::Object(members), None) => {
                members.iter().map(|(member, text)| self.pair(member, text)).collect()
            }
        }
    }

    /// Writes what is nested as `name[member][member]`; a plain item of a list is `name[]`, any other `name[0]`.
    fn deep(&self, name: &str, value: &Value) -> Vec<String> {
        let is_nested = |value: &Value| value.is_array() || value.is_object();
        match value {
            Value::Array(items) if items.iter().any(is_nested) => {
                let items = items.iter().enumerate();
                items.flat_map(|(index, item)| self.deep(&format!("{name}[{index}]"), item)).collect()
            }
            Value::Array(items) => {
                items.iter().flat_map(|item| self.deep(&format!("{name}[]"), item)).collect()
            }
            Value::Object(members) => members
                .iter()
                .flat_map(|(member, value)| self.deep(&format!("{name}[{member}]"), value))
                .collect(),
            single => text_of(single).iter().map(|text| self.pair(name, text)).collect(),
        }
    }

    fn pair(&self, name: &str, text: &str) -> String {
        format!("{}={}", encode(name), (self.encode)(text))
    }

    /// Joins by a delimiter that is not encoded, so that it differs from one inside an item. An empty list is left out.
    fn delimited<'a>(&self, items: impl IntoIterator<Item = &'a String>, delimiter: &str) -> Vec<String> {
        let items = items.into_iter().map(|item| (self.encode)(item).replace(',', "%2C"));
        let items: Vec<_> = items.collect();
        if items.is_empty() {
            return Vec::new();
        }
        vec![format!("{}={}", encode(&self.name), items.join(delimiter))]
    }
}

#[cfg(test)]
mod tests {
    use super::Query;
    use crate::{ParameterValue, Style, ToParameter};

    fn query(value: impl ToParameter, style: Style) -> String {
        let mut query = Query::default();
        query.set("n", value.to_parameter(), style);
        query.pairs().join("&")
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
            query.pairs().join("&")
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
        assert_eq!(query.pairs(), ["limit=3", "page=2"]);
    }
}

//! Turns query parameters into a query string, each in its style.

use serde_json::Value;

use crate::{ParameterValue, Style, path::encode};

/// The query of a request: parameters in the order of their first use.
#[derive(Debug, Default)]
pub(crate) struct Query(Vec<(String, ParameterValue, Style)>);

impl Query {
    /// Sets a parameter; setting it again replaces its value.
    pub(crate) fn set(&mut self, name: &str, value: ParameterValue, style: Style) {
        match self.0.iter_mut().find(|(known, ..)| known == name) {
            Some(parameter) => (parameter.1, parameter.2) = (value, style),
            None => self.0.push((name.to_owned(), value, style)),
        }
    }

    /// Returns the `name=value` pairs, encoded.
    pub(crate) fn pairs(&self) -> Vec<String> {
        self.0.iter().flat_map(|(name, value, style)| pairs(name, value, *style)).collect()
    }
}

fn pairs(name: &str, value: &ParameterValue, style: Style) -> Vec<String> {
    let delimiter = match style {
        Style::CommaDelimited => Some(","),
        Style::SpaceDelimited => Some("%20"),
        Style::PipeDelimited => Some("%7C"),
        // The others have no meaning in a query.
        _ => None,
    };
    match (value, delimiter) {
        (ParameterValue::Absent, _) => Vec::new(),
        (ParameterValue::Nested(nested), None) if style == Style::DeepObject => deep(name, nested),
        (ParameterValue::Nested(_), _) => pairs(name, &value.clone().flat(), style),
        (ParameterValue::One(text), _) => vec![pair(name, text)],
        (ParameterValue::Many(items), Some(delimiter)) => delimited(name, items, delimiter),
        (ParameterValue::Many(items), None) if style == Style::DeepObject => {
            items.iter().map(|item| pair(&format!("{name}[]"), item)).collect()
        }
        (ParameterValue::Many(items), None) => items.iter().map(|item| pair(name, item)).collect(),
        (ParameterValue::Object(members), Some(delimiter)) => {
            delimited(name, members.iter().flat_map(|(member, text)| [member, text]), delimiter)
        }
        (ParameterValue::Object(members), None) if style == Style::DeepObject => {
            members.iter().map(|(member, text)| pair(&format!("{name}[{member}]"), text)).collect()
        }
        (ParameterValue::Object(members), None) => {
            members.iter().map(|(member, text)| pair(member, text)).collect()
        }
    }
}

/// Writes what is nested as `name[member][member]`; a plain item of a list is `name[]`, any other `name[0]`.
fn deep(name: &str, value: &Value) -> Vec<String> {
    let is_nested = |value: &Value| value.is_array() || value.is_object();
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) if items.iter().any(is_nested) => {
            let items = items.iter().enumerate();
            items.flat_map(|(index, item)| deep(&format!("{name}[{index}]"), item)).collect()
        }
        Value::Array(items) => items.iter().flat_map(|item| deep(&format!("{name}[]"), item)).collect(),
        Value::Object(members) => {
            members.iter().flat_map(|(member, value)| deep(&format!("{name}[{member}]"), value)).collect()
        }
        Value::String(text) => vec![pair(name, text)],
        single => vec![pair(name, &single.to_string())],
    }
}

pub(crate) fn pair(name: &str, text: &str) -> String {
    format!("{}={}", encode(name), encode(text))
}

/// Joins by a delimiter that is not encoded, so that it differs from one inside an item. An empty list is left out.
fn delimited<'a>(name: &str, items: impl IntoIterator<Item = &'a String>, delimiter: &str) -> Vec<String> {
    let items: Vec<_> = items.into_iter().map(|item| encode(item)).collect();
    if items.is_empty() { Vec::new() } else { vec![format!("{}={}", encode(name), items.join(delimiter))] }
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
        let nested = serde_json::json!({ "a": { "b": 1, "c": null }, "d": ["x", 2], "e": [{ "f": true }] });
        let written = |style| query(ParameterValue::of(&nested), style);
        assert_eq!(
            written(Style::DeepObject).replace("%5B", "[").replace("%5D", "]"),
            "n[a][b]=1&n[d][]=x&n[d][]=2&n[e][0][f]=true"
        );
        assert_eq!(
            written(Style::FormExploded),
            "a=%7B%22b%22%3A1%2C%22c%22%3Anull%7D&d=%5B%22x%22%2C2%5D&e=%5B%7B%22f%22%3Atrue%7D%5D"
        );
        assert_eq!(query(ParameterValue::json(&[1, 2]), Style::FormExploded), "n=%5B1%2C2%5D");
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

//! Turns the values of paths, headers and cookies into text, each in its style; `query.rs` does so for queries.

use crate::{ParameterValue, path::encode};

/// Says how a list or an object is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// `ids=1&ids=2`, and the members of an object as parameters of their own.
    #[default]
    FormExploded,
    /// `ids=1,2`
    CommaDelimited,
    /// `ids=1%202`
    SpaceDelimited,
    /// `ids=1%7C2`
    PipeDelimited,
    /// `filter[from]=1&filter[to]=2`, and `ids[]=1&ids[]=2` for a list.
    DeepObject,
    /// `1,2`, and `from=1,to=2` for an object: in paths and headers.
    SimpleExploded,
    /// `.1,2`: in paths.
    Label,
    /// `.1.2`, and `.from=1.to=2` for an object: in paths.
    LabelExploded,
    /// `;ids=1,2`: in paths.
    Matrix,
    /// `;ids=1;ids=2`, and `;from=1;to=2` for an object: in paths.
    MatrixExploded,
}

/// Writes the value of a path parameter or a header; nothing for a value that is absent, or a list or object of nothing.
///
/// A style that has no meaning there is `simple`, which joins everything by commas.
pub(crate) fn simple(
    name: &str,
    value: ParameterValue,
    style: Style,
    encode: impl Fn(&str) -> String,
) -> Option<String> {
    let named = |name: &str, text: &str| match (style, text) {
        // RFC 6570: in this style an empty value has no equals sign.
        (Style::Matrix | Style::MatrixExploded, "") => encode(name),
        _ => format!("{}={}", encode(name), encode(text)),
    };
    let items: Vec<String> = match (value.present()?, style) {
        (ParameterValue::One(text), Style::Matrix | Style::MatrixExploded) => vec![named(name, &text)],
        (ParameterValue::Many(items), Style::MatrixExploded) => {
            items.iter().map(|item| named(name, item)).collect()
        }
        (
            ParameterValue::Object(members),
            Style::SimpleExploded | Style::LabelExploded | Style::MatrixExploded,
        ) => members.iter().map(|(member, text)| named(member, text)).collect(),
        (value, _) => {
            let separator = if style == Style::LabelExploded { "." } else { "," };
            let joined = match value {
                ParameterValue::One(text) => encode(&text),
                several => {
                    several.items().iter().map(|item| encode(item)).collect::<Vec<_>>().join(separator)
                }
            };
            return Some(match style {
                Style::Label | Style::LabelExploded => format!(".{joined}"),
                Style::Matrix => format!(";{}={joined}", encode(name)),
                _ => joined,
            });
        }
    };
    Some(match style {
        Style::LabelExploded => format!(".{}", items.join(".")),
        Style::Matrix | Style::MatrixExploded => format!(";{}", items.join(";")),
        _ => items.join(","),
    })
}

/// Writes the cookies of a parameter; the name that the document gives is sent as it is, names of members are values.
pub(crate) fn cookies(name: &str, value: ParameterValue, style: Style) -> Vec<String> {
    let cookie = |name: &str, text: &str| format!("{name}={}", encode(text));
    let Some(value) = value.present() else { return Vec::new() };
    match value {
        ParameterValue::Many(items) if style == Style::FormExploded => {
            items.iter().map(|item| cookie(name, item)).collect()
        }
        ParameterValue::Object(members) if style == Style::FormExploded => {
            members.iter().map(|(member, text)| cookie(&encode(member), text)).collect()
        }
        several => {
            let items: Vec<_> = several.items().iter().map(|item| encode(item)).collect();
            vec![format!("{name}={}", items.join(","))]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Style, cookies, simple};
    use crate::{ParameterValue, ToParameter, path::encode};

    fn written(value: impl ToParameter, style: Style) -> Option<String> {
        simple("color", value.to_parameter(), style, encode)
    }

    /// The table of OpenAPI's `Style Examples`, which is that of RFC 6570.
    #[test]
    fn paths_and_headers_follow_the_table() {
        let object = ParameterValue::of(&serde_json::json!({ "R": 100, "G": 200, "B": 150 }));
        let list = vec!["blue", "black", "brown"];
        for (style, empty, one, many, members) in [
            (Style::FormExploded, "", "blue", "blue,black,brown", "R,100,G,200,B,150"),
            (Style::SimpleExploded, "", "blue", "blue,black,brown", "R=100,G=200,B=150"),
            (Style::Label, ".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
            (Style::LabelExploded, ".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
            (Style::Matrix, ";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
            (
                Style::MatrixExploded,
                ";color",
                ";color=blue",
                ";color=blue;color=black;color=brown",
                ";R=100;G=200;B=150",
            ),
        ] {
            assert_eq!(written("", style).as_deref(), Some(empty), "{style:?}");
            assert_eq!(written("blue", style).as_deref(), Some(one), "{style:?}");
            assert_eq!(written(list.clone(), style).as_deref(), Some(many), "{style:?}");
            assert_eq!(written(&object, style).as_deref(), Some(members), "{style:?}");
            assert_eq!(written(None::<i64>, style), None, "{style:?}");
            // RFC 6570: a list without items is not defined.
            assert_eq!(written(Vec::<String>::new(), style), None, "{style:?}");
            assert_eq!(
                written(ParameterValue::of(&serde_json::json!({ "R": null })), style),
                None,
                "{style:?}"
            );
        }
    }

    #[test]
    fn cookies_are_forms() {
        let object = ParameterValue::of(&serde_json::json!({ "R": 100, "G": 200 }));
        for (style, many, members) in [
            (Style::FormExploded, "color=a%3B; color=b", "R=100; G=200"),
            (Style::CommaDelimited, "color=a%3B,b", "color=R,100,G,200"),
        ] {
            let written = |value: ParameterValue| cookies("color", value, style).join("; ");
            assert_eq!(written("blue".to_parameter()), "color=blue", "{style:?}");
            assert_eq!(written(vec!["a;", "b"].to_parameter()), many, "{style:?}");
            assert_eq!(written(object.clone()), members, "{style:?}");
            assert_eq!(written(ParameterValue::Absent), "", "{style:?}");
            assert_eq!(written(ParameterValue::Many(Vec::new())), "", "{style:?}");
        }
    }

    #[test]
    fn what_delimits_is_not_what_is_encoded() {
        assert_eq!(written(vec!["a,b", "c"], Style::Matrix).as_deref(), Some(";color=a%2Cb,c"));
        assert_eq!(written(vec!["a.b", "/"], Style::LabelExploded).as_deref(), Some(".a.b.%2F"));
    }
}

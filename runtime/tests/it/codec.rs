//! What the macros read and write, sample by sample.

use std::{collections::BTreeMap, fmt::Debug};

use openapi_client_runtime::{
    EachMember, Map, Members, NumberOrString, ParameterValue, ToParameter, Value, integer_enum, object,
    serde::{Serialize, de::DeserializeOwned},
    serde_json::{self, json},
    string_enum, tagged_union, untagged_union,
};

#[track_caller]
fn read<T: DeserializeOwned>(json: &str) -> T {
    let value: T = serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"));
    // What comes out of a buffer owns its strings; it must be read the same way.
    serde_json::from_value::<T>(serde_json::from_str(json).unwrap()).unwrap();
    value
}

#[track_caller]
fn refusal<T: DeserializeOwned + Debug>(json: &str) -> String {
    serde_json::from_str::<T>(json).unwrap_err().to_string()
}

#[track_caller]
fn assert_writes(value: &impl Serialize, json: &str) {
    assert_eq!(serde_json::to_string(value).unwrap(), json);
}

#[track_caller]
fn assert_survives<T: Serialize + DeserializeOwned>(json: &str) {
    assert_writes(&read::<T>(json), json);
}

/// Its fields have the names that the macro might use for itself.
#[derive(Debug, Default, PartialEq)]
struct Everything {
    map: i64,
    key: Option<String>,
    value: Option<Option<bool>>,
    self_: Option<String>,
    other: Option<Box<Everything>>,
    members: Vec<i64>,
    r#type: Option<i64>,
    unknown: Map<String, Value>,
}
object! { Everything {
    required map = "map",
    optional key = "key",
    nullable value = "value",
    required_nullable self_ = "self",
    optional other = "ot\"her",
    required members = "members",
    optional r#type = "type",
    rest unknown,
} }

#[test]
fn an_object_survives() {
    for json in [
        r#"{"map":1,"self":null,"members":[]}"#,
        r#"{"map":1,"key":"k","value":true,"self":"s","ot\"her":{"map":2,"self":null,"members":[3]},"members":[],"type":4}"#,
        r#"{"map":1,"value":null,"self":null,"members":[],"new":{"a":[1.5,null]},"z":1,"a":2}"#,
    ] {
        assert_survives::<Everything>(json);
    }
}

#[test]
fn missing_and_null_members() {
    let least = Everything { map: 1, ..Everything::default() };
    assert_eq!(read::<Everything>(r#"{"map":1,"members":[]}"#), least);
    assert_eq!(
        read::<Everything>(r#"{"map":1,"members":[],"key":null,"value":null,"self":null,"ot\"her":null}"#),
        Everything { value: Some(None), ..least }
    );
    assert_eq!(refusal::<Everything>(r#"{"members":[]}"#), "missing field `map` at line 1 column 14");
    assert_eq!(
        refusal::<Everything>(r#"{"map":null}"#),
        "invalid type: null, expected i64 at line 1 column 11"
    );
    assert_eq!(
        refusal::<Everything>("[]"),
        "invalid type: sequence, expected an object (Everything) at line 1 column 0"
    );
}

#[test]
fn the_last_of_a_duplicated_member_counts() {
    let value: Everything = read(r#"{"map":1,"key":"a","map":2,"key":null,"x":1,"members":[],"x":2}"#);
    assert_eq!((value.map, value.key, &value.unknown["x"]), (2, None, &json!(2)));
}

#[test]
fn names_may_be_escaped() {
    assert_eq!(
        read::<Everything>(r#"{"m\u0061p":1,"members":[],"n\u0061":0}"#).unknown,
        *json!({"na": 0}).as_object().unwrap()
    );
}

#[derive(Debug, PartialEq)]
struct Prices {
    currency: Option<String>,
    rest: BTreeMap<String, f64>,
}
object! { Prices { optional currency = "currency", rest rest as number } }

#[derive(Debug, PartialEq)]
struct Empty {}
object! { Empty {} }

#[test]
fn the_rest_may_have_a_type() {
    assert_survives::<Prices>(r#"{"currency":"EUR","a":1.5,"b":2}"#);
    assert!(refusal::<Prices>(r#"{"a":"x"}"#).contains("expected f64"));
}

#[test]
fn unknown_members_are_ignored_without_a_rest() {
    assert_eq!(read::<Empty>(r#"{"a":{"b":[1]}}"#), Empty {});
    assert_writes(&Empty {}, "{}");
}

struct Submission {
    text: &'static str,
    input: Input,
    extra: Map<String, Value>,
}
object! { serialize Submission { required text = "text", alternatives input, rest extra } }

enum Input {
    Url { url: String },
    Pair { left: i64, right: i64 },
}

impl Members for Input {
    fn each(&self, member: &mut EachMember<'_>) {
        match self {
            Self::Url { url } => member.take("url", url),
            Self::Pair { left, right } => {
                member.take("left", left);
                member.take("right", right);
            }
        }
    }
}

#[derive(Debug)]
struct Received {
    id: String,
}
object! { deserialize Received { required id = "id" } }

#[test]
fn one_direction_is_enough() {
    let submission =
        |input| Submission { text: "t", input, extra: Map::from_iter([("x".to_owned(), json!(1))]) };
    assert_writes(&submission(Input::Url { url: "u".to_owned() }), r#"{"text":"t","url":"u","x":1}"#);
    assert_writes(&submission(Input::Pair { left: 1, right: 2 }), r#"{"text":"t","left":1,"right":2,"x":1}"#);
    assert_eq!(read::<Received>(r#"{"id":"7"}"#).id, "7");
}

/// Makes more fields than macros may recurse.
macro_rules! large {
    ($($field:ident)*) => {
        #[derive(Default)]
        struct Large { $($field: Option<i64>,)* last: Option<i64> }
        object! { serialize Large { $(optional $field = "same",)* required_nullable last = "last" } }
    };
}
large! {
    a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9
    e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 g0 g1 g2 g3 g4 g5 g6 g7 g8 g9 h0 h1 h2 h3 h4 h5 h6 h7 h8 h9
    i0 i1 i2 i3 i4 i5 i6 i7 i8 i9 j0 j1 j2 j3 j4 j5 j6 j7 j8 j9 k0 k1 k2 k3 k4 k5 k6 k7 k8 k9 l0 l1 l2 l3 l4 l5 l6 l7 l8 l9
    m0 m1 m2 m3 m4 m5 m6 m7 m8 m9
}

#[test]
fn a_large_object() {
    assert_writes(
        &Large { a0: Some(1), m9: Some(2), ..Large::default() },
        r#"{"same":1,"same":2,"last":null}"#,
    );
}

#[derive(Clone, Debug)]
enum Format {
    Mp3,
    Wav,
    Unknown(String),
}
string_enum! { Format { Mp3 = "mp3", Wav = "wav", else Unknown } }

#[test]
fn string_enums() {
    assert_eq!(read::<Vec<Format>>(r#"["mp3","wav","ogg"]"#), ["mp3", "wav", "ogg"].map(Format::from));
    assert_survives::<Vec<Format>>(r#"["mp3","wav","o\"gg",""]"#);
    assert_eq!(
        read::<Vec<Format>>("[1,2.5,true]"),
        ["1", "2.5", "true"].map(|text| Format::Unknown(text.to_owned()))
    );
    assert_eq!(refusal::<Format>("null"), "invalid type: null, expected a string at line 1 column 4");
    assert_eq!(Format::from("wav".to_owned()), Format::Wav);
    assert_eq!("ogg".parse(), Ok(Format::Unknown("ogg".to_owned())));
    assert_eq!((Format::Mp3.as_str(), format!("{:>5}", Format::Mp3)), ("mp3", "  mp3".to_owned()));
    assert_eq!(Format::from("ogg").to_parameter(), ParameterValue::One("ogg".to_owned()));
}

#[derive(Clone, Debug)]
enum Rate {
    Off,
    Hz8000,
    Unknown(i64),
}
integer_enum! { Rate { Off = -1, Hz8000 = 8000, else Unknown } }

#[test]
fn integer_enums() {
    assert_eq!(read::<Vec<Rate>>(r#"[8000,8000.0,"8000",-1,7]"#), [8000, 8000, 8000, -1, 7].map(Rate::from));
    assert_survives::<Vec<Rate>>("[8000,-1,7]");
    assert_eq!((Rate::Off.value(), Rate::Unknown(7).to_string()), (-1, "7".to_owned()));
    assert_eq!(Some(Rate::Hz8000).to_parameter(), ParameterValue::One("8000".to_owned()));
    for json in ["1.5", "1e300", r#""x""#, "null", "18446744073709551615"] {
        assert!(refusal::<Rate>(json).contains("expected an integer"), "{json}");
    }
}

#[derive(Debug, PartialEq)]
struct Circle {
    radius: f64,
}
object! { Circle { required radius = "radius" as number } }

#[derive(Debug, PartialEq)]
struct Square {
    kind: Option<String>,
    sides: Vec<Circle>,
}
object! { Square { optional kind = "kind", required sides = "sides" } }

#[derive(Debug, PartialEq)]
enum Shape {
    Circle(Box<Circle>),
    Square(Square),
    Unknown(Value),
}
tagged_union! { Shape by "kind" { Circle = ["circle"], Square = ["square", "box"], else Unknown } }

#[derive(Debug, PartialEq)]
enum ByNumber {
    Seven(Map<String, Value>),
    Yes(Map<String, Value>),
    Unknown(Value),
}
tagged_union! { ByNumber by "k" { Seven = ["7"], Yes = ["true"], else Unknown } }

#[test]
fn tagged_unions() {
    for json in [
        r#"{"radius":1.5,"kind":"circle"}"#,
        r#"{"kind":"square","sides":[]}"#,
        r#"{"kind":"box","sides":[]}"#,
        r#"{"kind":"blob","x":1}"#,
        r#"{"x":1}"#,
        r#"{"kind":1}"#,
        "7",
    ] {
        assert_survives::<Shape>(json);
    }
    assert!(matches!(read(r#"{"k":7,"x":1}"#), ByNumber::Seven(_)));
    assert!(matches!(read(r#"{"k":true}"#), ByNumber::Yes(_)));
    for json in [r#"{"k":7,"x":1}"#, r#"{"k":true}"#, r#"{"k":[7]}"#, r#"{"k":8}"#] {
        assert_survives::<ByNumber>(json);
    }
    assert!(matches!(read(r#"{"kind":"box","sides":[]}"#), Shape::Square(_)));
    assert_survives::<Shape>(r#"{"radius":1,"kind":"circle"}"#);
    assert!(matches!(read(r#"{"kind":"Circle","radius":1}"#), Shape::Unknown(_)), "a tag is matched exactly");
    assert_writes(&Shape::Square(Square { kind: None, sides: vec![] }), r#"{"sides":[],"kind":"square"}"#);
    assert_eq!(
        refusal::<Shape>(r#"{"kind":"box","sides":[{"radius":1},{"radius":"x"}]}"#),
        "invalid type: string \"x\", expected f64 in branch `Square` at `sides[1].radius`"
    );
}

#[derive(Debug, PartialEq)]
struct Cat {
    meow: bool,
}
object! { Cat { required meow = "meow" } }

#[derive(Debug, PartialEq)]
enum Mixed {
    Text(String),
    Count(i64),
    Number(f64),
    Flag(bool),
    Lines(Vec<i64>),
    Cat(Cat),
    Object(BTreeMap<String, i64>),
    Unknown(Value),
}
untagged_union! { Mixed {
    Text = string,
    Count = integer,
    Number = number,
    Flag = boolean,
    Lines = array,
    Cat = object ["meow"],
    Object = object,
    else Unknown,
} }

#[derive(Debug, PartialEq)]
enum Loose {
    First(Vec<i64>),
    Anything(Value),
    Unknown(Value),
}
untagged_union! { Loose { First = array, Anything = any, else Unknown } }

#[test]
fn untagged_unions() {
    for (json, value) in [
        (r#""7""#, Mixed::Text("7".to_owned())),
        ("7", Mixed::Count(7)),
        ("7.5", Mixed::Number(7.5)),
        ("true", Mixed::Flag(true)),
        ("[1]", Mixed::Lines(vec![1])),
        (r#"{"meow":true}"#, Mixed::Cat(Cat { meow: true })),
        (r#"{"meow":1}"#, Mixed::Object(BTreeMap::from([("meow".to_owned(), 1)]))),
        (r#"{"a":1}"#, Mixed::Object(BTreeMap::from([("a".to_owned(), 1)]))),
        (r#"["x"]"#, Mixed::Unknown(json!(["x"]))),
        (r#"{"a":"b"}"#, Mixed::Unknown(json!({"a": "b"}))),
        ("null", Mixed::Unknown(Value::Null)),
    ] {
        assert_eq!(read::<Mixed>(json), value);
        assert_survives::<Mixed>(json);
    }
    assert_eq!(read::<Loose>("[1]"), Loose::First(vec![1]));
    assert_eq!(read::<Loose>("[true]"), Loose::Anything(json!([true])));
    assert_writes(&Loose::Unknown(json!(1)), "1");
}

#[derive(Debug, PartialEq)]
struct Number {
    child: Box<Told>,
    v: i64,
}
object! { Number { required child = "child", required v = "v" } }

#[derive(Debug, PartialEq)]
struct Text {
    child: Box<Told>,
    v: String,
}
object! { Text { required child = "child", required v = "v" } }

#[derive(Debug, PartialEq)]
enum Told {
    Number(Number),
    Text(Text),
    Unknown(Value),
}
untagged_union! { Told {
    Number = object ["child", "v": integer],
    Text = object ["child", "v": string],
    else Unknown,
} }

#[derive(Debug, PartialEq)]
struct Left {
    child: Box<Alike>,
    v: i64,
}
object! { Left { required child = "child", required v = "v" } }

#[derive(Debug, PartialEq)]
struct Right {
    child: Box<Alike>,
    v: String,
}
object! { Right { required child = "child", required v = "v" } }

#[derive(Debug, PartialEq)]
enum Alike {
    Left(Left),
    Right(Right),
    Unknown(Value),
}
untagged_union! { Alike { Left = object ["child", "v"], Right = object ["child", "v"], else Unknown } }

/// Returns objects inside of each other that only the last member tells apart.
fn nested(depth: usize) -> String {
    format!(r#"{}null{}"#, r#"{"child":"#.repeat(depth), r#","v":"t"}"#.repeat(depth))
}

#[test]
fn untagged_unions_in_each_other() {
    let mut told = &read::<Told>(&nested(100));
    for _ in 0..100 {
        let Told::Text(text) = told else { panic!("{told:?}") };
        told = &text.child;
    }
    assert_eq!(*told, Told::Unknown(Value::Null));
    assert!(matches!(read(r#"{"child":1,"v":true}"#), Told::Unknown(_)));
    // This would be read 2^100 times if nothing kept it from that.
    assert!(matches!(read(&nested(100)), Alike::Right(_)));
    assert_survives::<Alike>(&nested(100));
    // The next value is read as if nothing had been before it.
    let mut alike = &read::<Alike>(&nested(6));
    for _ in 0..6 {
        let Alike::Right(right) = alike else { panic!("{alike:?}") };
        alike = &right.child;
    }
}

#[test]
fn numbers_or_strings() {
    for (json, float, integer) in [
        ("7", Some(7.0), Some(7)),
        ("7.0", Some(7.0), Some(7)),
        ("7.5", Some(7.5), None),
        (r#""7""#, Some(7.0), Some(7)),
        (r#"" 7.50 ""#, Some(7.5), None),
        (r#""7.0""#, Some(7.0), Some(7)),
        (r#""9007199254740993""#, Some(9_007_199_254_740_992.0), Some(9_007_199_254_740_993)),
        ("18446744073709551615", Some(18_446_744_073_709_551_615.0), None),
        (r#""n/a""#, None, None),
    ] {
        let value: NumberOrString = read(json);
        assert_eq!((value.as_f64(), value.as_i64()), (float, integer), "{json}");
        assert_survives::<NumberOrString>(json);
    }
    assert_eq!(
        refusal::<NumberOrString>("null"),
        "invalid type: null, expected a number or a string at line 1 column 4"
    );
    let values: [NumberOrString; 4] = [7.into(), 7.5.into(), "x".into(), f64::NAN.into()];
    assert_eq!(values.map(|value| value.to_string()), ["7", "7.5", "x", "NaN"]);
}

#[derive(Debug, PartialEq)]
struct Offers {
    now: f64,
    was: Option<Vec<Option<f64>>>,
    best: Option<Option<f64>>,
    by: Option<BTreeMap<String, f64>>,
    last: Option<f64>,
    rest: BTreeMap<String, f64>,
}
object! { Offers {
    required now = "now" as number,
    optional was = "was" as number,
    nullable best = "best" as number,
    optional by = "by" as number,
    required_nullable last = "last" as number,
    rest rest as number,
} }

#[derive(Debug, PartialEq)]
enum Offer {
    One(f64),
    Many(Vec<f64>),
    All(Box<Offers>),
    Unknown(Value),
}
untagged_union! { Offer { One = number(number), Many = array(number), All = object, else Unknown } }

#[test]
fn integers_in_floats_stay_integers() {
    for json in [
        r#"{"now":0,"was":[1,2.5,null,-3],"best":null,"by":{"eu":4},"last":9007199254740992,"more":5}"#,
        r#"{"now":-0.0,"best":7,"last":null}"#,
        r#"{"now":1e+300,"last":9.5}"#,
    ] {
        assert_survives::<Offers>(json);
        assert_survives::<Offer>(json);
    }
    assert_survives::<Offer>("12");
    assert_survives::<Offer>("[12,0.5]");
    assert_eq!(serde_json::to_value(read::<Offer>("3.0")).unwrap(), json!(3));
}

//! The words of the description, each of one list: what the generator does not write is refused when it is read.

/// Makes an enum of words, which is read from one of them.
macro_rules! words {
    ($(#[$docs:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$docs])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum $name { $($(#[$of])* $variant),+ }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = String::deserialize(deserializer)?;
                match word.as_str() {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(serde::de::Error::unknown_variant(&word, &[$($word),+])),
                }
            }
        }
    };
}

words! {
    /// How the value of an argument is read.
    ArgumentKind {
        Boolean = "boolean",
        Integer = "integer",
        Number = "number",
        Text = "text",
        File = "file",
        Json = "json",
        /// JSON where it is some, and otherwise text.
        Any = "any",
    }
}

words! {
    /// Where the value of an argument is sent.
    Place {
        Path = "path",
        Query = "query",
        Header = "header",
        Cookie = "cookie",
        /// As a member of a JSON object.
        Member = "member",
        /// As a field of a form.
        Form = "form",
        /// As members that the document does not list.
        Rest = "rest",
        /// As the whole body.
        Body = "body",
    }
}

words! {
    /// How a field of a form is sent.
    Part {
        Text = "text",
        Json = "json",
        Deep = "deep",
        Styled = "styled",
        File = "file",
        Files = "files",
    }
}

words! {
    /// How a value becomes text that is none by itself.
    Encoding { Members = "members", Json = "json" }
}

words! {
    /// How several values are written.
    StyleWord {
        CommaDelimited = "CommaDelimited",
        SpaceDelimited = "SpaceDelimited",
        PipeDelimited = "PipeDelimited",
        DeepObject = "DeepObject",
        SimpleExploded = "SimpleExploded",
        Label = "Label",
        LabelExploded = "LabelExploded",
        Matrix = "Matrix",
        MatrixExploded = "MatrixExploded",
    }
}

words! {
    /// What a body is.
    BodyKind { Json = "json", Multipart = "multipart", Form = "form", Text = "text", Bytes = "bytes" }
}

words! {
    /// What the arguments of a body are.
    Members { Object = "object", Form = "form" }
}

words! {
    /// What comes back.
    AnswerKind {
        Job = "job",
        Json = "json",
        Text = "text",
        Bytes = "bytes",
        Empty = "empty",
        /// What the answer says of itself.
        Any = "any",
        Events = "events",
        EventTexts = "event_texts",
        WholeEvents = "whole_events",
        Lines = "lines",
        Records = "records",
    }
}

words! {
    /// When a call may be sent again.
    RetryWord { Always = "always", Unprocessed = "unprocessed", Never = "never" }
}

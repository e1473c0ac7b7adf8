//! Problems of a document: what is wrong, where, and what to write instead.

use std::fmt;

use crate::document::{Document, Position};
use crate::pointer::Pointer;

/// Whether a problem stops the generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The crate is generated; something in it is less than the document asks for.
    Warning,
}

/// One problem at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Whether it stops the generator.
    pub severity: Severity,
    /// Where it is in the document.
    pub pointer: Pointer,
    /// Where it is in the text, as far as that is known.
    pub position: Option<Position>,
    /// What is wrong.
    pub problem: Problem,
}

/// What can be wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The text is neither YAML nor JSON.
    Syntax(String),
    /// The text is well formed, but is not an OpenAPI document.
    NotOpenApi,
    /// The document is written for a version of OpenAPI that is not read.
    Version(String),
    /// Something is not where, or not of the kind, that OpenAPI asks for.
    Structure(String),
    /// A `$ref` leads nowhere.
    UnresolvedReference(String),
    /// A `$ref` leads out of the document, or to a place that cannot be referred to.
    ForeignReference(String),
    /// `$ref`s lead back to where they began, with nothing in between.
    ReferenceCycle(String),
    /// A `{name}` of a path template has no parameter, or a path parameter has no `{name}`.
    PathTemplate(String),
    /// Two things ask for the same name where only one can have it.
    Duplicate(String),
    /// What is said cannot be, or is not of the kind that is asked for; the second text is what to write instead.
    Invalid(String, &'static str),
    /// OpenAPI allows it, this generator does not write it yet; the second text is what to write instead.
    Unsupported(String, &'static str),
    /// The document says more than types can; any JSON value is taken. The second text is what to write instead.
    Untyped(String, &'static str),
    /// The document says something that has no effect. The second text is what to write instead.
    Ignored(String, &'static str),
    /// The document says several things of which only one is used; the second text is which.
    OnlyOneUsed(String, String),
    /// The same media types are offered in so many places, and only one of them is used; the second text is which.
    OneMediaTypeUsed(String, String, usize),
    /// Something is wrong in a way that leaves no doubt of what was meant; so many places are like the first.
    Repaired(&'static str, usize),
    /// Values of a union cannot always be told apart.
    AmbiguousUnion(String),
    /// Nothing says how to tell what is posted for one operation from what is posted for another.
    AmbiguousEvent(String),
}

impl Problem {
    fn help(&self) -> String {
        match self {
            Self::Syntax(_) => "correct the syntax; a YAML or JSON linter shows the surroundings".into(),
            Self::NotOpenApi => "begin the document with `openapi: 3.0.3`, `info` and `paths`".into(),
            Self::Version(_) => "convert the document to OpenAPI 3.0 or 3.1 first".into(),
            Self::Structure(_) => "compare the place with the OpenAPI 3.0 specification".into(),
            Self::UnresolvedReference(_) => "add the missing component, or correct the name in `$ref`".into(),
            Self::ForeignReference(_) => "move what is referred to into `components` of this document".into(),
            Self::ReferenceCycle(_) => {
                "let one of the schemas on the way be an object with `properties`".into()
            }
            Self::PathTemplate(_) => {
                "let the `{name}`s of the path and the `in: path` parameters be the same names; what is only listed is \
                 left out, and what is only in the path is a text"
                    .into()
            }
            Self::Duplicate(_) => "rename one of them".into(),
            Self::Invalid(_, instead)
            | Self::Unsupported(_, instead)
            | Self::Untyped(_, instead)
            | Self::Ignored(_, instead) => (*instead).into(),
            Self::OnlyOneUsed(_, used) | Self::OneMediaTypeUsed(_, used, _) => format!("{used} is used; leave out the rest to silence this"),
            Self::Repaired(..) => "correct it in the document; it was read as what it must mean".into(),
            Self::AmbiguousEvent(_) => {
                "say with `x-event` which values of which member it has: `x-event: { kind: [created] }`".into()
            }
            Self::AmbiguousUnion(_) => {
                "add a `discriminator`, or a `required` property that only one of them has".into()
            }
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(reason) => write!(f, "the text is neither YAML nor JSON: {reason}"),
            Self::NotOpenApi => f.write_str("this is not an OpenAPI document: it has no `openapi` version"),
            Self::Version(found) => write!(f, "{found} is not supported; OpenAPI 3.0 and 3.1 are"),
            Self::Structure(reason) => write!(f, "this is not valid OpenAPI: {reason}"),
            Self::UnresolvedReference(reference) => write!(f, "`$ref: {reference}` leads nowhere"),
            Self::ForeignReference(reference) => {
                write!(f, "`$ref: {reference}` does not lead to a component of this document")
            }
            Self::ReferenceCycle(reference) => write!(f, "`$ref: {reference}` leads back to itself"),
            Self::PathTemplate(reason)
            | Self::Duplicate(reason)
            | Self::Invalid(reason, _)
            | Self::AmbiguousUnion(reason)
            | Self::AmbiguousEvent(reason) => f.write_str(reason),
            Self::Unsupported(construct, _) => write!(f, "{construct} is not supported"),
            Self::Untyped(construct, _) => {
                write!(f, "{construct} is not supported: any JSON value is taken instead")
            }
            Self::Repaired(what, times) => write!(f, "{what}{}", elsewhere(*times)),
            Self::OneMediaTypeUsed(what, _, times) => write!(f, "{what}{}", elsewhere(*times)),
            Self::Ignored(what, _) => write!(f, "{what} has no effect"),
            Self::OnlyOneUsed(several, _) => f.write_str(several),
        }
    }
}

/// Says in how many places more something is.
fn elsewhere(times: usize) -> String {
    match times {
        0 | 1 => String::new(),
        2 => ", here and in another place".to_owned(),
        times => format!(", here and in {} other places", times - 1),
    }
}

impl Diagnostic {
    /// Writes the problem, its place in the file, if that has a name, and what to do.
    fn write(&self, f: &mut fmt::Formatter<'_>, file: Option<&str>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let file = file.map(|it| format!("{it}:")).unwrap_or_default();
        writeln!(f, "{severity}: {}", self.problem)?;
        match self.position {
            Some(position) => writeln!(f, "  at: {file}{position} ({})", self.pointer)?,
            None => writeln!(f, "  at: {file} ({})", self.pointer)?,
        }
        write!(f, "  help: {}", self.problem.help())
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, None)
    }
}

/// All problems of one run, ordered by place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Returns the problems, ordered by place.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// Returns whether nothing was noticed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns how many problems there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Shows the problems with the name of the file they are in.
    #[must_use]
    pub fn in_file<'a>(&'a self, file: &'a str) -> InFile<'a> {
        InFile { found: self, file: Some(file) }
    }

    pub(crate) fn error(&mut self, pointer: &Pointer, problem: Problem) {
        self.push(Severity::Error, pointer, problem);
    }

    pub(crate) fn warning(&mut self, pointer: &Pointer, problem: Problem) {
        self.push(Severity::Warning, pointer, problem);
    }

    pub(crate) fn single(pointer: Pointer, position: Option<Position>, problem: Problem) -> Self {
        Self(vec![Diagnostic { severity: Severity::Error, pointer, position, problem }])
    }

    /// A component that is used in several places is lowered once for each, so the same problem may come again.
    fn push(&mut self, severity: Severity, pointer: &Pointer, problem: Problem) {
        let diagnostic = Diagnostic { severity, pointer: pointer.clone(), position: None, problem };
        if !self.0.contains(&diagnostic) {
            self.0.push(diagnostic);
        }
    }

    /// Returns the problems with their positions in the text, in the order of the text.
    pub(crate) fn located(mut self, document: &Document) -> Self {
        if self.is_empty() {
            return self;
        }
        let positions = document.positions(self.0.iter().map(|it| &it.pointer));
        for diagnostic in &mut self.0 {
            diagnostic.position = positions.get(&diagnostic.pointer).copied();
        }
        self.0.sort_by(|a, b| (a.position, &a.pointer).cmp(&(b.position, &b.pointer)));
        self
    }

    /// Returns the warnings when there is nothing worse.
    pub(crate) fn without_errors(self) -> Result<Self, Self> {
        if self.0.iter().any(|it| it.severity == Severity::Error) { Err(self) } else { Ok(self) }
    }
}

/// All problems of one run, with the name of the file before each position.
#[derive(Debug)]
pub struct InFile<'a> {
    found: &'a Diagnostics,
    file: Option<&'a str>,
}

impl fmt::Display for InFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.found.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            diagnostic.write(f, self.file)?;
        }
        Ok(())
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        InFile { found: self, file: None }.fmt(f)
    }
}

impl std::error::Error for Diagnostics {}

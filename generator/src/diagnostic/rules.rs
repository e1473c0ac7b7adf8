//! The rules a document can break, each with a code that never changes: `E` stops the generator, `W` does not.
//!
//! `docs/diagnostics.md` has a bad and a good example of each, in the same order.

use super::{Diagnostic, Severity};
use crate::pointer::Pointer;

/// A rule that a document can break.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Rule {
    /// What the rule is called everywhere and for ever, like `E0101`.
    pub code: &'static str,
    /// What breaks it, in a few words.
    pub title: &'static str,
    /// What to write instead, where a diagnostic does not know it better.
    pub help: &'static str,
}

impl Rule {
    /// Returns whether a document that breaks the rule stops the generator.
    #[must_use]
    pub fn severity(&self) -> Severity {
        if self.code.starts_with('E') { Severity::Error } else { Severity::Warning }
    }

    /// Returns all rules, ordered as the documentation has them.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        ALL.iter().copied()
    }

    /// Says that a place breaks the rule, and how.
    pub(crate) fn at(&'static self, pointer: &Pointer, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            rule: self,
            pointer: pointer.clone(),
            location: None,
            message: message.into(),
            help: self.help.to_owned(),
            related: Vec::new(),
        }
    }
}

macro_rules! rules {
    ($($name:ident $code:literal $title:literal $help:literal)*) => {
        $(pub(crate) static $name: Rule = Rule { code: $code, title: $title, help: $help };)*

        static ALL: &[&Rule] = &[$(&$name),*];
    };
}

// The text.
rules! {
    SYNTAX "E0101" "text that is neither YAML nor JSON"
        "correct the syntax at this place, or just before it"
    NOT_OPENAPI "E0102" "a document that is not OpenAPI"
        "begin the document with `openapi: 3.0.3`, `info` and `paths`"
    VERSION "E0103" "a version that is not read"
        "convert the document to OpenAPI 3.0 or 3.1 first"
    NOT_UTF8 "E0104" "bytes that are not UTF-8"
        "save the document as UTF-8"
    TOO_LARGE "E0105" "a file that is too large"
        "split the document by its tags, and generate a crate for each part"
    TOO_DEEP "E0106" "values nested too deeply"
        "move the inner schemas to `components.schemas`, and refer to them"
    TOO_MANY_VALUES "E0107" "more values than a document can have"
        "write a schema once in `components.schemas` and refer to it, instead of repeating it by aliases"
    TOO_MANY_OPERATIONS "E0108" "more operations than a crate can have"
        "split the document by its tags, and generate a crate for each part"
    NAME_TOO_LONG "E0109" "a name that is too long"
        "give it a shorter name"
    DUPLICATE_KEY "W0110" "a key that is there twice"
        "take one of them out, or merge what they say"

    // The structure of OpenAPI.
    WRONG_KIND "E0201" "a value of the wrong kind"
        "write what OpenAPI asks for at this place"
    MISSING_MEMBER "E0202" "a required member that is missing"
        "add it"
    NOT_A_CHOICE "E0203" "a word that is not among those of OpenAPI"
        "write one of the words that OpenAPI has at this place"
    PATH_WITHOUT_SLASH "E0204" "a path that does not begin with `/`"
        "write `/` before it, or `x-` if it is an extension"
    STRUCTURE "E0205" "something else that is not OpenAPI"
        "compare the place with the OpenAPI specification"
    MISSPELLED "W0206" "a member that is probably misspelled"
        "correct the name"
    NO_STATUS "W0207" "a response whose name is not a status"
        "write a status like `200`, a range like `4XX`, or `default`"
    UNKNOWN_MEMBER "W0208" "a member that OpenAPI does not know"
        "take it out, or begin its name with `x-` if it is an extension"

    // References.
    UNRESOLVED_REFERENCE "E0301" "a `$ref` that leads nowhere"
        "add what is missing, or correct the `$ref`"
    WRONG_COMPONENT "E0302" "a `$ref` to another kind of component"
        "refer to what belongs at this place"
    REFERENCE_CYCLE "E0303" "`$ref`s that lead back to where they began"
        "let one of the schemas on the way be an object with `properties`"
    UNREADABLE_FILE "E0304" "a `$ref` into a file that cannot be read"
        "put the file into the folder of the document, and name it by its path from there"
    ONLY_NAMED "W0305" "a `$ref` that only names a component"
        "write the whole way to the component; it was read as that"

    // What is wrong in a way that leaves no doubt of what was meant.
    NO_INFO "W0401" "`info` is missing" "add `info` with a `title` and a `version`"
    NO_PATHS "W0402" "`paths` is missing" "add `paths: {}`"
    NO_TITLE "W0403" "a title or a version is missing" "add it to `info`"
    VARIABLE_VALUES "W0404" "a variable of a server whose values are no texts" "put the values in quotes"
    NO_RESPONSES "W0405" "`responses` is missing" "add at least a `default` response"
    NO_DESCRIPTION "W0406" "a response without `description`" "say in a sentence what the response means"
    NO_PARAMETER_SCHEMA "W0407" "a parameter without `schema`"
        "add one; it was read as a parameter of any value"
    PATH_NOT_REQUIRED "W0408" "a path parameter that is not `required`" "write `required: true`"
    PARAMETER_STYLE "W0409" "a `style` that its place does not have"
        "use a style of that place; it was read as the usual one"
    NO_HEADER_SCHEMA "W0410" "a header without `schema`" "add one; it was read as a header of any value"
    HEADER_STYLE "W0411" "a `style` that a header does not have" "write `style: simple`, or leave it out"
    FORM_STYLE "W0412" "a `style` that a form does not have"
        "write `form`, `spaceDelimited`, `pipeDelimited` or `deepObject`"
    REQUIRED_NO_LIST "W0413" "`required` that is no list"
        "list the names of the required properties beside `properties`, like `[name]`; it was left out"
    PROPERTIES_NO_MAP "W0414" "`properties` that is no map" "write a schema for each name; it was left out"
    TYPE_NAME "W0415" "a type that does not exist"
        "write `object`, `array`, `string`, `integer`, `number` or `boolean`; it was read as the nearest, if one is near"
    DISCRIMINATOR_NAME "W0416" "a `discriminator` without `propertyName`"
        "write `discriminator: { propertyName: … }`; only a name alone was read as that"
    ITEMS_LIST "W0417" "`items` that is no schema"
        "write one schema, with `oneOf` if the items differ; only a list was read as that"
    LIMIT_KIND "W0418" "a limit that is no number of its kind" "write a number; it was left out"
    ENUM_VALUES "W0419" "an `enum` that is no list of values of its type"
        "write a list of values of the `type`, in quotes if they are texts; only what could be was read as that"
    FLAG_KIND "W0420" "a flag that is not `true` or `false`"
        "write `true` or `false` without quotes; it was left out"
    TEXT_KIND "W0421" "something else where a text belongs" "put the text in quotes"
    NEWER_WORD "W0422" "a word of OpenAPI 3.1 in a document of 3.0"
        "say `openapi: 3.1.0`, or use the words of 3.0; it was read as in 3.1"
    SCHEMA_AS_CONTENT "W0423" "a `$ref` to a schema in place of a response or a body"
        "write `content: { application/json: { schema: … } }` around it; it was read as that"

    // Schemas.
    UNTYPED "W0501" "a schema that says more than types can"
        "describe a single type; until then any JSON value is taken"
    UNLISTED_REQUIRED "W0502" "a required member that is not among the `properties`"
        "add it to `properties`, or take it out of `required`"
    LONELY_DISCRIMINATOR "W0503" "a `discriminator` without alternatives or children"
        "add a schema with `oneOf` and this discriminator, and refer to that"
    CHILD_WITHOUT_VALUE "W0504" "a child that no value of the `discriminator` means"
        "add the value that means it to the `mapping`"
    MAPPING_NOWHERE "W0505" "a `mapping` to a schema that is missing"
        "add the schema, or correct the name"
    AMBIGUOUS_UNION "W0506" "alternatives that cannot always be told apart"
        "add a `discriminator`, or a `required` property that only one of them has"
    ANY_OF_BESIDE_ONE_OF "W0507" "`anyOf` beside `oneOf`"
        "keep the one that is meant; `oneOf` is used"
    ENDLESS_ALTERNATIVE "W0508" "an alternative that leads back to its own union"
        "take it out: the other alternatives say the same"
    BINARY_IN_JSON "W0509" "`format: binary` in JSON"
        "nothing, if text is right here; else give the JSON a schema of its own"
    MORE_THAN_A_BASE "W0510" "a base that says more than which members there are"
        "say it in the children, or in a schema of its own that is not their base"

    // Operations.
    DUPLICATE_PARAMETER "E0602" "a parameter that is listed twice" "rename one of them, or take it out"
    NOT_IN_PATH "W0603" "a path parameter that the path does not have"
        "write its name in braces in the path, or take it out; it is left out"
    NOT_LISTED "W0604" "a name in the path without a parameter"
        "list it as a parameter with `in: path`; until then it is a text"
    UNSETTABLE_HEADER "W0605" "a header parameter that callers cannot set" "take it out; it is left out"
    IMPOSSIBLE_HEADER "W0606" "a header whose name no header has"
        "write the name of a single header; it is left out"
    RELATIVE_SERVER "W0607" "a server whose URL is relative"
        "write the whole URL; a client does not know where the document was found"
    UNSETTABLE_VARIABLE "W0608" "a variable that only a server of its own has"
        "give a server of the document this variable, too; until then it has its default"
    SECURITY_SCHEME "W0609" "a security scheme that is not supported"
        "describe an API key, or HTTP basic or bearer authentication; until then callers add it by `with_header`"
    UNKNOWN_SECURITY "W0610" "a security requirement whose scheme is not described"
        "describe it in `components.securitySchemes`, or correct the name"
    SEVERAL_MEDIA_TYPES "W0611" "several media types of which one is used"
        "nothing, if that one is right; else leave out the others"
    SEVERAL_STREAMS "W0612" "several kinds of streams of which one is used"
        "nothing, if that one is right; else leave out the others"
    UNUSED_BODY "W0613" "a kind of body that has no method"
        "nothing, if the others are enough; else leave those out"
    UNREAD_STRUCTURE "W0614" "a structure of content that is not JSON or a form"
        "offer JSON; the text or the bytes are for the caller to write or to read"
    FILE_IN_URLENCODED "W0615" "`format: binary` in an urlencoded form"
        "nothing, if text is right here; else offer `multipart/form-data`"
    FILE_IN_ALTERNATIVES "W0616" "`format: binary` in a form that is one of several"
        "let the schema of the form be an object with `properties`, not one of several"
    ENCODING_OF_NOTHING "W0617" "an `encoding` of what is no property of the form"
        "correct the name, or leave it out"
    ENCODING_WITHOUT_EFFECT "W0618" "an `encoding` that a form does not follow"
        "leave it out"
    OPERATION_ID_TWICE "W0619" "an `operationId` that two operations have"
        "give each an `operationId` of its own; the second method is named after both"
    VARIABLE_NOT_DESCRIBED "W0620" "a name in the URL of a server that no variable has"
        "describe it under `variables`; until then it is sent as it stands"
    NO_MEDIA_TYPE "W0621" "content under a name that is no media type"
        "write a media type such as `application/json`"

    // Links.
    LINK_OF_ERROR "W0701" "a link of an error response"
        "move the link to a response with a status from 200 to 299"
    LINK_WITHOUT_TARGET "W0702" "a link to an operation that is not there"
        "correct the name, or add the operation; the link is left out"
    LINK_TO_SEVERAL "W0703" "a link to a name that several operations have"
        "give each operation an `operationId` of its own; the link leads to the first"
    LINK_PARAMETER "W0704" "a link that fills a parameter that is not there"
        "correct the name, or add the parameter; the link is left out"
    LINK_MEMBER "W0705" "a link from a member that is not there"
        "correct the pointer, or add the member to the schema; the link is left out"
    LINK_VALUE "W0706" "a link with a value that does not fit its parameter"
        "let both have the same type, outside of lists; the link is left out"
    LINK_UNSUPPORTED "W0707" "a link that says more than can be done"
        "give constants and `$response.body#/…` to parameters; the link is left out"
    LINK_TWICE "W0708" "two different links of one name from one schema"
        "rename one of them, or give the answers schemas of their own; the first is used"

    // Jobs.
    EXTENSION_KIND "E0801" "a value of the wrong kind in an extension"
        "write what is asked for, or take it out"
    EXTENSION_MISSING "E0802" "a member that an extension needs" "add it"
    EXTENSION_UNKNOWN "W0803" "a member that an extension does not know"
        "correct the name, or take it out"
    JOB_STATUS "E0804" "a status that the answer does not have"
        "correct the pointer, or add the member to the schema of the answer"
    JOB_RESULT "W0805" "a result that the answer does not have"
        "correct the pointer, or add the member; until then the jobs are plain calls"
    JOB_UNLINKED "W0806" "`x-job` on an operation that no job links to"
        "link to it from the responses of the operations that start its jobs"
    JOB_INCOMPLETE "W0807" "a link to a report that does not fill all it requires"
        "fill all that it requires; until then the operation is a plain call"
    JOB_WITHOUT_JSON "W0808" "a job without one JSON answer"
        "describe one JSON answer; until then the jobs are plain calls"
    JOB_WITH_BODY "W0809" "`x-job` on an operation that needs a body"
        "nothing: the jobs are plain calls, because asking about a job sends parameters only"
    OUTPUT_KIND "E0810" "an output that is not a text right in the result"
        "name a member of the result whose type is `string`, without a `format` that is a type"
    OUTPUTS_TWICE "W0811" "`outputs` that are given for the same result twice"
        "leave out one of them; the first is used"
    STATUS_TWICE "E0812" "a status that means two things"
        "leave it in one of the lists"

    // Callbacks and webhooks.
    CALLBACK_BODY "W0901" "a callback whose body is not JSON" "describe its body as JSON"
    CALLBACK_LINK "W0902" "a link of a callback to something else than the report on its job"
        "link from the response of the operation to its report as well"
    CALLBACK_LINKS_DIFFER "W0903" "callbacks that cannot be told apart, but link to their jobs otherwise"
        "let both have the same link; that of the first is used"
    EVENT_MEMBERS "E0904" "events that are told apart by different members"
        "name the same member for all events"
    EVENT_VALUES "E0905" "a value that tells of two events"
        "give each event values of its own, or the very same values and payload"
    UNTOLD_EVENT "W0906" "an event that nothing tells from the others"
        "say with `x-event` which values of which member it has: `x-event: { kind: [created] }`, or `false` if none tells"
    EVENT_MEMBER "W0907" "an event by a member that its payload does not have"
        "correct the name, or add the member to the schema of the payload"

    // Overlays.
    NOT_OVERLAY "E1001" "a file that is not an overlay"
        "begin the overlay with `overlay: 1.0.0`, `info` and `actions`"
    OVERLAY_VERSION "E1002" "a version of overlays that is not read"
        "write the overlay by version 1.0 or 1.1 of the specification"
    NO_TARGET "E1003" "a target that is not JSONPath"
        "write a JSONPath of RFC 9535, such as `$.paths['/pets'].get`"
    TARGET_NOWHERE "E1004" "a target that leads to nothing"
        "correct the target, or take the action out"
    MISFIT "E1005" "a change that cannot be made to what is there"
        "remove the old value by an action before this one"
    IDLE_ACTION "W1006" "an action, or a part of one, that changes nothing"
        "write `update` or `remove: true`, or take it out"
    OVERLAY_LIMIT "E1007" "more than overlays can do"
        "let the targets lead to less, or change the document itself"
}

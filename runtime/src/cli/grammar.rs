//! Turns the description of the operations into what clap parses, and finds again what was chosen.

use std::path::PathBuf;

use clap::{
    Arg, ArgAction, ArgMatches, Command, builder::PossibleValuesParser, error::ErrorKind, value_parser,
};

use super::{
    Failure, Program, choices,
    description::{Argument, Commands, Group, Operation},
    extras, reading,
    words::{AnswerKind, ArgumentKind},
};
use crate::environment;

/// The flag that asks for JSON, of all commands.
pub(super) const JSON: &str = "json";
/// The flags of jobs.
pub(super) const WAIT: &str = "wait";
pub(super) const NO_WAIT: &str = "no-wait";
/// The flag that says where results go.
pub(super) const OUTPUT: &str = "output";
/// The command that takes up a job, and its arguments.
pub(super) const RESUME: &str = "resume";
pub(super) const TOKEN: &str = "token";

/// The heading of the flags that are not the document's.
const OURS: &str = "Output";

/// What the arguments ask for.
pub(super) enum Chosen<'a> {
    /// To call an operation.
    Operation(&'a Operation, &'a ArgMatches),
    /// To take up a job.
    Resume(&'a ArgMatches),
    /// To be told how to complete commands in a shell.
    Completions(&'a ArgMatches),
    /// To have pages written.
    Man(&'a ArgMatches),
}

/// Returns the whole command line.
pub(super) fn command(program: &Program, commands: &Commands) -> Command {
    let root = Command::new(program.name)
        // Whatever the file is called that was started.
        .bin_name(program.name)
        .version(program.version)
        .about(first_paragraph(&commands.about).to_owned())
        .long_about(commands.about.clone())
        .after_long_help(environment_help(program))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(json());
    let root = commands.groups.iter().fold(root, |root, group| {
        let operations = group.operations.iter().map(|it| operation(program, commands, it));
        match &group.name {
            Some(name) => root.subcommand(group_command(name, group).subcommands(operations)),
            None => root.subcommands(operations),
        }
    });
    let has_outputs = program.jobs().any(|it| commands.has_outputs(it.status.operation));
    let root = if program.jobs.is_empty() { root } else { root.subcommand(resume(has_outputs)) };
    root.subcommands(extras::commands())
}

/// Finds the command that was chosen, and its arguments.
pub(super) fn chosen<'a>(commands: &'a Commands, matches: &'a ArgMatches) -> Chosen<'a> {
    let (name, matches) = matches.subcommand().expect("clap requires a command");
    let of = |group: Option<&str>, name: &str| {
        let groups = commands.groups.iter().filter(|it| it.name.as_deref() == group);
        groups.flat_map(|it| &it.operations).find(|it| it.name == name)
    };
    match name {
        RESUME => return Chosen::Resume(matches),
        extras::COMPLETIONS => return Chosen::Completions(matches),
        extras::MAN => return Chosen::Man(matches),
        _ => {}
    }
    if let Some(operation) = of(None, name) {
        return Chosen::Operation(operation, matches);
    }
    let (inner, matches) = matches.subcommand().expect("clap requires the command of a group");
    Chosen::Operation(of(Some(name), inner).expect("clap takes what the description lists"), matches)
}

/// Makes the failure of arguments that clap alone cannot see to be wrong, in the way of those that it can.
pub(super) fn problem(
    program: &Program,
    commands: &Commands,
    operation: &Operation,
    message: &str,
) -> Failure {
    let group = commands.groups.iter().find(|it| it.operations.iter().any(|it| std::ptr::eq(it, operation)));
    let path = [Some(program.name), group.and_then(|it| it.name.as_deref()), Some(&operation.name)];
    let path: Vec<&str> = path.into_iter().flatten().collect();
    let mut command = self::operation(program, commands, operation).bin_name(path.join(" "));
    command.error(ErrorKind::ValueValidation, message).into()
}

fn group_command(name: &str, group: &Group) -> Command {
    let about = group.about.clone().unwrap_or_default();
    Command::new(name.to_owned())
        .about(first_sentence(&about).to_owned())
        .long_about(about)
        .subcommand_required(true)
        .arg_required_else_help(true)
}

fn operation(program: &Program, commands: &Commands, operation: &Operation) -> Command {
    let is_deprecated = operation.deprecated == Some(true);
    let note = if is_deprecated { " (deprecated)" } else { "" };
    let about = format!("{}{note}", operation.about);
    let note = if is_deprecated { "Deprecated.\n\n" } else { "" };
    let details = format!("{note}{}", operation.details.as_ref().unwrap_or(&operation.about));
    let command = Command::new(operation.name.clone()).about(about).long_about(details);
    let command = command.args(operation.arguments.iter().map(argument));
    let command = choices::groups(operation, command);
    match operation.answer.kind {
        AnswerKind::Job => {
            let job = program.jobs().find(|it| it.operation == operation.operation);
            command.args(of_jobs(job.is_some_and(|it| commands.has_outputs(it.status.operation))))
        }
        AnswerKind::Bytes => command.arg(output("Where the answer goes; `-` is the standard output")),
        _ => command,
    }
}

fn argument(argument: &Argument) -> Arg {
    let arg = Arg::new(argument.flag.clone())
        .long(argument.flag.clone())
        .help(help(argument))
        .required(argument.required == Some(true))
        .action(if argument.is_list() { ArgAction::Append } else { ArgAction::Set });
    if let Some(values) = &argument.values {
        let arg = arg.value_name("VALUE").value_parser(PossibleValuesParser::new(values.clone()));
        return if is_split(argument) { arg.value_delimiter(',') } else { arg };
    }
    match argument.kind {
        ArgumentKind::Boolean => {
            let arg = arg.num_args(0..=1).require_equals(true).default_missing_value("true");
            arg.value_name("BOOL").value_parser(["true", "false"]).hide_possible_values(true)
        }
        ArgumentKind::Integer => {
            arg.value_name("INTEGER").allow_negative_numbers(true).value_parser(reading::integer)
        }
        ArgumentKind::Number => {
            arg.value_name("NUMBER").allow_negative_numbers(true).value_parser(reading::number)
        }
        ArgumentKind::File => {
            let arg = arg.value_name("FILE").value_hint(clap::ValueHint::FilePath);
            arg.value_parser(value_parser!(PathBuf))
        }
        ArgumentKind::Json => arg.value_name("JSON").allow_negative_numbers(true),
        ArgumentKind::Any => arg.value_name("JSON|TEXT").allow_negative_numbers(true),
        ArgumentKind::Text => arg.value_name("TEXT"),
    }
}

fn help(argument: &Argument) -> String {
    let mut help = argument.help.clone().unwrap_or_default();
    if argument.is_list() {
        let how = if is_split(argument) {
            "several times, or values with commas between them"
        } else {
            "several times"
        };
        help.push_str(&format!("\n\nMay be given {how}."));
    }
    if argument.deprecated == Some(true) {
        help.push_str("\n\nDeprecated.");
    }
    help.trim_start().to_owned()
}

/// Tells whether commas separate values of a list: they do where no value has one.
fn is_split(argument: &Argument) -> bool {
    let has_plain_values = argument.values.as_ref().is_some_and(|it| it.iter().all(|it| !it.contains(',')));
    argument.is_list() && has_plain_values
}

fn json() -> Arg {
    let help = "Write one JSON document, as when the output is not a terminal";
    Arg::new(JSON)
        .long(JSON)
        .help(help)
        .action(ArgAction::SetTrue)
        .overrides_with(JSON)
        .global(true)
        .help_heading(OURS)
}

/// Returns the flags of jobs; where a job has no outputs that are known, there is nothing to put anywhere.
fn of_jobs(has_outputs: bool) -> Vec<Arg> {
    let flag = |name: &'static str, other: &'static str, help: &'static str| {
        let arg = Arg::new(name).long(name).help(help).action(ArgAction::SetTrue);
        arg.conflicts_with(other).help_heading(OURS)
    };
    let output = output(
        "Where the results go: a folder that exists or ends in `/`, or a file, whose extension chooses among them",
    );
    let mut flags = vec![
        flag(WAIT, NO_WAIT, "Wait for the result; the default on a terminal, and with --output"),
        flag(NO_WAIT, WAIT, "Do not wait: print what is known of the job, and end"),
    ];
    flags.extend(has_outputs.then(|| output.conflicts_with(NO_WAIT)));
    flags
}

fn output(help: &'static str) -> Arg {
    Arg::new(OUTPUT)
        .long(OUTPUT)
        .short('o')
        .help(help)
        .value_name("PATH")
        .value_hint(clap::ValueHint::AnyPath)
        .value_parser(value_parser!(PathBuf))
        .help_heading(OURS)
}

fn resume(has_outputs: bool) -> Command {
    Command::new(RESUME)
        .about("Take up a job that was started before")
        .long_about(
            "Take up a job that was started before, by this command or any other program.\n\n\
             Without --wait, where the output is not a terminal, the job is asked about once.",
        )
        .arg(
            Arg::new(TOKEN)
                .value_name("TOKEN")
                .help("What the job was printed with: OPERATION:ID, or its JSON")
                .required(true),
        )
        .args(of_jobs(has_outputs))
}

fn environment_help(program: &Program) -> String {
    let prefix = program.api.env_prefix;
    let mut secrets = environment::required(program.api);
    if secrets.is_empty() {
        // The API can do without; it may still know what to do with one.
        let scheme = program.api.schemes_by_weight().next();
        secrets.extend(scheme.into_iter().flat_map(|it| environment::variables(program.api, it.kind)));
    }
    let mut text = "Environment:\n".to_owned();
    for name in secrets {
        text.push_str(&format!("  {name}: what identifies you; never an argument, which others can see\n"));
    }
    text.push_str(&format!(
        "  {prefix}_BASE_URL: another server than that of the API\n  \
         {prefix}_TIMEOUT, {prefix}_MAX_RETRIES: seconds and number\n"
    ));
    if !program.jobs.is_empty() {
        text.push_str(&format!("  {prefix}_MAX_CREDITS, {prefix}_POLLS_PER_MINUTE: limits of jobs\n"));
    }
    text.push_str(
        "\nA text that begins with `@` is read from the file of that name, `@-` from the standard input; `@@` is \
         one `@`. A file `-` is the standard input. A value that begins with `-` follows a `=`: `--title=-1`.\n\n\
         Exit codes:\n  \
         0: done\n  \
         1: anything else, such as a file that cannot be written\n  \
         2: wrong usage or settings; nothing was sent\n  \
         3: the API refused, or failed\n  \
         4: the job has failed\n  \
         5: it is not known whether something was accepted, or how the job ends\n  \
         6: the network\n  \
         130: interrupted",
    );
    text
}

fn first_paragraph(text: &str) -> &str {
    text.split("\n\n").next().unwrap_or_default()
}

/// Returns what a list of commands says of one, which is one sentence without a full stop.
fn first_sentence(text: &str) -> &str {
    let paragraph = first_paragraph(text);
    paragraph.split(". ").next().unwrap_or_default().trim_end_matches('.')
}

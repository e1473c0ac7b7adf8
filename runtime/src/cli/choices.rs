//! Turns the choices of an operation into what clap shows of them, and holds the arguments against them.

use clap::{ArgGroup, ArgMatches, Command, parser::ValueSource};

use super::description::{Choice, Operation};

/// Adds what clap can say of choices: which flags exclude each other and, where each stands alone, that one is needed.
pub(super) fn groups(operation: &Operation, command: Command) -> Command {
    let choices = operation.choices.iter().flatten();
    choices.enumerate().fold(command, |command, (index, choice)| {
        let flags = flags(choice).into_iter().map(str::to_owned);
        let all_alone = choice.groups.iter().all(|group| group.len() == 1);
        let group = ArgGroup::new(format!("choice {index}")).args(flags).multiple(!all_alone);
        if all_alone {
            return command.group(group.required(choice.required == Some(true)));
        }
        command.group(group).after_help(format!("Needs {}.", listed(choice)))
    })
}

/// Checks that the flags that are given make up one group of each choice.
pub(super) fn check(operation: &Operation, matches: &ArgMatches) -> Result<(), String> {
    let is_given = |flag: &str| matches.value_source(flag) == Some(ValueSource::CommandLine);
    for choice in operation.choices.iter().flatten() {
        let given: Vec<&str> = flags(choice).into_iter().filter(|flag| is_given(flag)).collect();
        let is_group = |group: &[String]| {
            group.len() == given.len() && group.iter().all(|flag| given.contains(&flag.as_str()))
        };
        let may_be_none = choice.required != Some(true) && given.is_empty();
        if may_be_none || choice.groups.iter().any(|group| is_group(group)) {
            continue;
        }
        let found = if given.is_empty() { "none".to_owned() } else { joined(&given, " and ") };
        return Err(format!("needs {}; given: {found}", listed(choice)));
    }
    Ok(())
}

/// Returns the flags of a choice, each once.
fn flags(choice: &Choice) -> Vec<&str> {
    let mut flags: Vec<&str> = Vec::new();
    for flag in choice.groups.iter().flatten() {
        if !flags.contains(&flag.as_str()) {
            flags.push(flag);
        }
    }
    flags
}

fn listed(choice: &Choice) -> String {
    let groups = choice.groups.iter().map(|group| {
        let flags: Vec<&str> = group.iter().map(String::as_str).collect();
        joined(&flags, " and ")
    });
    groups.collect::<Vec<_>>().join(", or ")
}

fn joined(flags: &[&str], by: &str) -> String {
    flags.iter().map(|flag| format!("--{flag}")).collect::<Vec<_>>().join(by)
}

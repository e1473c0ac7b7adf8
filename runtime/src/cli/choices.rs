//! Turns the choices of an operation into what clap shows of them, and holds the arguments against them.

use clap::{ArgGroup, ArgMatches, Command, parser::ValueSource};

use super::description::{Choice, Operation};

/// Adds what clap can say of choices: which flags exclude each other and, where each stands alone, that one is needed.
pub(super) fn groups(operation: &Operation, command: Command) -> Command {
    let choices = operation.choices.iter().flatten();
    let command = choices.clone().enumerate().fold(command, |command, (index, choice)| {
        let flags = flags(choice).into_iter().map(str::to_owned);
        let group = ArgGroup::new(format!("choice {index}")).args(flags).multiple(!all_alone(choice));
        command.group(group.required(all_alone(choice) && choice.required == Some(true)))
    });
    let needs: Vec<String> = choices.filter(|it| !all_alone(it)).map(needs).collect();
    if needs.is_empty() { command } else { command.after_help(needs.join("\n")) }
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
        let found = if given.is_empty() { "none".to_owned() } else { joined(&given) };
        return Err(format!("{} Given: {found}", needs(choice)));
    }
    Ok(())
}

/// Tells whether each group is one flag.
fn all_alone(choice: &Choice) -> bool {
    choice.groups.iter().all(|group| group.len() == 1)
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

fn needs(choice: &Choice) -> String {
    let groups = choice.groups.iter().map(|group| {
        let flags: Vec<&str> = group.iter().map(String::as_str).collect();
        joined(&flags)
    });
    let word = if choice.required == Some(true) { "Needs" } else { "Takes" };
    format!("{word} either {}.", groups.collect::<Vec<_>>().join(", or "))
}

fn joined(flags: &[&str]) -> String {
    flags.iter().map(|flag| format!("--{flag}")).collect::<Vec<_>>().join(" and ")
}

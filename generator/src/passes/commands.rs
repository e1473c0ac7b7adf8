//! The command line: operations to commands, gathered by tag. What they are called follows from the names of the
//! crate, and is decided here.

mod arguments;
mod values;

use arguments::Arguments;

use crate::ir::{Api, Command, CommandGroup, Operation, OperationId, Tag};
use crate::naming::{Asked, Scope, command_names, taken};

/// Makes a command of every operation.
pub(super) fn make(api: &mut Api) {
    let (of_groups, of_untagged) = first_level(api);
    let mut of_groups = of_groups.into_iter();
    let groups = api.tags.iter().enumerate().map(|(index, tag)| {
        let (name, names) = match tag.is_untagged() {
            true => (None, of_untagged.clone()),
            false => (of_groups.next(), second_level(tag)),
        };
        let operations = tag.operations.iter().zip(names).enumerate();
        let commands = operations.map(|(place, (operation, name))| {
            command(api, operation, OperationId { tag: index, index: place }, name)
        });
        CommandGroup { name, tag: index, commands: commands.collect() }
    });
    api.commands = groups.collect();
}

fn command(api: &Api, operation: &Operation, id: OperationId, name: String) -> Command {
    let Arguments { body, choices, arguments } = Arguments::of(api, operation);
    Command { name, operation: id, body, choices, arguments }
}

/// Returns the names of the groups, and those of the operations that are in none.
fn first_level(api: &Api) -> (Vec<String>, Vec<String>) {
    let (untagged, grouped): (Vec<&Tag>, Vec<&Tag>) = api.tags.iter().partition(|it| it.is_untagged());
    let groups = grouped.iter().map(|it| asked(&it.name, "group"));
    let operations = untagged.iter().flat_map(|it| &it.operations).map(|it| asked(&it.name, "operation"));
    let asked: Vec<Asked<'_>> = groups.chain(operations).collect();
    let mut names = command_names(&mut Scope::with(taken::COMMANDS), &asked);
    let of_untagged = names.split_off(grouped.len());
    (names, of_untagged)
}

fn second_level(tag: &Tag) -> Vec<String> {
    let asked: Vec<Asked<'_>> = tag.operations.iter().map(|it| asked(&it.name, "operation")).collect();
    command_names(&mut Scope::with(taken::SUBCOMMANDS), &asked)
}

fn asked<'a>(name: &'a str, what: &str) -> Asked<'a> {
    Asked { text: name, otherwise: format!("{name} {what}"), more: "command" }
}

//! Turns command lines into what the command does with them: the real program, in processes of its own, against the
//! simulator, for every operation, every place a value can come from, and every exit code; and programs of other
//! documents against canned answers.

mod any_document;
mod ended;
mod every_operation;
mod help;
mod inputs;
mod interrupted;
mod jobs;
mod shell;
mod terminal;

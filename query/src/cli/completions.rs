use clap_complete::Shell;
use udfs::Issues;

use super::Exit;
use crate::output::write_atomically;

const EXAMPLES: &str = "\
Examples:
  heatsched completions bash > /etc/bash_completion.d/heatsched
  heatsched completions zsh > ~/.zfunc/_heatsched
  heatsched completions fish > ~/.config/fish/completions/heatsched.fish";

/// Print a script that completes heatsched's arguments in a shell
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    shell: Shell,
}

pub(super) fn run(args: &Args, command: &mut clap::Command) -> Result<Exit, Issues> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, command, "heatsched", &mut script);
    write_atomically("-".as_ref(), &script)?;
    Ok(Exit::Done)
}

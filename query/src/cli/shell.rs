use udfs::Issues;

use super::{Context, Exit, source};
use crate::shell::{self, ShellArgs};

pub(super) fn run(context: &Context, args: &ShellArgs) -> Result<Exit, Issues> {
    let warehouse = source::open(context)?;
    context.runtime.block_on(async {
        let session = shell::open(&warehouse).await?;
        shell::run(&session, args, &context.reporter).await
    })?;
    Ok(Exit::Done)
}

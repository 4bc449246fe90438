use udfs::Issues;

use super::{Context, Exit, source};
use crate::shell::{self, Shell, ShellArgs};

pub(super) fn run(context: &Context, args: &ShellArgs) -> Result<Exit, Issues> {
    let warehouse = source::open(context)?;
    context.runtime.block_on(async {
        let session = Shell::open(&warehouse, &context.global.tenant, &context.reporter).await?;
        shell::run(&session, args).await
    })?;
    Ok(Exit::Done)
}

//! The walk-through of the README: `sql/examples`, as psql runs and prints it. `HEATSCHED_UPDATE=1` writes the output anew.

use std::path::Path;
use std::process::Command;

use crate::database::Database;

/// In the order of the walk-through, and as whom.
const EXAMPLES: [(&str, &str); 5] =
    [("setup", "postgres"), ("plant", "anna"), ("plan", "anna"), ("costs", "bi"), ("queue", "anna")];

#[test]
fn the_walk_through_prints_what_it_says() {
    let database = Database::empty();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    for (example, user) in EXAMPLES {
        let file = root.join(format!("sql/examples/{example}.sql"));
        let printed = psql(&database, user, &file);
        let kept = root.join(format!("sql/examples/expected/{example}.txt"));
        if std::env::var_os("HEATSCHED_UPDATE").is_some() {
            std::fs::write(&kept, &printed).unwrap();
        }
        assert_eq!(printed, std::fs::read_to_string(&kept).unwrap_or_default(), "{example}");
        assert!(readme.contains(&format!("-U {user} -d plants -f sql/examples/{example}.sql")), "README: {example}");
    }
    let shown = std::fs::read_to_string(root.join("sql/examples/plan.sql")).unwrap();
    assert!(readme.contains(&format!("```sql\n{shown}```")), "the README shows plan.sql as it is");
}

fn psql(database: &Database, user: &str, file: &Path) -> String {
    let output = Command::new("psql")
        .args(["--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--file"])
        .arg(file)
        .arg(database.dsn_of(user))
        .env("PGTZ", "UTC")
        .env("PGDATESTYLE", "ISO")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

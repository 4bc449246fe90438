use std::sync::atomic::{AtomicUsize, Ordering};

use postgres::{Client, Config, NoTls};

use crate::fixture;

/// A database of its own, with the extension, the fixture as tenant `default` and a role that belongs to it.
#[derive(Debug)]
pub struct Database {
    pub name: String,
}

static COUNT: AtomicUsize = AtomicUsize::new(0);

impl Database {
    /// With nothing in it.
    pub fn empty() -> Self {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{count}", std::process::id());
        connect("postgres", "postgres").batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        Self { name }
    }

    pub fn new() -> Self {
        let database = Self::empty();
        let mut client = database.owner();
        client.batch_execute("CREATE EXTENSION pg_heatsched").unwrap();
        fixture::load(&mut client, "default");
        database
    }

    /// A superuser.
    pub fn owner(&self) -> Client {
        connect(&self.name, "postgres")
    }

    /// A login role with the rights of `group` (viewer, operator, planner, admin), member of the tenant.
    pub fn member(&self, group: &str, tenant: &str) -> Client {
        let role = self.role(group, tenant);
        let sql = format!(
            "DO $$ BEGIN
                 IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
                     CREATE ROLE {role} LOGIN IN ROLE heatsched_{group};
                 END IF;
             END $$;
             INSERT INTO heatsched.tenant_members VALUES ('{role}', '{tenant}') ON CONFLICT DO NOTHING"
        );
        self.owner().batch_execute(&sql).unwrap();
        connect(&self.name, &role)
    }

    pub fn role(&self, group: &str, tenant: &str) -> String {
        format!("{}_{group}_{tenant}", self.name)
    }

    pub fn owner_dsn(&self) -> String {
        self.dsn_of("postgres")
    }

    /// How another program connects as a member.
    pub fn dsn(&self, group: &str, tenant: &str) -> String {
        self.dsn_of(&self.role(group, tenant))
    }

    pub fn dsn_of(&self, user: &str) -> String {
        format!("host={} dbname={} user={user}", folder(), self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let _ = connect("postgres", "postgres").batch_execute(&sql);
    }
}

pub fn connect(database: &str, user: &str) -> Client {
    let mut client = Config::new().host(&folder()).dbname(database).user(user).connect(NoTls).unwrap();
    client.batch_execute("SET search_path = heatsched, pg_catalog; SET TimeZone = 'UTC'").unwrap();
    client
}

/// Of the server's socket.
fn folder() -> String {
    std::env::var("HEATSCHED_POSTGRES").expect("HEATSCHED_POSTGRES names the folder of a socket: run .ci/postgres")
}

/// What a statement was refused with.
pub fn error_of<T>(result: Result<T, postgres::Error>) -> String {
    let Err(error) = result else { panic!("it was not refused") };
    error.as_db_error().map_or_else(|| error.to_string(), |error| error.message().to_string())
}

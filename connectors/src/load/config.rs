use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use udfs::error::Place;
use udfs::{Code, Issue, Issues};

use super::job::{Common, Job, duration};
use super::kinds::KINDS;

/// All load jobs of a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    pub jobs: Vec<Job>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    defaults: Common,
    #[serde(default)]
    job: BTreeMap<String, toml::Table>,
}

impl Config {
    /// Jobs that name no tenant are of this one.
    pub fn load(path: &Path, tenant: &str) -> Result<Self, Issues> {
        let source = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|e| Issue::error(Code::Io, Place::new(&source), e.to_string(), "check the path of the jobs"))?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Self::parse_for(tenant, &source, &text, folder)
    }

    /// Relative paths are relative to `base`.
    pub fn parse(source: &str, text: &str, base: &Path) -> Result<Self, Issues> {
        Self::parse_for("default", source, text, base)
    }

    fn parse_for(tenant: &str, source: &str, text: &str, base: &Path) -> Result<Self, Issues> {
        let fix = "a file of jobs has a section such as [job.orders] with kind = \"files\" for each";
        // the text around an error may hold what should be a secret: only the message is shown
        let malformed =
            |e: toml::de::Error| Issue::error(Code::Malformed, Place::new(source), e.message().to_string(), fix);
        let mut document: Document = toml::from_str(text).map_err(malformed)?;
        document.defaults.tenant.get_or_insert_with(|| tenant.into());
        if document.job.is_empty() {
            return Err(Issue::error(Code::EmptyInput, Place::new(source), "there are no jobs", fix).into());
        }
        let mut issues = Issues::default();
        let mut jobs = Vec::new();
        for (name, table) in document.job {
            match job(&name, table, &document.defaults, base) {
                Ok(job) => jobs.push(job),
                Err(issue) => issues.push(issue),
            }
        }
        issues.into_result(Self { jobs }).map(|(config, _)| config)
    }

    pub fn job(&self, name: &str) -> Result<&Job, Issue> {
        self.jobs.iter().find(|job| job.name == name).ok_or_else(|| {
            let known = self.jobs.iter().map(|job| job.name.as_str()).collect::<Vec<_>>().join(", ");
            let message = format!("no job \"{name}\"");
            Issue::error(Code::UnknownReference, Place::new("jobs"), message, format!("use one of {known}"))
        })
    }
}

fn job(name: &str, table: toml::Table, defaults: &Common, base: &Path) -> Result<Job, Issue> {
    let place = Place::new(format!("job.{name}"));
    let refuse = |column: &str, message: String, fix: String| {
        Err(Issue::error(Code::OutOfRange, place.clone().column(column), message, fix))
    };
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
        return refuse("name", format!("\"{name}\" is no name"), "use letters, digits, - and _".into());
    }
    let (common, mut settings): (toml::Table, toml::Table) =
        table.into_iter().partition(|(key, _)| Common::NAMES.contains(&key.as_str()));
    let kind = match settings.remove("kind") {
        Some(toml::Value::String(kind)) if KINDS.iter().any(|(known, ..)| *known == kind) => kind,
        other => {
            let known = KINDS.iter().map(|(kind, ..)| *kind).collect::<Vec<_>>().join(", ");
            let message = other.map_or("no kind".to_string(), |kind| format!("no kind {kind}"));
            return refuse("kind", message, format!("use one of {known}"));
        }
    };
    let common: Common = common.try_into().map_err(|e: toml::de::Error| {
        Issue::error(Code::WrongType, place.clone(), e.message().to_string(), "correct the setting")
    })?;
    let common = common.or(defaults);
    let timeout = match &common.timeout {
        None => None,
        Some(text) => match duration(text) {
            Some(timeout) => Some(timeout),
            None => return refuse("timeout", format!("\"{text}\" is no duration"), "write 90s, 15m or 2h".into()),
        },
    };
    Ok(Job {
        name: name.into(),
        kind,
        tenant: common.tenant.clone().unwrap_or_default(),
        site: common.site.clone(),
        limits: common.limits(&place)?,
        timeout,
        base: base.into(),
        settings,
    })
}

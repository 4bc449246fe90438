use super::{Decimal, Instant, Span};

/// An order of heat: runs once, without interruption, on one piece of equipment, at constant thermal power.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub job_id: String,
    pub product_id: Option<String>,
    pub product_name: Option<String>,
    pub quantity: Option<Decimal>,
    pub unit: Option<String>,
    /// Useful heat.
    pub heating_requirement_kwh: Decimal,
    pub temperature_setpoint_c: Option<Decimal>,
    pub duration_minutes: u32,
    pub earliest_start: Instant,
    pub latest_end: Instant,
    /// 1 is the most important, 5 the least.
    pub priority: u8,
    /// The job runs inside every one of these, too.
    pub must_run_windows: Vec<Span>,
    /// `None`: any.
    pub allowed_equipment: Option<Vec<String>>,
    pub crew_size: u32,
    pub predecessor_job_id: Option<String>,
    pub fixed: Option<Fixed>,
}

/// Where a job that has started or is frozen stays. Each half may be given alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    pub equipment_id: Option<String>,
    pub start: Option<Instant>,
}

impl Job {
    /// Constant thermal power while it runs: heat / duration.
    pub fn thermal_kw(&self) -> Decimal {
        self.heating_requirement_kwh * Decimal::from(60) / Decimal::from(self.duration_minutes)
    }

    /// `[earliest_start, latest_end)` cut by every must-run window; `None` if nothing is left.
    pub fn window(&self) -> Option<Span> {
        let start = self.must_run_windows.iter().map(|w| w.start).chain([self.earliest_start]).max()?;
        let end = self.must_run_windows.iter().map(|w| w.end).chain([self.latest_end]).min()?;
        (start < end).then_some(Span { start, end })
    }

    pub fn allows(&self, equipment_id: &str) -> bool {
        self.allowed_equipment.as_ref().is_none_or(|ids| ids.iter().any(|id| id == equipment_id))
    }
}

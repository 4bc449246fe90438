use std::fmt;

/// Whose turn it is when a code appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The input has to change.
    Input,
    /// The schedule breaks a rule of the problem.
    Violation,
    /// A limit of heatsched.
    Limit,
    /// A file, a store or another system failed.
    Environment,
    /// A defect of heatsched.
    Bug,
}

macro_rules! codes {
    ($($name:ident = $code:literal, $kind:ident, $title:literal;)*) => {
        /// Every code that heatsched can report. A code keeps its meaning for ever.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $(#[doc = $title] $name,)* }

        impl Code {
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $code,)* }
            }

            pub fn find(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == code)
            }

            pub fn kind(self) -> Kind {
                match self { $(Code::$name => Kind::$kind,)* }
            }

            pub fn title(self) -> &'static str {
                match self { $(Code::$name => $title,)* }
            }
        }
    };
}

codes! {
    // 10xx: the form of the input
    Malformed = "HS1001", Input, "the document or file cannot be read";
    UnknownField = "HS1002", Input, "a field that heatsched does not know";
    MissingField = "HS1003", Input, "a required field is missing";
    WrongType = "HS1004", Input, "a value of the wrong type";
    OutOfRange = "HS1005", Input, "a value outside its range";
    NotWholeMinute = "HS1006", Input, "a time that is not on a whole minute";
    NoOffset = "HS1007", Input, "a time without an offset, ambiguous or not existing in local time";
    DuplicateId = "HS1008", Input, "the same id twice";
    UnknownReference = "HS1009", Input, "a reference to a row that does not exist";
    UnknownOption = "HS1010", Input, "an option that heatsched does not know";
    DateAsText = "HS1011", Input, "a spreadsheet date typed as text";
    EmptyInput = "HS1012", Input, "there is nothing to read";
    InvalidQuery = "HS1013", Input, "a query or command that cannot be run";

    // 11xx: jobs
    ZeroDuration = "HS1101", Input, "a job without duration";
    JobLongerThanWindow = "HS1102", Input, "a job is longer than its window";
    SetpointUnreachable = "HS1103", Input, "no equipment reaches the job's setpoint";
    PowerUnavailable = "HS1104", Input, "no equipment has the capacity that the job needs";
    OutsideHorizon = "HS1105", Input, "a window outside the planning horizon";
    PredecessorCycle = "HS1106", Input, "jobs wait for each other in a circle";
    FixedImpossible = "HS1107", Input, "a job is fixed where it cannot run";
    CrewNeverEnough = "HS1108", Input, "a job needs more crew than is ever on shift";
    FreezeImpossible = "HS1109", Input, "a job of the previous schedule cannot be frozen where it was";

    // 12xx: equipment
    EfficiencyNotPositive = "HS1201", Input, "an efficiency or COP that is not above zero";
    EfficiencyAmbiguous = "HS1202", Input, "efficiency_percent and cop both given, or neither";
    FuelRateMissing = "HS1203", Input, "equipment with a fuel of its own has no fuel rate";
    MinLoadAboveCapacity = "HS1204", Input, "minimum load above capacity";

    // 13xx: tariffs
    TariffHole = "HS1301", Input, "an instant without an energy rate";
    TariffOverlap = "HS1302", Input, "an instant with two energy rates";
    TwoDemandRates = "HS1303", Input, "two demand rates for one category in one month";
    TariffNotEffective = "HS1304", Input, "the tariff is not in effect";
    PriceOverlap = "HS1305", Input, "two prices for one instant";
    NotRepresentable = "HS1306", Input, "a tariff feature that cannot be represented";
    TierLimits = "HS1311", Input, "limits of tiers that do not rise, or end";
    RatesDiffer = "HS1312", Input, "a rate that differs from its first tier";
    BillingDates = "HS1313", Input, "billing dates that do not cut time into named periods";
    TariffVersions = "HS1314", Input, "versions of a tariff with a gap or overlap";

    // 14xx: load series
    LoadGap = "HS1401", Input, "a load series with a gap";
    LoadOverlap = "HS1402", Input, "a load series with an overlap or duplicate";
    LoadValue = "HS1403", Input, "a load value that cannot be";
    PartOfPeriod = "HS1411", Input, "a bill over part of a billing period";
    HistoryUnknown = "HS1412", Input, "demand of earlier months is not known";
    ReactiveUnknown = "HS1413", Input, "a reactive charge on a load without kvar";

    // 15xx: constraints together
    Conflict = "HS1501", Input, "constraints that cannot all hold";

    // 16xx: the life of a schedule
    SchedulePublished = "HS1601", Input, "a published schedule does not change";
    NotSolvedYet = "HS1602", Input, "a request that is not solved";

    // 17xx: servers
    ServerReads = "HS1701", Input, "a server that only reads is asked to write";
    LoginRefused = "HS1702", Input, "a login that the users file does not know";
    Unprotected = "HS1703", Input, "a server that others could listen to";
    FeedChanged = "HS1704", Input, "rows that changed between the pages of a feed";

    // 2xxx: constraints of the schedule, numbered as in the model
    JobNotOnce = "HS2001", Violation, "a job does not run exactly once";
    OutsideWindow = "HS2002", Violation, "a job runs outside its window";
    OverCapacity = "HS2003", Violation, "jobs take more heat than the equipment's capacity";
    TooManyJobs = "HS2004", Violation, "more jobs at once than the equipment takes";
    SetpointRange = "HS2005", Violation, "a setpoint outside the equipment's range";
    NotAllowed = "HS2006", Violation, "a job on equipment that it may not use";
    Unavailable = "HS2007", Violation, "equipment is used while it is unavailable";
    EquipmentOff = "HS2008", Violation, "a job runs while its equipment is off";
    MinRunTime = "HS2009", Violation, "equipment ran for less than its minimum run time";
    MaxStarts = "HS2010", Violation, "more starts in a day than allowed";
    DemandLimit = "HS2011", Violation, "metered demand above the site's limit";
    CrewShort = "HS2012", Violation, "not enough crew on shift";
    PredecessorLate = "HS2013", Violation, "a job starts before its predecessor ends";
    FixedMoved = "HS2014", Violation, "a fixed job was moved";
    OffGrid = "HS2015", Violation, "a time that is not on an interval boundary or outside the horizon";
    RunOverlap = "HS2016", Violation, "equipment runs overlap, with their start-up and shutdown";
    CostMismatch = "HS2017", Violation, "a reported figure differs from its recalculation";
    JobLate = "HS2018", Violation, "a job ends after its deadline";
    JobUnscheduled = "HS2019", Violation, "a job could not be scheduled";
    StartMiscounted = "HS2020", Violation, "a run's start is counted wrongly";

    // 3xxx: limits
    TooLarge = "HS3001", Limit, "the problem is too large";
    Cancelled = "HS3002", Limit, "the run was cancelled";
    NotSupported = "HS3003", Limit, "not supported";
    ServerBusy = "HS3005", Limit, "a server has as many connections as it may";
    NoValidPlan = "HS3004", Limit, "no plan that holds all constraints was found";

    // 4xxx: files, stores, other systems
    Io = "HS4001", Environment, "a file or store cannot be read or written";
    WarehouseMissing = "HS4002", Environment, "there is no warehouse here";
    WarehouseBusy = "HS4003", Environment, "another writer was faster";
    WarehouseDamaged = "HS4004", Environment, "the warehouse is damaged";

    // 41xx: loads from other systems
    Unreachable = "HS4101", Environment, "another system cannot be reached, or fails";
    AccessRefused = "HS4102", Environment, "another system refuses the credentials";
    UnexpectedAnswer = "HS4103", Environment, "another system answers otherwise than its interface promises";
    LoadRunning = "HS4104", Environment, "the load job is running already";
    TooManyBadRows = "HS4105", Environment, "too many records of a load cannot be used";
    SecretUnsafe = "HS4106", Input, "a secret is missing, or anybody could read it";

    // 5xxx: provenance
    HashMismatch = "HS5001", Violation, "a stored row does not match its hash";

    // 9xxx: defects
    Solver = "HS9001", Bug, "the solver failed";
    Internal = "HS9002", Bug, "heatsched contradicted itself";
}

impl Code {
    /// Whether the input is clear but asks for a job that cannot be done: the other jobs can still be planned.
    pub fn is_infeasibility(self) -> bool {
        matches!(
            self,
            Code::JobLongerThanWindow
                | Code::SetpointUnreachable
                | Code::PowerUnavailable
                | Code::OutsideHorizon
                | Code::FixedImpossible
                | Code::CrewNeverEnough
        )
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_unique() {
        let distinct: HashSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(distinct.len(), Code::ALL.len());
    }
}

use udfs::model::{Decimal, Instant};

use super::outage::{Stretch, open_end, react};
use super::status::Status;
use super::{Equipment, Quality, Role, Sample, Signal, State, Value};

fn at(text: &str) -> Instant {
    format!("2026-01-05T{text}Z").parse().expect("a time")
}

fn stretch(start: &str, end: Instant, is_own: bool) -> Stretch {
    Stretch { start: at(start), end, reason: "offline".into(), is_own }
}

fn spans(stretches: &[Stretch]) -> Vec<(Instant, Instant)> {
    stretches.iter().map(|stretch| (stretch.start, stretch.end)).collect()
}

#[test]
fn an_outage_begins_with_the_state_and_ends_with_the_next() {
    let mut known = Vec::new();
    let begun = react(&mut known, State::Offline, at("06:00:30"), at("06:05:00"));
    assert_eq!(spans(&begun), [(at("06:00:00"), open_end())]);
    assert!(react(&mut known, State::Maintenance, at("06:10:00"), at("06:10:00")).is_empty(), "it is known");
    assert!(react(&mut known, State::Unknown, at("06:20:00"), at("06:20:00")).is_empty(), "nothing is known");
    let ended = react(&mut known, State::Online, at("07:00:01"), at("07:30:00"));
    assert_eq!(spans(&ended), [(at("06:00:00"), at("07:01:00"))]);
    assert!(react(&mut known, State::Online, at("07:00:01"), at("08:00:00")).is_empty(), "it is over");
    let again = react(&mut known, State::Offline, at("05:00:00"), at("09:00:00"));
    assert_eq!(spans(&again), [(at("07:01:00"), open_end())], "it was up until then");
}

#[test]
fn an_outage_of_less_than_a_minute_is_a_minute_and_can_begin_again() {
    let mut known = Vec::new();
    react(&mut known, State::Offline, at("06:00:10"), at("06:00:10"));
    let ended = react(&mut known, State::Online, at("06:00:20"), at("06:00:20"));
    assert_eq!(spans(&ended), [(at("06:00:00"), at("06:01:00"))]);
    let again = react(&mut known, State::Offline, at("06:00:40"), at("06:00:40"));
    assert_eq!(spans(&again), [(at("06:00:00"), open_end())]);
}

#[test]
fn planned_outages_are_not_raised_again_and_not_ended() {
    let mut known = vec![stretch("06:00:00", at("08:00:00"), false)];
    assert!(react(&mut known, State::Maintenance, at("06:30:00"), at("07:00:00")).is_empty());
    assert!(react(&mut known, State::Online, at("07:10:00"), at("07:10:00")).is_empty());
    let longer = react(&mut known, State::Maintenance, at("06:30:00"), at("08:10:00"));
    assert_eq!(spans(&longer), [(at("08:00:00"), open_end())], "work takes longer than planned");
}

fn signal(text: &str) -> Signal {
    toml::from_str(text).expect("valid")
}

#[test]
fn a_signal_says_what_its_values_mean() {
    let state = signal("from = 'x'\nonline = [1, 'Idle']\noffline = [0]\nmaintenance = [3]");
    let told = |value: Value| state.state(Role::State, &value);
    assert_eq!(told(Value::int(1)), Some(State::Online));
    assert_eq!(told(Value::Text("Idle".into())), Some(State::Online));
    assert_eq!(told(Value::Bool(false)), Some(State::Offline));
    assert_eq!(told(Value::float(&3.0_f32).expect("a number")), Some(State::Maintenance));
    assert_eq!(told(Value::int(7)), None);
    let bit = signal("from = 'x'\nbit = 3");
    let faulty = |word: i32| bit.state(Role::Fault, &Value::int(word));
    assert_eq!(
        (faulty(0b1000), faulty(0b0111), faulty(-1)),
        (Some(State::Offline), Some(State::Online), Some(State::Offline))
    );
    let mode = signal("from = 'x'\nmaintenance = [2]");
    assert_eq!(mode.state(Role::Mode, &Value::int(1)), Some(State::Online));
    let load = signal("from = 'x'\nscale = 0.1\noffset = 5\nleast = 0\nmost = 100");
    assert_eq!(load.number(&Value::int(123)), Some(Decimal::new(173, 1)));
    assert_eq!((load.number(&Value::int(-51)), load.number(&Value::int(1_000))), (None, None));
    assert_eq!(Value::float(&f64::NAN), None);
    assert_eq!(Value::float(&1.0e-7_f64), Some(Value::Number(Decimal::new(1, 7))));
}

#[test]
fn a_status_is_the_worst_of_what_is_said_and_as_old_as_its_newest_signal() {
    let equipment = Equipment {
        id: "F1".into(),
        signals: vec![
            (Role::State, signal("from = 's'\nonline = [1]\noffline = [0]")),
            (Role::Mode, signal("from = 'm'\nmaintenance = [2]")),
            (Role::Load, signal("from = 'l'")),
        ],
    };
    let sample = |value: i32, at: Instant| Sample {
        value: Some(Value::int(value)),
        quality: Quality::Good,
        at: Some(at),
        note: String::new(),
    };
    let now = at("09:00:00");
    let of = |samples: &[Sample]| Status::of(&equipment, samples, now).expect("a status");
    let both = of(&[sample(0, at("06:00:00")), sample(2, at("05:00:00")), sample(80, at("08:59:00"))]);
    assert_eq!((both.state, both.since, both.at), (State::Maintenance, at("06:00:00"), at("08:59:00")));
    let unknown = of(&[sample(1, at("06:00:00")), Sample::bad("no sensor"), Sample::bad("no sensor")]);
    assert_eq!((unknown.state, unknown.load_kw), (State::Unknown, None));
    let ahead = of(&[sample(1, at("12:00:00")), Sample::absent(), sample(80, at("08:59:00"))]);
    assert_eq!((ahead.state, ahead.at), (State::Online, now), "a clock that is ahead");
    assert_eq!(ahead.odd, ["state: clock ahead"]);
    let wrong = Status::of(&equipment, &[Sample::wrong("no node"), sample(1, now), sample(1, now)], now);
    assert!(wrong.is_err_and(|issues| issues.len() == 1));
}

use udfs::model::Decimal;

use super::decode::{Form, Kind, Order, scaled};
use super::map::{Table, Where, parse};
use super::plan::{Block, join};
use super::sunspec::{Model, locate};
use crate::scada::Value;

fn form(kind: Kind, order: Order) -> Form {
    Form { kind, order, length: kind.registers(), absent: Vec::new() }
}

#[test]
fn a_number_is_the_same_in_every_order_of_its_bytes() {
    let orders = [
        (Order::Big, [0x47F1, 0x2000]),
        (Order::WordsSwapped, [0x2000, 0x47F1]),
        (Order::BytesSwapped, [0xF147, 0x0020]),
        (Order::Little, [0x0020, 0xF147]),
    ];
    for (order, words) in orders {
        assert_eq!(form(Kind::F32, order).decode(&words), Some(Value::int(123_456)), "{order:?}");
    }
    let wide = form(Kind::U64, Order::Little).decode(&[0x0807, 0x0605, 0x0403, 0x0201]);
    assert_eq!(wide, Some(Value::int(0x0102_0304_0506_0708_u64)));
    assert_eq!(form(Kind::I16, Order::Big).decode(&[0xFF85]), Some(Value::int(-123)));
    assert_eq!(form(Kind::U32, Order::Big).decode(&[0x0001, 0x1170]), Some(Value::int(70_000)));
    assert_eq!(form(Kind::I32, Order::WordsSwapped).decode(&[0xFFFE, 0xFFFF]), Some(Value::int(-2)));
    assert_eq!(form(Kind::F64, Order::Big).decode(&[0x3FF8, 0, 0, 0]), Some(Value::Number(Decimal::new(15, 1))));
}

#[test]
fn what_a_device_marks_as_missing_is_no_value() {
    let mut missing = form(Kind::I16, Order::Big);
    missing.absent = vec![0x8000];
    assert_eq!((missing.decode(&[0x8000]), missing.decode(&[0x8001])), (None, Some(Value::int(-32_767))));
    assert_eq!(form(Kind::F32, Order::Big).decode(&[0x7FC0, 0]), None);
    assert_eq!(form(Kind::String, Order::Big).decode(&[0x4F4B, 0x2000]), Some(Value::Text("OK".into())));
    assert_eq!(scaled(Value::int(123), Decimal::ONE, -2), Some(Value::Number(Decimal::new(123, 2))));
    assert_eq!(scaled(Value::int(1), Decimal::ONE, 99), None);
}

fn block(unit: u8, table: Table, address: u16, count: u16) -> Block {
    Block { unit, table, address, count }
}

#[test]
fn registers_close_together_are_read_at_once_within_what_one_request_takes() {
    let holding = |address, count| block(1, Table::Holding, address, count);
    assert_eq!(join(&[holding(10, 2), holding(0, 2), holding(4, 1)]), [holding(0, 12)]);
    assert_eq!(join(&[holding(0, 2), holding(11, 2)]), [holding(0, 2), holding(11, 2)], "9 registers between");
    assert_eq!(join(&[holding(0, 100), holding(100, 26)]), [holding(0, 100), holding(100, 26)], "more than 125");
    assert_eq!(join(&[holding(0, 4), holding(1, 1)]), [holding(0, 4)]);
    let others = [holding(0, 1), block(2, Table::Holding, 1, 1), block(1, Table::Input, 1, 1)];
    assert_eq!(join(&others).len(), 3);
    assert_eq!(join(&[holding(65_535, 1)]), [holding(65_535, 1)]);
    let joined = holding(4, 6);
    assert_eq!(joined.part(&[1, 2, 3, 4, 5, 6], &holding(6, 2)), Some([3, 4].as_slice()));
    assert_eq!((joined.part(&[1, 2], &holding(8, 2)), joined.part(&[1, 2], &holding(3, 1))), (None, None));
}

#[test]
fn a_map_says_where_registers_are_and_what_is_wrong_with_it() {
    let map = parse(
        "boiler.toml",
        "[register.a]\nnumber = '40001'\ntype = 'u16'\n[register.b]\nnumber = '300010'\ntype = 'f32'\norder = 'CDAB'\n\
         [register.c]\nsunspec = { model = 103, offset = 14, scale = 15 }\ntype = 'i16'",
    )
    .expect("valid");
    assert_eq!(map["a"].place, Where::At(Table::Holding, 0));
    assert_eq!(map["b"].place, Where::At(Table::Input, 9));
    assert_eq!(map["c"].form.absent, [0x8000]);
    let wrong = "[register.a]\nnumber = '40000'\ntype = 'u16'\n[register.b]\ntable = 'coil'\naddress = 1\ntype = 'u16'\n\
                 [register.c]\ntype = 'u16'\n[register.d]\nnumber = '20001'\ntype = 'u16'\n\
                 [register.e]\nnumber = '4\u{e4}01'\ntype = 'u16'";
    assert_eq!(parse("boiler.toml", wrong).expect_err("five mistakes").0.len(), 5);
}

#[test]
fn a_point_outside_of_its_model_is_not_read() {
    let models = [Model { id: 103, address: 40_069, length: 50 }];
    assert_eq!(locate(&models, 103, 14, 1), Some(40_083));
    assert_eq!((locate(&models, 103, 51, 2), locate(&models, 113, 14, 1)), (None, None));
}

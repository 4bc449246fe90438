use super::super::text::{number, row};
use crate::error::Code;
use crate::model::{Contract, Decimal};
use crate::row::{Row, RowReader};

pub fn read(reader: &mut RowReader<'_>) -> Contract {
    let contract = Contract {
        contracted_kw: reader.required("contracted_kw"),
        lower_percent: reader.required("lower_percent"),
        upper_percent: reader.required("upper_percent"),
        excess_factor: reader.required("excess_factor"),
    };
    let fields = [
        ("contracted_kw", contract.contracted_kw),
        ("lower_percent", contract.lower_percent),
        ("upper_percent", contract.upper_percent),
        ("excess_factor", contract.excess_factor),
    ];
    for (name, value) in fields {
        let message = format!("{value} is below 0");
        reader.check(value >= Decimal::ZERO, Code::OutOfRange, name, message, "give a value from 0");
    }
    let ordered = contract.lower_percent <= contract.upper_percent;
    let message = "upper_percent is below lower_percent";
    reader.check(ordered, Code::OutOfRange, "upper_percent", message, "swap or correct the percentages");
    contract
}

pub fn write(contract: &Contract) -> Row {
    row([
        ("contracted_kw", number(contract.contracted_kw)),
        ("lower_percent", number(contract.lower_percent)),
        ("upper_percent", number(contract.upper_percent)),
        ("excess_factor", number(contract.excess_factor)),
    ])
}

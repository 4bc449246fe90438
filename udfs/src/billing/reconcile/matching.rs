use super::InvoiceLine;
use crate::model::BillLine;

/// For each line of the invoice the lines of the bill that it stands for; each line of the bill once.
///
/// The surest pairs first: the same charge and category, then words in common, then the same unit and rate.
pub fn matches(bill: &[BillLine], invoice: &[InvoiceLine]) -> Vec<Vec<usize>> {
    let mut matched = vec![Vec::new(); invoice.len()];
    let mut taken = vec![false; bill.len()];
    for least in [4, 3, 2, 1] {
        for (number, line) in invoice.iter().enumerate() {
            if !matched[number].is_empty() {
                continue;
            }
            let free = |own: &usize| !taken[*own];
            let candidates: Vec<usize> =
                (0..bill.len()).filter(free).filter(|own| likeness(&bill[*own], line) >= least).collect();
            let best =
                candidates.iter().copied().max_by_key(|own| (closeness(&bill[*own], line), std::cmp::Reverse(*own)));
            let Some(best) = best else { continue };
            // a line without a tier of its own stands for all tiers, unless the invoice has lines for them too
            let siblings = invoice.iter().filter(|other| likeness(&bill[best], other) >= least).count();
            let mut numbers = vec![best];
            if siblings == 1 {
                let same = |own: &&usize| {
                    let (a, b) = (&bill[**own], &bill[best]);
                    **own != best && a.tier.is_some() && (&a.charge, &a.category) == (&b.charge, &b.category)
                };
                numbers.extend(candidates.iter().filter(same));
            }
            for own in &numbers {
                taken[*own] = true;
            }
            matched[number] = numbers;
        }
    }
    matched
}

/// How sure it is that the two are the same charge, from 4 (named alike) to 0 (another one).
fn likeness(own: &BillLine, line: &InvoiceLine) -> u32 {
    if own.month != line.month {
        return 0;
    }
    let (charge, category) = (plain(&line.charge), plain(&line.category));
    let (own_charge, own_category) = (plain(&own.charge), plain(&own.category));
    let words = format!("{charge} {category}");
    let has = |word: &str| !word.is_empty() && format!(" {words} ").contains(&format!(" {word} "));
    let same_unit = line.unit.is_empty() || line.unit.eq_ignore_ascii_case(&own.unit);
    if charge == own_charge && category == own_category {
        4
    } else if same_unit && has(&own_category) && (has(&own_charge) || !is_kind(&charge)) {
        3
    } else if same_unit && category.is_empty() && charge == own_charge {
        2
    } else {
        let same_rate = own.rate.is_some() && own.rate == line.rate;
        let same_amount = !is_kind(&charge) && own.amount == line.amount;
        u32::from(same_unit && (same_rate || same_amount) && (!is_kind(&charge) || charge == own_charge))
    }
}

/// Of lines that are equally alike, the one with the same rate, then the same quantity.
fn closeness(own: &BillLine, line: &InvoiceLine) -> (u32, bool, bool) {
    (likeness(own, line), own.rate == line.rate, Some(own.quantity) == line.quantity)
}

fn is_kind(word: &str) -> bool {
    ["energy", "demand", "coincident", "reactive", "fuel", "fixed", "rider", "minimum", "tax"].contains(&word)
}

/// Lower case, marks as single spaces.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

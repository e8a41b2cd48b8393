//! The van by the books: balances, bounds, what should be ordered (R23).

use feltbok_domain::stock::{Level, propose};
use feltbok_tablet_store::read::StockLine;

use super::{choice::choice_of, van_id};
use crate::{
    error::Result,
    tablet::Tablet,
    views::{VanLine, VanStockView},
};

/// Lines that are shown at most.
const LINES_MAX: usize = 200;

impl Tablet {
    /// What the van holds or should hold, the lines that need attention first; with a text: only those that have it.
    pub fn van_stock(&self, text: &str) -> Result<VanStockView> {
        let open = self.open()?;
        open.store.try_read(|reader| {
            let van = van_id(reader, open.technician_id())?;
            let stock = reader.stock_of(van)?;
            let count = |test: &dyn Fn(&StockLine) -> bool| {
                u32::try_from(stock.iter().filter(|line| test(line)).count()).unwrap_or(u32::MAX)
            };
            let below_min = count(&|line| line.balance < i64::from(line.min));
            let negative = count(&|line| line.balance < 0);
            let mut lines = Vec::new();
            for line in &stock {
                let Some(part) = reader.part(line.part_id)? else { continue };
                let level = Level {
                    location_id: van,
                    part_id: line.part_id,
                    min: line.min,
                    max: line.max,
                    balance: line.balance,
                    on_the_way: 0,
                };
                let proposed = propose(&level).map_or(0, |proposal| proposal.quantity);
                lines.push(VanLine { part: choice_of(part, line, None), min: line.min, max: line.max, proposed });
            }
            lines.retain(|line| has(line, text));
            lines.sort_by_key(|line| (line.part.in_van >= 0, line.proposed == 0, line.part.number.clone()));
            let more = lines.len() > LINES_MAX;
            lines.truncate(LINES_MAX);
            Ok(VanStockView { lines, more, below_min, negative })
        })
    }
}

fn has(line: &VanLine, text: &str) -> bool {
    let names = line.part.name.0.values().map(String::as_str);
    let all = names.chain([line.part.number.as_str()]).collect::<Vec<_>>().join(" ").to_lowercase();
    text.to_lowercase().split_whitespace().all(|word| all.contains(word))
}

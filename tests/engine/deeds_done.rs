//! Reports that say what was done by a word before their number, against names, targets and which way is better: what is of the act that
//! is asked may not be taken for another. The labels are data.

use std::path::Path;

use plantrack::domain::reading::{Asked, counts_another_deed};

use crate::in_both_scripts::{SCRIPTS, in_script};

#[test]
fn what_was_done_is_told_from_what_is_to_be_done() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/deeds.csv");
    let rows = std::fs::read_to_string(path).unwrap();
    let mut counts = [0, 0];
    let mut wrong = Vec::new();
    for row in rows.lines().skip(1) {
        let [name, unit, measure, direction, target, report, label] =
            row.split(',').collect::<Vec<_>>().try_into().unwrap();
        let asked = Asked {
            name,
            unit,
            target,
            is_level: measure == "level",
            is_lower_better: direction == "lower",
            is_change: false,
        };
        let is_another = label == "yes";
        if counts_another_deed(report, &asked) != is_another {
            wrong.push(row.to_owned());
        }
        for script in SCRIPTS {
            let words = [name, unit, target, report].map(str::to_owned);
            let [name, unit, target, report] = in_script(&words, script);
            let asked = Asked { name: &name, unit: &unit, target: &target, ..asked };
            if counts_another_deed(&report, &asked) != is_another {
                wrong.push(format!("{report} of {name} {target}: {row}"));
            }
        }
        counts[usize::from(is_another)] += 1;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(counts[0] >= 150 && counts[1] >= 100, "{counts:?}");
}

//! Reports that name what they count, against the names of indicators and the words of their targets: none that is of the same thing may
//! be taken for another's. The labels are data.

use std::path::Path;

use plantrack::domain::reading::{ThingCounted, thing_counted};

use crate::in_both_scripts::{SCRIPTS, in_script};

#[test]
fn what_a_report_counts_is_told_from_what_is_asked() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/things.csv");
    let rows = std::fs::read_to_string(path).unwrap();
    let mut counts = [0, 0, 0];
    let mut wrong = Vec::new();
    for row in rows.lines().skip(1) {
        let [name, unit, target, report, label] = row.split(',').collect::<Vec<_>>().try_into().unwrap();
        let (thing, at) = match label {
            "yes" => (ThingCounted::Another, 1),
            "part" => (ThingCounted::PartOfIt, 2),
            _ => (ThingCounted::Asked, 0),
        };
        if thing_counted(report, [name, unit, target]) != thing {
            wrong.push(row.to_owned());
        }
        for script in SCRIPTS {
            let words = [name, unit, target, report].map(str::to_owned);
            let [name, unit, target, report] = in_script(&words, script);
            if thing_counted(&report, [&name, &unit, &target].map(String::as_str)) != thing {
                wrong.push(format!("{report} of {name} {target}: {row}"));
            }
        }
        counts[at] += 1;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(counts[0] >= 400 && counts[1] >= 150 && counts[2] >= 20, "{counts:?}");
}

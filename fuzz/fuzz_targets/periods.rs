//! Any text as a period: nothing panics, and what is read prints as the shortest notation of the same period.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plantrack::domain::period::Period;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(period) = Period::parse(text) {
        assert!(period.start() <= period.end());
        assert_eq!(Period::parse(&period.to_string()).as_ref(), Ok(&period));
        assert_eq!(period.elapsed_days(period.end()), period.days());
        let _ = (period.previous(), period.a_year_before(), period.whole_years(), period.whole_months());
    }
});

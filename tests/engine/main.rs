//! The assessment engine against the real plans: every published answer must come out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(unreachable_pub, reason = "the modules of one test binary")]

mod adding_up;
mod at_prices;
mod at_the_end;
mod beside_changes;
mod calibers;
mod canada;
mod changes_on_the_way;
mod conflicts;
mod deeds_done;
mod documented;
mod english_plans;
mod exact_paths;
mod falls_over_years;
mod golden_plans;
mod how_far_works_are;
mod in_both_scripts;
mod in_english;
mod larger_wholes;
mod left_to_parent;
mod milestones;
mod names_that_say;
mod not_done_by_its_day;
mod other_kinds;
mod properties;
mod reported_changes;
mod sentences;
mod several_years;
mod shares_named;
mod shares_of_changes;
mod support;
mod things_counted;
#[allow(dead_code, reason = "the tests of phrases use all of it")]
mod traditional;
mod what_is_counted;
mod which_outcome;
mod while_it_runs;
mod works_by_name;

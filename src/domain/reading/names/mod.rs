//! Of what a figure is: the words beside it against the name of the indicator and the words of the target.

pub(super) mod all_of_them;
pub(super) mod contrary_kinds;
pub(super) mod degrees;
pub(super) mod english_name;
pub(super) mod other_deed;
pub(super) mod other_english;
pub(super) mod other_name;
pub(super) mod other_rate;
pub(super) mod other_subject;
pub(super) mod other_thing;
pub(super) mod own_acts;
pub(super) mod own_part;
pub(super) mod own_rate;
pub(super) mod own_words;
pub(super) mod share_named;
pub(super) mod states;
pub(super) mod statistic;
pub(super) mod stock;
pub(super) mod subject;
pub(super) mod things_shared;
pub(super) mod whole_said;
pub(super) mod whole_shared;
pub(super) mod yearly_name;

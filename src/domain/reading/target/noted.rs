//! What stands beside what a target asks: the figure it starts from, an earlier one, and what is only noted.

use super::{Piece, Target};
use crate::domain::{
    indicator::Measure,
    reading::{
        beside::{
            notes::{base_note, is_base_of_index, is_sum, limit_note},
            of_year::{is_base_behind, is_figure_of, is_start_of},
        },
        names::subject::is_share,
        reports::report::is_mean_note,
        statements::{comparable, lexicon, phrase::Part},
        times::reference::year_note,
        wording::fault::Parsed,
    },
    unit::Base,
};

impl Target<'_> {
    /// What a note says that is known as one.
    pub(super) fn note(&mut self, part: &Part, words: &str, after_condition: bool) -> Parsed<Option<Piece>> {
        self.may_be_beside(words)?;
        if lexicon::idle_note(words) {
            return Ok(Some(Piece::Nothing));
        }
        if comparable::like_for_like_note(words) {
            return Ok(Some(Piece::LikeForLike));
        }
        let is_level = self.measure() == Measure::Level;
        if after_condition && is_level && is_mean_note(words) {
            return Ok(Some(Piece::Nothing));
        }
        if words == "年均" && after_condition && self.is_growth_rate() && !self.reader.context.is_reduction
        {
            return Ok(Some(Piece::AveragePerYear));
        }
        // 330天以上（优良率90.4%）: the days and their share are one thing.
        let is_of_days = self.reader.yardstick.unit.base == Base::Physical("day");
        let says_share = is_of_days && words.contains("优良") && is_share(words, self.reader.yardstick);
        if after_condition && is_level && says_share {
            return Ok(Some(Piece::Nothing));
        }
        if after_condition && lexicon::issuer_note(words) {
            return Ok(Some(Piece::Nothing));
        }
        if let Some(op) = limit_note(words).filter(|_| after_condition) {
            return Ok(Some(Piece::Limited(op)));
        }
        if after_condition && self.explains_the_figure(words, part.span.end) {
            return Ok(Some(Piece::Nothing));
        }
        let is_of_index =
            self.measure() == Measure::Index && is_base_of_index(words, &self.reader.yardstick.plain);
        if (after_condition && (is_of_index || base_note(words, self.reader.yardstick).is_some()))
            || self.is_sum_note(words)?
        {
            self.seen.cumulative |= is_sum(words);
            return Ok(Some(Piece::Nothing));
        }
        if year_note(words) {
            self.year_seen(words)?;
            return Ok(Some(Piece::Nothing));
        }
        Ok(None)
    }

    /// Whether words beside what is asked are the figure that it is counted from or compared with, and so ask nothing.
    pub(super) fn is_earlier_or_other(&self, before: &str, words: &str, is_note: bool) -> Parsed<bool> {
        let yardstick = self.reader.yardstick;
        if is_start_of(before, words, yardstick)? {
            return Ok(true);
        }
        let names_due_year = self.seen.years > 0;
        if let Some(change) = self.change.as_ref().filter(|_| is_note)
            && is_base_behind(before, words, change, names_due_year, yardstick)?
        {
            return Ok(true);
        }
        let compared_with = self.compared_with.as_ref().filter(|_| is_note);
        Ok(compared_with.is_some_and(|to| is_figure_of(to, before, words, yardstick)))
    }
}

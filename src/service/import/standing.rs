//! What a file of targets leaves as it stands: an empty cell clears, a column that is not there says nothing. It does not
//! know how a file is read.

use std::{borrow::Cow, collections::HashMap};

use crate::{
    domain::{
        code::Code,
        criterion::Condition,
        indicator::Indicator,
        period::Period,
        plan::Plan,
        series::Series,
        target::{Target, Waypoint},
    },
    service::{baselines::printed_baseline, targets::TargetDraft},
    store::Stored,
};

/// The targets that stand in some plans.
#[derive(Debug, Default)]
pub(super) struct Standing(HashMap<Code, HashMap<(Series, Period), Target>>);

impl Standing {
    /// Adds those of a plan.
    pub(super) fn add(&mut self, plan: &Code, targets: Vec<Stored<Target>>) {
        let targets = targets.into_iter().map(|stored| stored.item);
        let placed = targets.map(|target| ((target.series.clone(), target.period), target));
        self.0.insert(plan.clone(), placed.collect());
    }

    /// The one that a draft is for. A baseline that its words print goes with the words.
    pub(super) fn of<'a>(
        &'a self,
        plan: &Plan,
        indicator: &Indicator,
        draft: &TargetDraft,
    ) -> Option<Cow<'a, Target>> {
        let target = self.0.get(&plan.code)?.get(&draft.place(plan)?)?;
        let has_other_words = draft.target.trim() != target.text;
        let is_printed = target.baseline.is_some()
            && has_other_words
            && printed_baseline(&target.text, plan.period, indicator) == target.baseline;
        Some(if is_printed {
            Cow::Owned(Target { baseline: None, ..target.clone() })
        } else {
            Cow::Borrowed(target)
        })
    }

    /// Whether the one for a series and period is this one.
    pub(super) fn is_as_it_stands(&self, plan: &Code, target: &Target) -> bool {
        let key = (target.series.clone(), target.period);
        self.0.get(plan).and_then(|targets| targets.get(&key)) == Some(target)
    }

    /// The place of the one for a series and period.
    pub(super) fn position(&self, plan: &Code, target: &Target) -> Option<u32> {
        let key = (target.series.clone(), target.period);
        self.0.get(plan)?.get(&key).map(|standing| standing.position)
    }

    /// Those of a plan.
    pub(super) fn of_plan(&self, plan: &Code) -> impl Iterator<Item = &Target> {
        self.0.get(plan).into_iter().flat_map(HashMap::values)
    }
}

/// The draft with what stands where the file says nothing of it. Its place in the plan is the caller's to keep.
pub(super) fn kept(draft: TargetDraft, standing: &Target, says: impl Fn(&str) -> bool) -> TargetDraft {
    let Target {
        series: _,
        period: _,
        text: words,
        criterion,
        nature,
        no,
        parent,
        section_zh,
        section_en,
        position: _,
        caliber,
        relative_to,
        tolerance,
        baseline,
        waypoints,
        source,
        note,
    } = standing;
    let text = |name: &str, given: String, known: &str| if says(name) { given } else { known.to_owned() };
    let some = |name: &str, given: Option<String>, known: Option<String>| {
        if says(name) { given } else { known }
    };
    let code = |code: &Option<Code>| code.as_ref().map(Code::to_string);
    let figure = baseline.as_ref().map(|baseline| baseline.value.to_string());
    let label = baseline.as_ref().map(|baseline| baseline.label.clone());
    // The figure and its period go together: what is cleared in one column is not half kept by the other.
    let is_cleared = |name: &str, given: &Option<String>| says(name) && given.is_none();
    let (no_figure, no_label) =
        (is_cleared("baseline", &draft.baseline), is_cleared("baseline_period", &draft.baseline_period));
    let points = |point: &Waypoint| (point.until.to_string(), point.cumulative.to_string());
    let were_kept_as_words =
        criterion.as_ref().is_some_and(|criterion| criterion.condition == Condition::Qualitative)
            && draft.target.trim() == words;
    TargetDraft {
        nature: some("nature", draft.nature, Some(nature.to_string())),
        no: some("no", draft.no, no.clone()),
        parent: some("parent", draft.parent, code(parent)),
        section_zh: text("section_zh", draft.section_zh, section_zh),
        section_en: text("section_en", draft.section_en, section_en),
        caliber: some("caliber", draft.caliber, code(caliber)),
        relative_to: some("relative_to", draft.relative_to, code(relative_to)),
        tolerance: some("tolerance", draft.tolerance, tolerance.map(|tolerance| tolerance.to_string())),
        baseline: some("baseline", draft.baseline, figure.filter(|_| !no_label)),
        baseline_period: some("baseline_period", draft.baseline_period, label.filter(|_| !no_figure)),
        waypoints: if says("waypoints") { draft.waypoints } else { waypoints.iter().map(points).collect() },
        source: text("source", draft.source, source),
        note: text("note", draft.note, note),
        qualitative: if says("qualitative") { draft.qualitative } else { were_kept_as_words },
        ..draft
    }
}

/// The places of the rows of a table in their plan, from what each has so far: those of before where they are in the
/// table's order and what is new follows behind, else the numbers of the rows.
pub(super) fn positions(known: &[Option<u32>], next: u32) -> Vec<u32> {
    let standing: Vec<u32> = known.iter().copied().map_while(|position| position).collect();
    let is_in_order = standing.is_sorted() && known.iter().skip(standing.len()).all(Option::is_none);
    let numbers = (0..).take(known.len());
    if !is_in_order || standing.is_empty() {
        return numbers.collect();
    }
    let added = known.len() - standing.len();
    standing.into_iter().chain((next..).take(added)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_places_as_long_as_the_order_is_the_same() {
        assert_eq!(positions(&[None, None, None], 0), [0, 1, 2]);
        assert_eq!(positions(&[Some(3), Some(7)], 9), [3, 7]);
        assert_eq!(positions(&[Some(3), Some(7), None, None], 9), [3, 7, 9, 10]);
        assert_eq!(positions(&[Some(7), Some(3)], 9), [0, 1]);
        assert_eq!(positions(&[Some(3), None, Some(7)], 9), [0, 1, 2]);
        assert_eq!(positions(&[None, None], 9), [0, 1]);
    }
}

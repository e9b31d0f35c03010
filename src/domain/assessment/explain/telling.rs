//! What a sentence is made from: which of the steps says which figure decides, and how it came to be what it is. Knows no
//! words.

use chrono::NaiveDate;

use super::{
    Doubt, Step, Together,
    number::{DECIMALS, decimals_apart},
    place_words,
};
use crate::domain::{
    assessment::{
        Assessment, ByChange, HorizonKind, Pace, Reason, Status, Unavailable, demand::Demand,
        index_base::are_index_and_growth, interval::Interval,
    },
    criterion::{ChangeUnit, Condition},
    indicator::{Indicator, Measure},
    outcome::Basis,
    period::Period,
    quantity::Exact,
    reading::Language,
    target::Target,
};

/// What a sentence is made from.
pub(super) struct Telling<'a> {
    pub(super) unit: &'a str,
    pub(super) measure: Measure,
    pub(super) period: Period,
    /// The day that the target itself names.
    pub(super) by: Option<NaiveDate>,
    /// The target as it is published.
    pub(super) words: &'a str,
    pub(super) assessment: &'a Assessment,
}

/// The figure that decides.
pub(super) enum Deciding {
    /// What was reported.
    Figure,
    /// The sum of several years.
    Sum(Exact),
    /// The average of several years' growth.
    Average(Exact),
    /// The change over several years together.
    Cumulative(Exact),
    /// What is known of the mean of the levels of several years.
    Mean(Interval),
}

/// The figure that decides, made of several that were reported.
pub(super) struct Made {
    /// What is known of it.
    pub(super) known: Interval,
    /// What it is of them.
    pub(super) how: How,
}

/// What a figure is of those that it is made of.
pub(super) enum How {
    /// Their sum.
    Sum,
    /// The average growth that they make.
    Average,
    /// The change that they make together.
    Cumulative,
    /// Their mean.
    Mean,
}

/// What makes the figure that decides another one than a plain number of the report.
pub(super) struct Manner {
    /// The report says about.
    pub(super) about: bool,
    /// It is the figure that the report prints like for like.
    pub(super) like_for_like: bool,
    /// It was turned from another caliber.
    pub(super) bridged: bool,
}

impl<'a> Telling<'a> {
    pub(super) fn of(indicator: &'a Indicator, target: &'a Target, assessment: &'a Assessment) -> Self {
        let by = match target.criterion.as_ref().map(|criterion| &criterion.condition) {
            Some(Condition::Milestone { by, .. }) => *by,
            _ => None,
        };
        Telling {
            unit: &indicator.unit,
            measure: indicator.measure,
            period: target.period,
            by,
            words: &target.text,
            assessment,
        }
    }

    /// How far the figure that was compared lies from what is asked; nothing where a change decides, which tells itself.
    pub(super) fn gap(&self) -> Option<Exact> {
        let figures = &self.assessment.figures;
        let is_of_a_change = figures.threshold == Err(Unavailable::JUDGED_BY_CHANGE);
        figures.gap.ok().filter(|_| !is_of_a_change)
    }

    /// Whether outcomes are reported for parts of the period and none for the whole of it.
    pub(super) const fn has_only_parts(&self) -> bool {
        self.assessment.chosen.is_some()
    }
}

impl Telling<'_> {
    pub(super) fn asked(&self) -> Option<&Demand> {
        self.find(|step| if let Step::Asked(demand) = step { Some(demand) } else { None })
    }

    /// How it stands on its path and what is asked beside that of which too little is known, where that alone keeps it from being
    /// judged while the period runs.
    pub(super) fn kept_open(&self) -> Option<(&Pace, &Demand)> {
        let pace = self.assessment.pace.as_ref().filter(|pace| pace.asked.is_some())?;
        let asked = |known: bool| {
            self.find(|step| match step {
                Step::Asked(demand) if demand.is_known() == known => Some(demand),
                _ => None,
            })
        };
        let is_awaited = self.assessment.reason == Some(Reason::NotDue) && asked(true).is_some();
        asked(false).filter(|_| is_awaited).map(|open| (pace, open))
    }

    /// Whether a figure is known that is held against no path on the way.
    pub(super) fn has_no_path(&self) -> bool {
        let pace = self.assessment.pace.as_ref();
        self.assessment.figures.gap.is_ok()
            && pace.is_some_and(|pace| pace.path.is_none() && pace.ratio == Err(Unavailable::NO_PATH))
    }

    pub(super) fn known(&self) -> Option<(Basis, Interval)> {
        let mut basis = Basis::Final;
        let mut known = None;
        for step in &self.assessment.steps {
            match step {
                Step::Chosen { basis: chosen, known: Some(interval), .. } => {
                    basis = *chosen;
                    known = Some(*interval);
                }
                Step::Chosen { basis: chosen, known: None, .. } => basis = *chosen,
                Step::AddedUp { sum, .. } => known = Some(*sum),
                Step::Grown { known: grown, .. } => known = Some(*grown),
                _ => {}
            }
        }
        known.map(|known| (basis, known))
    }

    /// Of which years the report is that leaves open what the average of all of them is.
    pub(super) fn open_years(&self) -> Option<Period> {
        let kind = self.assessment.horizon.as_ref().map(|horizon| horizon.kind);
        let of = |step: &Step| if let Step::Chosen { period, .. } = step { Some(*period) } else { None };
        self.find(of).filter(|of| kind == Some(HorizonKind::AverageGrowth) && *of != self.period)
    }

    /// Which figure decides: over several years it is none of those reported, unless one is for all of them.
    pub(super) fn deciding(&self) -> Deciding {
        let for_all_of_it =
            |step: &Step| matches!(step, Step::Chosen { period, .. } if *period == self.period);
        let mean = |step: &Step| match step {
            Step::AddedUp { sum, together: Together::Mean, .. } => Some(*sum),
            _ => None,
        };
        let held = self.has(&Step::HeldAgainstParent);
        let of_the_whole = !held && self.assessment.steps.iter().any(for_all_of_it);
        let kind = self.assessment.horizon.as_ref().map(|horizon| horizon.kind);
        match (kind, self.assessment.figures.outcome) {
            (Some(HorizonKind::Sum), Ok(sum)) if !of_the_whole => Deciding::Sum(sum),
            (Some(HorizonKind::AverageGrowth), Ok(average)) if !of_the_whole => Deciding::Average(average),
            (Some(HorizonKind::CumulativeChange), Ok(change)) if !of_the_whole => {
                Deciding::Cumulative(change)
            }
            _ => self.find(mean).map_or(Deciding::Figure, Deciding::Mean),
        }
    }

    /// The decimals that tell the figure that was compared from what is asked.
    pub(super) fn decimals(&self) -> u32 {
        let figures = &self.assessment.figures;
        match (figures.outcome, figures.threshold) {
            (Ok(outcome), Ok(threshold)) => decimals_apart(outcome, threshold, DECIMALS),
            _ => DECIMALS,
        }
    }

    /// The tolerance that the parent's target leaves where it is held against.
    pub(super) fn tolerance(&self) -> Option<Exact> {
        let asked = self.assessment.pace.as_ref().and_then(|pace| pace.asked.as_ref());
        let asked = asked.or(self.asked())?;
        asked.floor.or(asked.ceiling).map(|limit| limit.tolerance).filter(|tolerance| !tolerance.is_zero())
    }

    /// The target that an amount is compared with where none is printed.
    pub(super) fn implied(&self) -> Option<Exact> {
        self.find(|step| if let Step::Implied(implied) = step { Some(implied.target) } else { None })
    }

    /// How the figure that decides came to be what it is.
    pub(super) fn manner(&self) -> Manner {
        let by_change = self.changes().any(|change| change.approximate);
        Manner {
            about: self.assessment.approximate && !by_change,
            like_for_like: self.assessment.steps.iter().any(|step| matches!(step, Step::LikeForLike { .. })),
            bridged: self.assessment.steps.iter().any(|step| matches!(step, Step::Bridged { .. })),
        }
    }

    /// Whether the figure that decides is one of which the report says that it is just under the bound.
    pub(super) fn is_near(&self) -> bool {
        let mut near = false;
        for step in &self.assessment.steps {
            match step {
                Step::Chosen { near: said, .. } => near = *said,
                Step::AddedUp { .. } | Step::Grown { .. } => near = false,
                _ => {}
            }
        }
        near
    }

    /// The grades and places that are asked, each with the one reported.
    pub(super) fn placed(&self, language: Language) -> Vec<(String, String)> {
        let words = |step: &Step| match step {
            Step::Placed { asked, reported, scale } => Some(place_words(asked, reported, scale, language)),
            _ => None,
        };
        self.assessment.steps.iter().filter_map(words).collect()
    }

    /// The figure that decides and what was made of the parts to get it, where it is another number than the report that was
    /// chosen gives.
    pub(super) fn made_of_parts(&self) -> Option<Made> {
        let of_the_report =
            self.find_last(|step| if let Step::Chosen { known, .. } = step { Some(*known) } else { None })?;
        let added =
            self.find_last(|step| if let Step::AddedUp { sum, .. } = step { Some(*sum) } else { None });
        let made = match (self.deciding(), added) {
            (Deciding::Sum(sum), _) => Made { known: Interval::point(sum), how: How::Sum },
            (Deciding::Average(average), _) => Made { known: Interval::point(average), how: How::Average },
            (Deciding::Cumulative(change), _) => {
                Made { known: Interval::point(change), how: How::Cumulative }
            }
            (Deciding::Mean(known), _) => Made { known, how: How::Mean },
            (Deciding::Figure, Some(known)) => Made { known, how: How::Sum },
            (Deciding::Figure, None) => return None,
        };
        (Some(made.known) != of_the_report).then_some(made)
    }

    /// The reported changes that decide.
    pub(super) fn changes(&self) -> impl Iterator<Item = &ByChange> {
        self.assessment.steps.iter().filter_map(|step| match step {
            Step::ByChange(change) => Some(change),
            _ => None,
        })
    }

    /// How firm the report is whose change decides.
    pub(super) fn basis(&self) -> Basis {
        self.find(|step| if let Step::Chosen { basis, .. } = step { Some(*basis) } else { None })
            .unwrap_or(Basis::Final)
    }

    /// Whether a percentage is asked of an earlier figure that is not above zero.
    pub(super) fn has_no_base(&self) -> bool {
        self.assessment.steps.iter().any(|step| match step {
            Step::CountedFrom { earlier, by_unit: ChangeUnit::Percent, .. } => {
                earlier.as_point().is_some_and(|earlier| !earlier.is_positive())
            }
            _ => false,
        })
    }

    /// Whether the report gives the growth of an index, of which the index is asked, or the other way round.
    pub(super) fn is_growth_beside_index(&self) -> bool {
        let known = self.find(|step| if let Step::Chosen { known, .. } = step { *known } else { None });
        let pair = self.asked().zip(known);
        self.measure == Measure::Index
            && pair.is_some_and(|(asked, known)| are_index_and_growth(asked, known))
    }

    /// What was reported in place of what is asked, whether that is reported not to be done, and what is not certain of it.
    pub(super) fn something_else(&self) -> Option<(&str, bool, Option<Doubt>)> {
        self.find(|step| match step {
            Step::Beside { what, not_done, doubt } => Some((what.as_str(), *not_done, *doubt)),
            _ => None,
        })
    }

    pub(super) fn share(&self) -> Option<Exact> {
        self.find(|step| if let Step::Share { percent } = step { Some(*percent) } else { None })
    }

    pub(super) fn members(&self) -> Option<(i64, i64)> {
        self.find(|step| match step {
            Step::Members { achieved, total } => Some((*achieved, *total)),
            _ => None,
        })
    }

    pub(super) fn has(&self, wanted: &Step) -> bool {
        self.assessment.steps.contains(wanted)
    }

    fn find_last<'s, T: 's>(&'s self, pick: impl Fn(&'s Step) -> Option<T>) -> Option<T> {
        self.assessment.steps.iter().rev().find_map(pick)
    }

    fn find<'s, T: 's>(&'s self, pick: impl Fn(&'s Step) -> Option<T>) -> Option<T> {
        self.assessment.steps.iter().find_map(pick)
    }

    pub(super) fn is_judged(&self) -> bool {
        matches!(self.assessment.status, Status::Achieved | Status::NotAchieved)
    }
}

//! What the parts of a report have said so far. It does not know how a part is read.

use super::{Manner, Piece};
use crate::domain::{
    criterion::{ChangeUnit, Comparison},
    quantity::Exact,
    reading::{beside::pace, reports::said::Said, wording::fault::Reason},
    value::{Change, Declaration, Figure},
};

/// What has been said.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) figures: Vec<Figure>,
    pub(super) changes: Vec<Change>,
    pub(super) like_for_like: bool,
    /// Figures that are averages of several years.
    pub(super) averaged: Vec<Figure>,
    /// The figure like for like beside one that is not.
    pub(super) comparable: Option<Exact>,
    pub(super) declared: Option<Declaration>,
    pub(super) short: Option<Said>,
}

impl Gathered {
    /// Adds what one more part says in these words.
    pub(super) fn add(&mut self, piece: Piece, words: &str) -> Result<(), Reason> {
        let leaves_it_out = |figure: &Figure| {
            matches!(figure, Figure::Bound { op: Comparison::MoreThan | Comparison::LessThan, .. })
        };
        if words == "含" && self.figures.last().is_some_and(leaves_it_out) {
            // 超过5%（含）: more than that, or at least?
            return Err(Reason::Contradiction);
        }
        match piece {
            Piece::Figure(figure, manner) => self.add_figure(figure, manner, words),
            Piece::Changed(figure, change) => {
                self.like_for_like |= change.like_for_like && self.figures.is_empty();
                self.changes.push(change);
                self.figures.push(figure);
            }
            Piece::Declared(one) => self.declared = Some(pace::together(self.declared, one)?),
            Piece::LikeForLike => self.like_for_like = true,
            Piece::AveragePerYear => self.averaged.extend(self.figures.last().cloned()),
            Piece::Short(said) => self.short = Some(said),
            Piece::Remark | Piece::Nothing => {}
        }
        Ok(())
    }

    /// Whether nothing has been said but how far the figure moved.
    pub(super) fn is_of_changes(&self) -> bool {
        !self.figures.is_empty() && self.figures.iter().all(|figure| matches!(figure, Figure::Change { .. }))
    }

    /// The change that is all that has been said, where it is by so much and no limit of it.
    pub(super) fn only_change(&self) -> Option<(Exact, ChangeUnit)> {
        match self.figures.as_slice() {
            [Figure::Change { by, by_unit, op: None, approximate: false, .. }] => Some((*by, *by_unit)),
            _ => None,
        }
    }

    fn add_figure(&mut self, figure: Figure, manner: Manner, words: &str) {
        let is_plain = !manner.average_per_year && self.averaged.is_empty() && self.comparable.is_none();
        match (&figure, self.figures.as_slice()) {
            // 增长5.2%（同口径增长8.9%）: the figure as it is, and beside it what it would be like for like.
            (Figure::Number { value, approximate: false }, [Figure::Number { .. }])
                if is_plain && manner.like_for_like && !self.like_for_like =>
            {
                self.comparable = Some(*value);
            }
            // 同口径增长23.9%，自然口径增长19.3%: the same the other way round.
            (
                Figure::Number { approximate: false, .. },
                [Figure::Number { value: comparable, approximate: false }],
            ) if is_plain && self.like_for_like && words.contains("自然口径") => {
                self.comparable = Some(*comparable);
                self.like_for_like = false;
                self.figures = vec![figure];
            }
            // 下降1.2%（同口径增长5.6%）: the change as it is, and beside it what it would be like for like.
            (Figure::Change { .. }, [Figure::Change { .. }])
                if is_plain && manner.like_for_like && !self.like_for_like =>
            {
                self.changes.extend(figure.as_change(false, true));
            }
            (_, before) => {
                // 36.3亿元，同口径增长3.2%: it is the growth that is like for like, and not the figure.
                self.like_for_like |= manner.like_for_like && before.is_empty();
                self.changes.extend(figure.as_change(manner.average_per_year, manner.like_for_like));
                if manner.average_per_year {
                    self.averaged.push(figure.clone());
                }
                self.figures.push(figure);
            }
        }
    }

    /// Whether nothing has been said of the figure.
    pub(super) fn is_silent(&self) -> bool {
        self.figures.is_empty() && self.changes.is_empty() && self.declared.is_none() && self.short.is_none()
    }
}

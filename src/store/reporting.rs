//! Outcomes as they are recorded: a report becomes a vintage, an entry of the change log and perhaps the head of its
//! series, period and source; many at a time. Which vintage displaces which is the domain's to say.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::{
    catalogue::{Calibers, Indicators},
    changes::{Change, REPORTED, Transaction},
    described::{described, value_text},
    entities::{outcome, source},
    error::StoreError,
    gathered::Reports,
    known::{Kept, Known},
    locks::Touched,
    outcomes::{Slot, Vintage, slot, standing},
    recent::RecentChange,
    repeated::Repeated,
    versions::{Stored, VALUES_A_LIST, ids_of},
};
use crate::domain::{code::Code, indicator::Indicator, outcome::Outcome, series::Series};

/// Outcomes of one write that those who keep answers are told of one by one.
const MOST_TOLD: usize = 200;

/// An outcome to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOutcome {
    /// The outcome.
    pub outcome: Outcome,
    /// The share of the target as published, where it stood in a column of its own; else empty.
    pub share_text: String,
    /// Whether the reporter stated the day. A day that was only assumed makes no new vintage by itself.
    pub day_is_stated: bool,
}

/// What recording a batch did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// A new vintage, by its number.
    New(i64),
    /// The record says so already, by that vintage.
    Known(i64),
}

impl Recorded {
    /// The number of the vintage.
    pub const fn id(&self) -> i64 {
        match self {
            Self::New(id) | Self::Known(id) => *id,
        }
    }
}

/// The vintage that answers for a slot.
#[derive(Clone, Copy)]
enum Head {
    /// It was there before, at this place among those found.
    Found(usize),
    /// It is recorded just now, at this place among the new ones.
    New(usize),
}

impl Transaction {
    /// Records outcomes, in their order. What the record says already, by the vintage that answers for the same
    /// series, period and source, is not recorded again.
    ///
    /// # Errors
    /// [`StoreError::BrokenReference`] where an indicator, area, category or caliber does not exist.
    pub async fn record_outcomes(&mut self, new: &[NewOutcome]) -> Result<Vec<Recorded>, StoreError> {
        if new.is_empty() {
            return Ok(Vec::new());
        }
        self.record_reports::<usize>(new, None).await
    }

    /// Records a part of what comes in parts, each with its place in the whole, but for what may have to answer again: that
    /// is to be taken from `repeated` after the last part and recorded by [`Transaction::record_outcomes`].
    ///
    /// # Errors
    /// As for [`Transaction::record_outcomes`].
    pub async fn record_part<P: Ord + Copy>(
        &mut self,
        new: &[NewOutcome],
        places: &[P],
        repeated: &mut Repeated<P>,
    ) -> Result<Vec<Recorded>, StoreError> {
        self.record_reports(new, Some((places, repeated))).await
    }

    async fn record_reports<P: Ord + Copy>(
        &mut self,
        new: &[NewOutcome],
        mut repeated: Option<(&[P], &mut Repeated<P>)>,
    ) -> Result<Vec<Recorded>, StoreError> {
        let mut rows = self.rows_of(new).await?;
        let slots: BTreeSet<Slot> = rows.iter().map(slot).collect();
        let found = self.heads_of(&slots).await?;
        let mut heads: HashMap<Slot, Head> = HashMap::with_capacity(rows.len());
        heads.extend(found.iter().enumerate().map(|(place, row)| (slot(row), Head::Found(place))));
        let mut earlier = self.earlier_words(&rows, new, &found, repeated.is_some()).await?;
        let mut kept: Vec<outcome::Model> = Vec::with_capacity(rows.len());
        let mut answer = Vec::with_capacity(rows.len());
        let mut locked: Option<StoreError> = None;
        for (number, (mut row, new_one)) in rows.drain(..).zip(new).enumerate() {
            let NewOutcome { outcome, share_text, day_is_stated } = new_one;
            let slot = slot(&row);
            let head = heads.get(&slot).and_then(|head| match *head {
                Head::Found(place) => found.get(place),
                Head::New(place) => kept.get(place),
            });
            if let Some(head) = head.filter(|head| says_the_same(head, &row, *day_is_stated)) {
                if let Some((_, repeated)) = &mut repeated {
                    repeated.answered(&slot);
                }
                answer.push(Recorded::Known(head.id));
                continue;
            }
            let displaces = match head {
                Some(head) => outcome.standing() >= standing(head)?,
                None => true,
            };
            let same = || earlier.get(&slot)?.iter().find(|word| says_the_same(word, &row, *day_is_stated));
            if let Some(same) = same() {
                let is_held = displaces
                    && repeated.as_mut().is_some_and(|(places, repeated)| {
                        places.get(number).is_some_and(|place| repeated.hold(slot, *place, new_one, same.id))
                    });
                if is_held || !displaces {
                    answer.push(Recorded::Known(same.id));
                    continue;
                }
            }
            match self.is_open(Touched::Indicator(&outcome.series.indicator), outcome.period).await {
                Ok(()) => {}
                // Each is named before all are refused.
                Err(error @ StoreError::Locked { .. }) => {
                    locked = Some(locked_too(locked, error, number));
                    continue;
                }
                Err(other) => return Err(other),
            }
            let change = Change {
                action: REPORTED,
                subject: format!("outcome/{} {}", outcome.series, outcome.period),
                series_id: Some(row.series_id),
                before: head.map(|head| json!({ "id": head.id, "outcome": head.text })),
                ..Change::default()
            };
            row.id = self.record_with(change, Some(described(outcome, share_text, &row.value)));
            answer.push(Recorded::New(row.id));
            if let Some((_, repeated)) = &mut repeated {
                repeated.brought(row.id, displaces.then_some(&slot));
            }
            if new.len() <= MOST_TOLD {
                self.tell(row.id, outcome, share_text);
            }
            if displaces {
                heads.insert(slot, Head::New(kept.len()));
            } else {
                earlier.entry(slot).or_default().push(row.clone());
            }
            kept.push(row);
        }
        if let Some(locked) = locked {
            return Err(locked);
        }
        let moved = heads.into_iter().filter_map(|(slot, head)| match head {
            Head::New(place) => Some((slot, kept.get(place)?.id)),
            Head::Found(_) => None,
        });
        let moved = moved.collect();
        self.keep_reports(Reports { vintages: kept, heads: moved }).await?;
        self.write_entries().await?;
        Ok(answer)
    }

    /// What the record says already for the slots of reports that are weaker or older than what answers there: sent again,
    /// they are no news. Where reports follow one another, also for those that no other order sets apart from it.
    async fn earlier_words(
        &self,
        rows: &[outcome::Model],
        new: &[NewOutcome],
        found: &[outcome::Model],
        follow_one_another: bool,
    ) -> Result<HashMap<Slot, Vec<outcome::Model>>, StoreError> {
        let mut heads = HashMap::with_capacity(found.len());
        for head in found {
            heads.insert(slot(head), (head, standing(head)?));
        }
        let may_be_known = |(row, new): &(&outcome::Model, &NewOutcome)| {
            let Some((head, standing)) = heads.get(&slot(row)) else { return false };
            let own = new.outcome.standing();
            let has_no_order = own == *standing || !new.day_is_stated;
            own < *standing
                || (follow_one_another && has_no_order && !says_the_same(head, row, new.day_is_stated))
        };
        let slots: BTreeSet<Slot> =
            rows.iter().zip(new).filter(may_be_known).map(|(row, _)| slot(row)).collect();
        let mut words: HashMap<Slot, Vec<outcome::Model>> = HashMap::new();
        for word in self.vintages_in(&slots).await? {
            words.entry(slot(&word)).or_default().push(word);
        }
        Ok(words)
    }

    /// Indicators as they stand, by their codes.
    ///
    /// # Errors
    /// [`StoreError`] of the database.
    pub async fn indicators(
        &mut self,
        codes: BTreeSet<Code>,
    ) -> Result<HashMap<String, Arc<Stored<Indicator>>>, StoreError> {
        let mut found = HashMap::with_capacity(codes.len());
        let mut unknown = Vec::new();
        for code in codes {
            match self.known().and_then(|known| known.indicators.get(code.as_str())) {
                Some(indicator) => {
                    found.insert(code.to_string(), indicator.clone());
                }
                None => unknown.push(code.to_string()),
            }
        }
        if !unknown.is_empty() {
            let read = self.find_kinds::<Indicators>(unknown).await?.into_iter();
            let more: HashMap<String, Arc<Stored<Indicator>>> =
                read.map(|stored| (stored.item.code.to_string(), Arc::new(stored))).collect();
            self.learn(|known| known.indicators.extend(more.clone()));
            found.extend(more);
        }
        Ok(found)
    }

    /// Tells those who keep answers of a report, so that they need not look for it.
    fn tell(&mut self, id: i64, outcome: &Outcome, share_text: &str) {
        let vintage = Vintage { id, outcome: outcome.clone(), share_text: share_text.to_owned() };
        self.told.push(RecentChange {
            number: id,
            plan_id: None,
            series: Some(outcome.series.clone()),
            is_report: true,
            has_bearing: true,
            vintage: Some(Arc::new(vintage)),
        });
    }

    /// The rows to be, without their numbers.
    async fn rows_of(&mut self, new: &[NewOutcome]) -> Result<Vec<outcome::Model>, StoreError> {
        let wanted: BTreeSet<&Series> = new.iter().map(|new| &new.outcome.series).collect();
        let series = self.ensure_series(&wanted).await?;
        let sources = self.ensure_sources(new.iter().map(|new| new.outcome.source.as_str())).await?;
        let calibers = self.ids_of_calibers(new).await?;
        let row = |NewOutcome { outcome, share_text, day_is_stated: _ }: &NewOutcome| {
            let broken = |what, code: &dyn std::fmt::Display| StoreError::BrokenReference {
                what,
                code: code.to_string(),
            };
            let Outcome { series: of, period, text, value, basis, caliber, source, reported_on, note } =
                outcome;
            let caliber_id = caliber
                .as_ref()
                .map(|code| calibers.get(code.as_str()).copied().ok_or_else(|| broken("caliber", code)))
                .transpose()?;
            Ok(outcome::Model {
                id: 0,
                series_id: *series.get(of).ok_or_else(|| broken("series", of))?,
                period_start: period.start(),
                period_end: period.end(),
                source_id: *sources.get(source).ok_or_else(|| broken("source", source))?,
                text: text.clone(),
                share_text: share_text.clone(),
                value: value_text(value),
                basis: basis.word().to_owned(),
                caliber_id,
                reported_on: *reported_on,
                numerator: None,
                denominator: None,
                note: note.clone(),
            })
        };
        new.iter().map(row).collect()
    }

    async fn ids_of_calibers(&mut self, new: &[NewOutcome]) -> Result<HashMap<String, i64>, StoreError> {
        let codes: BTreeSet<&str> =
            new.iter().filter_map(|new| new.outcome.caliber.as_ref()).map(Code::as_str).collect();
        let (mut found, missing) = self.part(codes, |known| &known.calibers);
        if !missing.is_empty() {
            let more = ids_of::<Calibers>(&*self.connection, missing).await?;
            self.learn(|known| known.calibers.extend(more.clone()));
            found.extend(more);
        }
        Ok(found)
    }

    async fn ensure_sources(
        &mut self,
        names: impl Iterator<Item = &str>,
    ) -> Result<HashMap<String, i64>, StoreError> {
        let (mut found, unknown) = self.part(names.collect(), |known| &known.sources);
        if unknown.is_empty() {
            return Ok(found);
        }
        let more = self.find_sources(&unknown).await?;
        self.learn(|known| known.sources.extend(more.clone()));
        found.extend(more);
        let missing: Vec<&str> = unknown.into_iter().filter(|name| !found.contains_key(*name)).collect();
        if missing.is_empty() {
            return Ok(found);
        }
        self.guard().await?;
        for name in &missing {
            let recorded_change = self.record(Change {
                action: "created",
                subject: format!("source/{name}"),
                after: Some(json!({ "name": name })),
                ..Change::default()
            });
            self.told.push(RecentChange {
                number: recorded_change,
                plan_id: None,
                series: None,
                is_report: false,
                has_bearing: false,
                vintage: None,
            });
            let row = source::ActiveModel {
                name: Set((*name).to_owned()),
                recorded_change: Set(recorded_change),
                ..Default::default()
            };
            source::Entity::insert(row).exec_without_returning(&*self.connection).await?;
        }
        found.extend(self.find_sources(&missing).await?);
        Ok(found)
    }

    /// What is known of some names, and those of which nothing is.
    fn part<'n>(
        &self,
        names: BTreeSet<&'n str>,
        which: impl Fn(&Known) -> &Kept<String, i64>,
    ) -> (HashMap<String, i64>, Vec<&'n str>) {
        let mut found = HashMap::with_capacity(names.len());
        let mut unknown = Vec::new();
        for name in names {
            match self.known().and_then(|known| which(known).get(name)) {
                Some(id) => {
                    found.insert(name.to_owned(), *id);
                }
                None => unknown.push(name),
            }
        }
        (found, unknown)
    }

    async fn find_sources(&self, names: &[&str]) -> Result<HashMap<String, i64>, StoreError> {
        let mut found = HashMap::with_capacity(names.len());
        for chunk in names.chunks(VALUES_A_LIST) {
            let rows = source::Entity::find()
                .filter(source::Column::Name.is_in(chunk.iter().copied()))
                .all(&*self.connection)
                .await?;
            found.extend(rows.into_iter().map(|row| (row.name, row.id)));
        }
        Ok(found)
    }
}

/// What is locked, told of one more report.
fn locked_too(known: Option<StoreError>, error: StoreError, number: usize) -> StoreError {
    let told = (number, error.to_string());
    let mut all = known.unwrap_or(error);
    if let StoreError::Locked { items, .. } = &mut all {
        items.push(told);
    }
    all
}

/// Whether a report says what the vintage that answers says. A day that was only assumed does not count.
fn says_the_same(head: &outcome::Model, row: &outcome::Model, day_is_stated: bool) -> bool {
    let outcome::Model {
        id: _,
        series_id,
        period_start,
        period_end,
        source_id,
        text,
        share_text,
        value,
        basis,
        caliber_id,
        reported_on,
        numerator,
        denominator,
        note,
    } = head;
    let days_agree = !day_is_stated || *reported_on == row.reported_on;
    let slots_agree = (*series_id, *period_start, *period_end, *source_id, *caliber_id)
        == (row.series_id, row.period_start, row.period_end, row.source_id, row.caliber_id);
    days_agree
        && slots_agree
        && (text, share_text, value, basis) == (&row.text, &row.share_text, &row.value, &row.basis)
        && (numerator, denominator, note) == (&row.numerator, &row.denominator, &row.note)
}

//! Use cases of outcomes: report, find, list. An outcome is never changed: a later report is a new vintage.

use chrono::NaiveDate;

use super::{
    Caller, Pending, Plantrack,
    access::{Act, Reported},
    contradiction,
    error::{Fault, Faults, ServiceError},
    fields::Fields,
    named, other_years, reading,
    references::unknown_in_items,
    subgroups,
};
use crate::{
    domain::{
        code::Code,
        indicator::{Indicator, Measure},
        outcome::{Basis, Outcome},
        period::Period,
        quantity::Exact,
        reading::{
            as_of_its_name, basis_noted, fall_over_years, of_a_milestone, prices_named,
            since_the_year_before, tells_a_move, without_its_period, without_other_prices, without_own_words,
        },
        series::Series,
        value::{Figure, Value},
    },
    store::{NewOutcome, OutcomeFilter, Place, Recorded, StoreError, Vintage},
};

/// Outcomes of one request that are written together with those of other requests, at most.
const MOST_GATHERED: usize = 100;

/// An outcome as people give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutcomeDraft {
    /// The indicator's code.
    pub indicator: String,
    /// The area; `None` is the whole.
    pub area: Option<String>,
    /// The category; `None` is all of them.
    pub category: Option<String>,
    /// The period.
    pub period: String,
    /// The words as published.
    pub outcome: String,
    /// The share of the target as published, where it stands apart (`58.6%`).
    pub share_of_target: Option<String>,
    /// How firm it is; final where nothing is said.
    pub basis: Option<String>,
    /// The statistical definition it follows, where another than the target's.
    pub caliber: Option<String>,
    /// Who published it.
    pub source: String,
    /// The day it was reported; today where nothing is said.
    pub reported_on: Option<String>,
    /// Free text.
    pub note: String,
    /// The number that the words are to be read as, where the reporter gives it too.
    pub value: Option<String>,
    /// The unit of the figures, where a file says it: it must mean the indicator's, and nothing is converted.
    pub unit: Option<String>,
}

impl OutcomeDraft {
    /// The series that it is for, as it was given.
    pub(super) fn reported(&self) -> Reported<'_> {
        Reported { indicator: &self.indicator, area: self.area.as_deref(), item: None, line: None }
    }

    /// What a field of it names that must exist, but for the indicator.
    pub(super) fn named(&self, field: &str) -> Option<&str> {
        let code = match field {
            "area" => &self.area,
            "category" => &self.category,
            "caliber" => &self.caliber,
            _ => &None,
        };
        code.as_deref()
    }

    /// Where the outcome will stand, where that can be told so far.
    fn place(&self) -> Option<Place> {
        let code = |text: &Option<String>| match text.as_deref().filter(|text| !text.is_empty()) {
            Some(text) => Code::new(text).ok().map(Some),
            None => Some(None),
        };
        let series = Series {
            indicator: Code::new(&self.indicator).ok()?,
            area: code(&self.area)?,
            category: code(&self.category)?,
        };
        let period = Period::parse(&self.period).ok()?;
        Some(Place { series, period, source: self.source.clone(), caliber: code(&self.caliber)? })
    }

    /// The outcome that the draft describes.
    ///
    /// # Errors
    /// The faults of its fields, the phrases included.
    pub fn read(&self, indicator: &Indicator, today: NaiveDate) -> Result<NewOutcome, Vec<Fault>> {
        let mut fields = Fields::default();
        let area = fields.optional_code("area", self.area.as_deref());
        let category = fields.optional_code("category", self.category.as_deref());
        let period = fields.period("period", &self.period);
        let basis = read_basis(&mut fields, self.basis.as_deref(), &self.outcome);
        let caliber = fields.optional_code("caliber", self.caliber.as_deref());
        let source = fields.text("source", &self.source);
        let reported_on = fields.reported_on(self.reported_on.as_deref(), today);
        let note = fields.text("note", &self.note);
        let unit = self.unit.as_deref().unwrap_or_default();
        if let Some(detail) = contradiction::of_unit(indicator, unit) {
            fields.fault("unit", unit, contradiction::CODE, detail);
        }
        let text = fields.text("outcome", &self.outcome);
        let share_text = self
            .share_of_target
            .as_deref()
            .map(|share| fields.text("share_of_target", share))
            .unwrap_or_default();
        let value = read_value(&mut fields, "outcome", &text, &share_text, indicator, period);
        if let (Some(value), Some(period)) = (&value, period)
            && let Some(fault) = other_years::of_outcome("outcome", &text, value, indicator, period)
                .or_else(|| other_years::of_outcome("share_of_target", &share_text, value, indicator, period))
                .or_else(|| named::other_indicator("outcome", &text, indicator, category.as_ref()))
        {
            fields.push(fault);
        }
        let is_of_a_part = area.is_some() || category.is_some();
        if value.is_some()
            && let Some(fault) = subgroups::of_outcome(&text, indicator, is_of_a_part)
        {
            fields.push(fault);
        }
        if let (Some(given), Some(value)) = (self.value.as_deref().filter(|v| !v.is_empty()), &value) {
            check_value(&mut fields, given, value.figure.number());
        }
        fields.finish()?;
        let (Some(period), Some(reported_on), Some(value)) = (period, reported_on, value) else {
            return Err(Vec::new());
        };
        let series = Series { indicator: indicator.code.clone(), area, category };
        let outcome = Outcome { series, period, text, value, basis, caliber, source, reported_on, note };
        let day_is_stated = self.reported_on.as_deref().is_some_and(|day| !day.is_empty());
        Ok(NewOutcome { outcome, share_text, day_is_stated })
    }
}

/// How firm an outcome is: as it is given, else as a note in its words says, else final.
pub(super) fn read_basis(fields: &mut Fields, given: Option<&str>, words: &str) -> Basis {
    fields.optional_word("basis", given).or_else(|| basis_noted(words)).unwrap_or(Basis::Final)
}

/// Refuses a number beside the words that is not the one that they were read as.
pub(super) fn check_value(fields: &mut Fields, given: &str, read: Option<Exact>) {
    if fields.exact("value", given).is_some_and(|given| Some(given) != read) {
        let read = read.map_or_else(|| "no number".to_owned(), |read| read.to_string());
        let detail = format!("the words are read as {read}; correct one of the two, or leave the value out");
        fields.fault("value", given, "value_contradicts", detail);
    }
}

/// The value of an outcome for a period, and of the share of the target that is printed beside it.
pub(super) fn read_value(
    fields: &mut Fields,
    field: &str,
    text: &str,
    share_text: &str,
    indicator: &Indicator,
    period: Option<Period>,
) -> Option<Value> {
    let context = reading::context_of(indicator);
    let indicator = &indicator.with_plain_name();
    let is_of_years = period.is_some_and(|period| period.years() > 1);
    let read_outcome = if is_of_years { reading::outcome_of_years } else { reading::outcome };
    // Of the part of a year that it is reported for a report may print the name, which the grammar takes for another's.
    let without_name = || {
        let rest = without_its_period(text, indicator.measure, period?)?;
        read_outcome(field, &as_of_its_name(&rest, indicator), &context).ok()
    };
    // Of growth that is printed at both prices, that at those of the indicator's name.
    let at_its_prices = || {
        let rest = without_other_prices(text, prices_named(&indicator.name_zh)?)?;
        read_outcome(field, &rest, &context).ok()
    };
    // Of several years a change in all is one since the year before them.
    let in_all = || {
        let rest = since_the_year_before(text, indicator.measure, period?)?;
        read_outcome(field, &rest, &context).ok()
    };
    // What its years brought together, from the year before them: 五年累计减少11%.
    let of_its_years = || {
        let rest = fall_over_years(text, &context, period?)?;
        read_outcome(field, &rest, &context).ok()
    };
    // What begins with words of the indicator's own name is its figure, and no share of a target.
    let by_its_name =
        without_own_words(text, indicator).and_then(|own| read_outcome(field, &own, &context).ok());
    // What words date, or say is not done yet, is told by the period.
    let by_its_time = || of_a_milestone(text, period.filter(|_| indicator.measure == Measure::Milestone)?);
    let read = by_its_name.map_or_else(|| read_outcome(field, text, &context), Ok).or_else(|fault| {
        let own = without_name().or_else(at_its_prices).or_else(in_all);
        own.or_else(of_its_years).or_else(by_its_time).ok_or(fault)
    });
    let value = match read {
        Ok(reading) if tells_a_move(text, &reading.value.figure, indicator) => {
            let (code, detail) = reading::MOVED_LEVEL;
            fields.fault(field, text, code, detail);
            return None;
        }
        Ok(reading) => reading.value,
        Err(fault) => {
            fields.push(fault);
            return None;
        }
    };
    if share_text.is_empty() {
        return Some(value);
    }
    // The words that a report prints, or the percentage alone.
    let share = [share_text.to_owned(), format!("完成年度目标{share_text}")].iter().find_map(|phrase| {
        match reading::outcome("share_of_target", phrase, &context).ok()?.value.figure {
            Figure::ShareOfTarget { percent, value: None } => Some(percent),
            _ => None,
        }
    });
    let Some(percent) = share else {
        let detail =
            "a share of the target is written as a percentage, alone or in words: 58.6%, 完成年度目标的58.6%";
        fields.fault("share_of_target", share_text, "bad_share", detail);
        return None;
    };
    let amount = match value.figure {
        Figure::Number { value: amount, approximate: false } => Some(amount),
        Figure::NotReported { .. } => None,
        _ => {
            let detail = "a share of the target stands beside a plain number or alone";
            fields.fault("share_of_target", share_text, "share_beside_words", detail);
            return None;
        }
    };
    Some(Value { figure: Figure::ShareOfTarget { percent, value: amount }, ..value })
}

impl Plantrack {
    /// Records outcomes, all or none; gives for each the number of the vintage that says so.
    ///
    /// # Errors
    /// [`ServiceError`]; the faults name the item.
    pub async fn report_outcomes(
        &self,
        caller: &Caller,
        drafts: &[OutcomeDraft],
        reason: &str,
    ) -> Result<Pending<Vec<Recorded>>, ServiceError> {
        let reported =
            (0..).zip(drafts).map(|(number, draft)| Reported { item: Some(number), ..draft.reported() });
        let reported: Vec<Reported<'_>> = reported.collect();
        let mut transaction = if drafts.len() > MOST_GATHERED {
            self.begin(caller, Act::Report(&reported), reason).await?
        } else {
            let places = drafts.iter().filter_map(OutcomeDraft::place).collect();
            self.begin_reports(caller, &reported, places, reason).await?
        };
        let codes = drafts.iter().filter_map(|draft| Code::new(&draft.indicator).ok()).collect();
        let indicators = transaction.indicators(codes).await?;
        let today = self.clock.today();
        let mut faults = Faults::default();
        let mut new = Vec::with_capacity(drafts.len());
        for (number, draft) in drafts.iter().enumerate() {
            let read = match indicators.get(&draft.indicator) {
                Some(indicator) => draft.read(&indicator.item, today),
                None => Err(vec![Fault::unknown("indicator", &draft.indicator)]),
            };
            match read {
                Ok(outcome) => new.push(outcome),
                Err(found) => faults.extend(found.into_iter().map(|fault| fault.of_item(number))),
            }
        }
        if faults.total > 0 {
            faults.extend(unknown_in_items(&transaction, drafts, OutcomeDraft::named, &[]).await?);
        }
        faults.into_result()?;
        let recorded = match transaction.record_outcomes(&new).await {
            Err(error @ StoreError::BrokenReference { .. }) => {
                let unknown = unknown_in_items(&transaction, drafts, OutcomeDraft::named, &[]).await?;
                Faults::from(unknown).into_result()?;
                return Err(error.into());
            }
            recorded => recorded.map_err(ServiceError::of_items)?,
        };
        Ok(self.pending(transaction, recorded))
    }

    /// One vintage.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where there is none.
    pub async fn find_outcome(&self, id: i64) -> Result<Vintage, ServiceError> {
        Ok(self.store.find_outcome(id).await?)
    }

    /// All vintages of the series, period and source of one, in the order they were recorded.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where there is none.
    pub async fn vintages_of(&self, id: i64) -> Result<Vec<Vintage>, ServiceError> {
        Ok(self.store.vintages_of(id).await?)
    }

    /// A page of vintages, in the order they were recorded, after the number of the last one seen.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn list_outcomes(
        &self,
        filter: &OutcomeFilter,
        after: i64,
        limit: u64,
    ) -> Result<Vec<Vintage>, ServiceError> {
        Ok(self.store.list_outcomes(filter, after, limit).await?)
    }
}

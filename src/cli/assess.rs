//! `plantrack assess`.

use chrono::NaiveDate;
use clap::Args;

use super::{Failure, status, terminal};
use crate::{
    domain::reading::Language,
    http::assess::judged_out,
    service::{
        error::ServiceError,
        scorecard::Assessed,
        what_if::{WhatIf, judge},
    },
};

/// Say what would follow from a target and an outcome; nothing is stored.
#[derive(Debug, Args)]
pub(super) struct Assess {
    /// The target phrase
    #[arg(long, allow_hyphen_values = true)]
    target: String,
    /// The outcome phrase; left out: nothing is reported
    #[arg(long, allow_hyphen_values = true)]
    outcome: Option<String>,
    /// The share of the target as published beside the outcome, such as 58.6%
    #[arg(long)]
    share_of_target: Option<String>,
    /// The unit, such as %, 亿元, 家
    #[arg(long, default_value = "")]
    unit: String,
    /// How the number behaves: flow, level, rate, index, ratio, grade, milestone
    #[arg(long)]
    measure: String,
    /// Which way is better: higher, lower or `on_target`
    #[arg(long)]
    direction: Option<String>,
    /// The indicator is itself a reduction, so that a fall is a positive amount
    #[arg(long)]
    reduction: bool,
    /// The period of the target; the calendar year of the day it is judged for by default
    #[arg(long)]
    period: Option<String>,
    /// The period of the outcome; that of the target by default
    #[arg(long)]
    outcome_period: Option<String>,
    /// How firm the outcome is: forecast, preliminary or final
    #[arg(long)]
    basis: Option<String>,
    /// The day it is judged for; today by default
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// The outcome of the period before, for a target that is a change
    #[arg(long, allow_hyphen_values = true)]
    previous: Option<String>,
    /// The outcome of the series that a relative target refers to
    #[arg(long, allow_hyphen_values = true)]
    reference: Option<String>,
    /// How far from the number “about” may be, in the unit
    #[arg(long)]
    tolerance: Option<String>,
    /// The caliber that the target was set on
    #[arg(long)]
    target_caliber: Option<String>,
    /// The caliber that the outcome follows
    #[arg(long)]
    caliber: Option<String>,
    /// Print JSON, in the shape of the HTTP API
    #[arg(long)]
    json: bool,
}

impl Assess {
    pub(super) fn run(self, today: NaiveDate, language: Language) -> Result<(), Failure> {
        let json = self.json;
        let case = WhatIf {
            target: self.target,
            outcome: self.outcome,
            share_of_target: self.share_of_target,
            unit: self.unit,
            measure: self.measure,
            direction: self.direction,
            is_reduction: self.reduction.then_some(true),
            period: self.period,
            outcome_period: self.outcome_period,
            basis: self.basis,
            on: self.on,
            previous: self.previous,
            reference: self.reference,
            tolerance: self.tolerance,
            target_caliber: self.target_caliber,
            caliber: self.caliber,
        };
        let judged = judge(&case, today).map_err(|error| match error {
            ServiceError::Refused(faults) => Failure::unread(faults.listed),
            other => other.into(),
        })?;
        if json {
            let text = serde_json::to_string_pretty(&judged_out(judged)).map_err(Failure::environment)?;
            return terminal::print(&text);
        }
        terminal::print(&status::one(&Assessed::from(judged), &[], language))
    }
}

//! Use cases of what people add: rulings and deviation notes on targets, bridges between calibers.

use super::{
    Caller, Pending, Plantrack,
    access::Act,
    error::{Faults, Reference, ServiceError},
    fields::Fields,
    plans::find_in,
    targets::TargetKey,
    territory::with_its_area,
};
use crate::{
    domain::{
        assessment::{
            Reason, Status,
            explain::{reason_words, status_words},
        },
        caliber::{Bridge, factor_of_overlap},
        code::Code,
        plan::Plan,
        reading::Language,
        remark::{DeviationNote, Ruling, RulingWord},
    },
    store::{AsOf, Expect, RemarkSubject, RemarkVersions, StoreError, Transaction},
};

/// A ruling as people give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RulingDraft {
    /// What is ruled.
    pub ruling: String,
    /// Who rules.
    pub person: String,
    /// Why.
    pub reason: String,
}

/// A deviation note as people give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviationDraft {
    /// Why the target is missed.
    pub cause: String,
    /// What is done about it.
    pub measures: String,
    /// Who says so.
    pub person: String,
}

/// A bridge as people give it: a factor, or the same period's figure on both calibers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BridgeDraft {
    /// The indicator.
    pub indicator: String,
    /// The caliber that figures are on.
    pub from: String,
    /// The caliber that they are turned to; `None` is the indicator's own.
    pub to: Option<String>,
    /// What figures are multiplied by.
    pub factor: Option<String>,
    /// The overlap pair: the same period's figure on the one and on the other caliber.
    pub overlap: Option<(String, String)>,
    /// Who says so.
    pub source: String,
}

/// What a person rules, in a few words: those of the status or the reason that it amounts to.
pub const fn ruling_words(word: RulingWord, language: Language) -> &'static str {
    match word {
        RulingWord::Achieved => status_words(Status::Achieved, language),
        RulingWord::NotAchieved => status_words(Status::NotAchieved, language),
        RulingWord::Withheld => reason_words(Reason::Withheld, language),
        RulingWord::Discontinued => reason_words(Reason::Discontinued, language),
        RulingWord::NotApplicable => reason_words(Reason::NotApplicable, language),
    }
}

fn needed(fields: &mut Fields, field: &str, text: &str, detail: &str) -> String {
    let text = fields.text(field, text);
    if text.is_empty() {
        fields.fault(field, "", "missing", detail);
    }
    text
}

fn checked(fields: Fields) -> Result<(), ServiceError> {
    fields.finish().map_err(ServiceError::from)
}

impl Plantrack {
    /// Records a person's ruling beside a target's computed status, or withdraws it; where it stands
    /// as expected; gives the ruling as it stands, with its version.
    ///
    /// # Errors
    /// [`ServiceError`]: the ruling lacks a name or a reason, there is no such target, or the ruling stands otherwise.
    pub async fn put_ruling(
        &self,
        caller: &Caller,
        plan: &Code,
        key: &TargetKey,
        draft: Option<&RulingDraft>,
        expect: Expect,
    ) -> Result<Pending<Option<(i64, Ruling)>>, ServiceError> {
        let ruling = draft.map(read_ruling).transpose()?;
        let mut transaction = self.begin(caller, Act::Plan, "").await?;
        let subject = self.subject(&transaction, plan, key).await?;
        let version = transaction.put_ruling(&subject, ruling.as_ref(), expect).await?;
        Ok(self.pending(transaction, ruling.map(|ruling| (version, ruling))))
    }

    /// Records why a target is missed and what is done about it, or withdraws the note, where it stands
    /// as expected; gives the note as it stands, with its version.
    ///
    /// # Errors
    /// [`ServiceError`]: the note lacks a cause, measures or a name, there is no such target, or the note stands
    /// otherwise.
    pub async fn put_deviation_note(
        &self,
        caller: &Caller,
        plan: &Code,
        key: &TargetKey,
        draft: Option<&DeviationDraft>,
        expect: Expect,
    ) -> Result<Pending<Option<(i64, DeviationNote)>>, ServiceError> {
        let note = draft.map(read_deviation).transpose()?;
        let mut transaction = self.begin(caller, Act::Report(&[(&key.series).into()]), "").await?;
        let subject = self.subject(&transaction, plan, key).await?;
        let version = transaction.put_deviation_note(&subject, note.as_ref(), expect).await?;
        Ok(self.pending(transaction, note.map(|note| (version, note))))
    }

    /// Declares a bridge between two calibers; gives whether that changed anything, and the bridge.
    ///
    /// # Errors
    /// [`ServiceError`]: neither a factor nor an overlap pair, no source, or unknown codes.
    pub async fn put_bridge(
        &self,
        caller: &Caller,
        draft: &BridgeDraft,
    ) -> Result<Pending<(bool, Bridge)>, ServiceError> {
        let bridge = read_bridge(draft)?;
        let mut transaction = self.begin(caller, Act::Plan, "").await?;
        let changed = transaction.put_bridge(&bridge).await.map_err(|error| {
            let named = [
                ("indicator", "indicator", Some(&bridge.indicator)),
                ("caliber", "from", Some(&bridge.from)),
                ("caliber", "to", bridge.to.as_ref()),
            ];
            ServiceError::of_references(error, named.map(Reference::of_code))
        })?;
        Ok(self.pending(transaction, (changed, bridge)))
    }

    /// A target's remarks that stand, with their versions.
    ///
    /// # Errors
    /// [`ServiceError`] where there is no such target.
    pub async fn find_remarks(&self, plan: &Code, key: &TargetKey) -> Result<RemarkVersions, ServiceError> {
        let target = self.find_target(plan, key, AsOf::NOW).await?;
        Ok(self.store.remarks(target.id, AsOf::NOW).await?)
    }

    /// The bridges between calibers that stand, by indicator and caliber.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub async fn list_bridges(&self) -> Result<Vec<Bridge>, ServiceError> {
        let mut bridges = self.store.bridges(AsOf::NOW).await?;
        bridges.sort_by(|a, b| (&a.indicator, &a.from, &a.to).cmp(&(&b.indicator, &b.from, &b.to)));
        Ok(bridges)
    }

    async fn subject(
        &self,
        transaction: &Transaction,
        plan: &Code,
        key: &TargetKey,
    ) -> Result<RemarkSubject, ServiceError> {
        let plan = with_its_area(transaction, find_in::<Plan>(transaction, plan, "plan").await?.item).await?;
        let (series, period) = key.within(&plan);
        let words = format!("{}/{series} {period}", plan.code);
        let target = transaction
            .plan_targets(&plan.code)
            .await?
            .into_iter()
            .find(|stored| stored.item.series == series && stored.item.period == period)
            .ok_or_else(|| StoreError::Missing { what: "target", code: words.clone() })?;
        Ok(RemarkSubject { target: target.id, plan: plan.code, period, words })
    }
}

fn read_ruling(draft: &RulingDraft) -> Result<Ruling, ServiceError> {
    let mut fields = Fields::default();
    let word: Option<RulingWord> = fields.word("ruling", &draft.ruling);
    let person = needed(&mut fields, "person", &draft.person, "a ruling carries the name of who rules");
    let reason = needed(&mut fields, "reason", &draft.reason, "a ruling says why");
    checked(fields)?;
    match word {
        Some(word) => Ok(Ruling { word, person, reason }),
        None => Err(Faults::default().into()),
    }
}

fn read_deviation(draft: &DeviationDraft) -> Result<DeviationNote, ServiceError> {
    let mut fields = Fields::default();
    let cause = needed(&mut fields, "cause", &draft.cause, "say why the target is missed");
    let measures = needed(&mut fields, "measures", &draft.measures, "say what is done about it");
    let person = needed(&mut fields, "person", &draft.person, "a note carries the name of who says so");
    checked(fields)?;
    Ok(DeviationNote { cause, measures, person })
}

fn read_bridge(draft: &BridgeDraft) -> Result<Bridge, ServiceError> {
    let mut fields = Fields::default();
    let indicator = fields.code("indicator", &draft.indicator);
    let from = fields.code("from", &draft.from);
    let to = fields.optional_code("to", draft.to.as_deref());
    let source = needed(&mut fields, "source", &draft.source, "a bridge says where it comes from");
    let factor = match (&draft.factor, &draft.overlap) {
        (Some(factor), None) => fields.exact("factor", factor),
        (None, Some((on_from, on_to))) => {
            let (on_from, on_to) = (fields.exact("overlap", on_from), fields.exact("overlap", on_to));
            on_from.zip(on_to).and_then(|(on_from, on_to)| factor_of_overlap(on_from, on_to))
        }
        _ => None,
    };
    if from.is_some() && from == to {
        fields.fault("to", &draft.from, "same_caliber", "a bridge leads from one caliber to another");
    }
    if factor.is_none_or(|factor| !factor.is_positive()) {
        let detail = "give either a factor above zero, or an overlap pair of figures above zero";
        fields.fault("factor", draft.factor.as_deref().unwrap_or_default(), "bad_factor", detail);
    }
    checked(fields)?;
    match (indicator, from, factor) {
        (Some(indicator), Some(from), Some(factor)) => Ok(Bridge { indicator, from, to, factor, source }),
        _ => Err(Faults::default().into()),
    }
}

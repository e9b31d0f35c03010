//! The stored facts of a range of changes, each turned into the words that the log told it in: by the very functions
//! that wrote the entries, so that both stay in step. It does not know what they are held against.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value as Json, json};

use super::{Findings, facts::Fact};
use crate::store::{
    Store,
    catalogue::{Areas, Calibers, Categories, Indicators},
    described,
    entities::{bridge, deviation_note, outcome, ruling, source, target, target_version},
    error::StoreError,
    outcomes,
    plans::Plans,
    remarks, targets,
    versions::{Kind, VALUES_A_LIST, codes_of},
};

impl Store {
    /// The facts that the changes from one number to another recorded. A row that does not read is a finding.
    pub(super) async fn load_facts(
        &self,
        low: i64,
        high: i64,
        findings: &mut Findings,
    ) -> Result<Vec<Fact>, StoreError> {
        let mut facts = self.outcome_facts(low, high, findings).await?;
        facts.extend(self.source_facts(low, high).await?);
        facts.extend(self.kind_facts::<Calibers>(low, high, findings).await?);
        facts.extend(self.kind_facts::<Areas>(low, high, findings).await?);
        facts.extend(self.kind_facts::<Categories>(low, high, findings).await?);
        facts.extend(self.kind_facts::<Indicators>(low, high, findings).await?);
        facts.extend(self.kind_facts::<Plans>(low, high, findings).await?);
        facts.extend(self.target_facts(low, high, findings).await?);
        facts.extend(self.remark_facts(low, high, findings).await?);
        facts.extend(self.bridge_facts(low, high, findings).await?);
        Ok(facts)
    }

    async fn outcome_facts(
        &self,
        low: i64,
        high: i64,
        findings: &mut Findings,
    ) -> Result<Vec<Fact>, StoreError> {
        let rows =
            outcome::Entity::find().filter(outcome::Column::Id.between(low, high)).all(&self.read).await?;
        let mut of_series: HashMap<i64, i64> = HashMap::with_capacity(rows.len());
        for row in &rows {
            of_series.insert(row.id, row.series_id);
            if row.numerator.is_some() || row.denominator.is_some() {
                findings.add(format!("outcome {}", row.id), "it has a part that the record does not know");
            }
        }
        let vintages = match outcomes::decode(&self.read, rows.clone()).await {
            Err(StoreError::Corrupt { .. }) => {
                let mut read = Vec::new();
                for row in rows {
                    let place = format!("outcome {}", row.id);
                    read.extend(readable(outcomes::decode(&self.read, vec![row]).await, &place, findings)?);
                }
                read
            }
            other => other?,
        };
        Ok(vintages
            .into_iter()
            .map(|vintage| Fact {
                number: vintage.id,
                place: format!("outcome {}", vintage.id),
                subject: format!("outcome/{} {}", vintage.outcome.series, vintage.outcome.period),
                form: {
                    let value = described::value_text(&vintage.outcome.value);
                    let described = described::described(&vintage.outcome, &vintage.share_text, &value);
                    serde_json::from_str(&described).unwrap_or_default()
                },
                is_withdrawn: false,
                plan_id: None,
                series_id: of_series.get(&vintage.id).copied(),
            })
            .collect())
    }

    async fn source_facts(&self, low: i64, high: i64) -> Result<Vec<Fact>, StoreError> {
        let rows = source::Entity::find().filter(source::Column::RecordedChange.between(low, high));
        let rows = rows.all(&self.read).await?;
        Ok(rows
            .into_iter()
            .map(|row| Fact {
                number: row.recorded_change,
                place: format!("source {}", row.id),
                subject: format!("source/{}", row.name),
                form: json!({ "name": row.name }),
                is_withdrawn: false,
                plan_id: None,
                series_id: None,
            })
            .collect())
    }

    async fn kind_facts<K: Kind>(
        &self,
        low: i64,
        high: i64,
        findings: &mut Findings,
    ) -> Result<Vec<Fact>, StoreError> {
        let rows = K::Version::find().filter(K::RECORDED.between(low, high)).all(&self.read).await?;
        let items = match K::decode(&self.read, rows.clone()).await {
            Err(StoreError::Corrupt { .. }) => {
                let mut read = Vec::new();
                for row in rows {
                    let key = K::row(&row);
                    let place = format!("{} {}, version {}", K::WHAT, key.id, key.version);
                    read.extend(readable(K::decode(&self.read, vec![row]).await, &place, findings)?);
                }
                read
            }
            other => other?,
        };
        Ok(items
            .into_iter()
            .map(|stored| Fact {
                number: stored.recorded,
                place: format!("{} {}, version {}", K::WHAT, stored.id, stored.version),
                subject: format!("{}/{}", K::WHAT, K::code(&stored.item)),
                form: K::describe(&stored.item),
                is_withdrawn: false,
                plan_id: (K::WHAT == "plan").then_some(stored.id),
                series_id: None,
            })
            .collect())
    }

    /// Targets by their keys.
    async fn identities(&self, ids: Vec<i64>) -> Result<HashMap<i64, target::Model>, StoreError> {
        let mut found = HashMap::with_capacity(ids.len());
        for chunk in ids.chunks(VALUES_A_LIST) {
            let rows = target::Entity::find().filter(target::Column::Id.is_in(chunk.iter().copied()));
            found.extend(rows.all(&self.read).await?.into_iter().map(|row| (row.id, row)));
        }
        Ok(found)
    }

    async fn target_facts(
        &self,
        low: i64,
        high: i64,
        findings: &mut Findings,
    ) -> Result<Vec<Fact>, StoreError> {
        let rows = target_version::Entity::find()
            .filter(target_version::Column::RecordedChange.between(low, high))
            .all(&self.read)
            .await?;
        let identities = self.identities(rows.iter().map(|row| row.target_id).collect()).await?;
        let plans = codes_of::<Plans>(&self.read, identities.values().map(|row| row.plan_id)).await?;
        let items = match targets::decode(&self.read, &identities, rows.clone()).await {
            Err(StoreError::Corrupt { .. }) => {
                let mut read = Vec::new();
                for row in rows {
                    let place = format!("target {}, version {}", row.target_id, row.version);
                    let item = targets::decode(&self.read, &identities, vec![row]).await;
                    read.extend(readable(item, &place, findings)?);
                }
                read
            }
            other => other?,
        };
        let mut facts = Vec::with_capacity(items.len());
        for stored in items {
            let place = format!("target {}, version {}", stored.id, stored.version);
            let identity = identities.get(&stored.id);
            let plan = identity.and_then(|identity| plans.get(&identity.plan_id));
            let (Some(identity), Some(plan)) = (identity, plan) else {
                findings.add(place, "its plan does not exist");
                continue;
            };
            let target = &stored.item.target;
            facts.push(Fact {
                number: stored.recorded,
                place,
                subject: format!("target/{plan}/{} {}", target.series, target.period),
                form: targets::describe(plan, &stored.item),
                is_withdrawn: false,
                plan_id: Some(identity.plan_id),
                series_id: Some(identity.series_id),
            });
        }
        Ok(facts)
    }

    async fn remark_facts(
        &self,
        low: i64,
        high: i64,
        findings: &mut Findings,
    ) -> Result<Vec<Fact>, StoreError> {
        let rulings = ruling::Entity::find().filter(ruling::Column::RecordedChange.between(low, high));
        let rulings = rulings.all(&self.read).await?;
        let notes =
            deviation_note::Entity::find().filter(deviation_note::Column::RecordedChange.between(low, high));
        let notes = notes.all(&self.read).await?;
        let of = rulings.iter().map(|row| row.target_id).chain(notes.iter().map(|row| row.target_id));
        let names = self.target_names(of.collect()).await?;
        let mut facts = Vec::new();
        let mut add =
            |kind: &str, number, target, version, form: Json, is_withdrawn, findings: &mut Findings| {
                let place = format!("{kind} of target {target}, version {version}");
                match names.get(&target) {
                    None => findings.add(place, "its target does not exist, or does not read"),
                    Some((plan_id, words)) => facts.push(Fact {
                        number,
                        place,
                        subject: format!("{kind}/{words}"),
                        form,
                        is_withdrawn,
                        plan_id: Some(*plan_id),
                        series_id: None,
                    }),
                }
            };
        for row in &rulings {
            let place = format!("ruling of target {}, version {}", row.target_id, row.version);
            let read = remarks::read_ruling(row).map(|ruling| vec![remarks::describe_ruling(&ruling)]);
            for form in readable(read, &place, findings)? {
                add("ruling", row.recorded_change, row.target_id, row.version, form, row.withdrawn, findings);
            }
        }
        for row in &notes {
            let form = remarks::describe_deviation(&remarks::read_deviation(row)?);
            add("deviation", row.recorded_change, row.target_id, row.version, form, row.withdrawn, findings);
        }
        Ok(facts)
    }

    /// What people call targets: plan, series and period; and the key of the plan.
    async fn target_names(&self, ids: Vec<i64>) -> Result<HashMap<i64, (i64, String)>, StoreError> {
        let identities = self.identities(ids).await?;
        let plans = codes_of::<Plans>(&self.read, identities.values().map(|row| row.plan_id)).await?;
        let series =
            crate::store::series::series_of(&self.read, identities.values().map(|row| row.series_id)).await?;
        Ok(identities
            .into_values()
            .filter_map(|row| {
                let period = crate::domain::period::Period::new(row.period_start, row.period_end).ok()?;
                let (plan, series) = (plans.get(&row.plan_id)?, series.get(&row.series_id)?);
                Some((row.id, (row.plan_id, format!("{plan}/{series} {period}"))))
            })
            .collect())
    }

    async fn bridge_facts(
        &self,
        low: i64,
        high: i64,
        findings: &mut Findings,
    ) -> Result<Vec<Fact>, StoreError> {
        let rows = bridge::Entity::find().filter(bridge::Column::RecordedChange.between(low, high));
        let rows = rows.all(&self.read).await?;
        let indicators = codes_of::<Indicators>(&self.read, rows.iter().map(|row| row.indicator_id)).await?;
        let referred = rows.iter().flat_map(|row| [Some(row.from_id), row.to_id].into_iter().flatten());
        let calibers = codes_of::<Calibers>(&self.read, referred).await?;
        let mut facts = Vec::new();
        for row in rows {
            let place = format!("bridge {}, version {}", row.key, row.version);
            let code = |id: i64| calibers.get(&id).map(ToString::to_string);
            let (Some(indicator), Some(from)) = (indicators.get(&row.indicator_id), code(row.from_id)) else {
                findings.add(place, "it refers to what does not exist");
                continue;
            };
            let key = format!("{}:{}:{}", row.indicator_id, row.from_id, row.to_id.unwrap_or(0));
            if key != row.key || row.withdrawn {
                findings.add(&place, "its key is not that of what it leads between");
            }
            facts.push(Fact {
                number: row.recorded_change,
                place,
                subject: format!("bridge/{indicator} {from}"),
                form: json!({
                    "indicator": indicator.as_str(), "from": from, "to": row.to_id.and_then(code),
                    "factor": row.factor, "source": row.source,
                }),
                is_withdrawn: false,
                plan_id: None,
                series_id: None,
            });
        }
        Ok(facts)
    }
}

/// What was read, or nothing and a finding where the row does not read.
fn readable<T>(
    read: Result<Vec<T>, StoreError>,
    place: &str,
    findings: &mut Findings,
) -> Result<Vec<T>, StoreError> {
    match read {
        Err(StoreError::Corrupt { column, detail, .. }) => {
            findings.add(place, format!("column {column} does not read: {detail}"));
            Ok(Vec::new())
        }
        other => other,
    }
}

//! What was made of an assessment to show it, kept beside it: what has not changed is not written out again. It does
//! not know how an assessment is shown.

use std::sync::{Arc, OnceLock};

use serde_json::value::RawValue;

/// The ways in which an assessment is shown: in both languages, in Chinese, in English.
const WAYS: usize = 3;

/// The texts that were made of an assessment. They follow from it, and take no part in comparing.
#[derive(Debug, Clone, Default)]
pub struct Shown([OnceLock<Arc<RawValue>>; WAYS]);

impl Shown {
    /// The JSON for a way of showing, made when it is first wanted; `None` where it cannot be made, or there is no such
    /// way.
    pub fn as_json(&self, way: usize, make: impl FnOnce() -> Option<Box<RawValue>>) -> Option<Arc<RawValue>> {
        let kept = self.0.get(way)?;
        if let Some(text) = kept.get() {
            return Some(text.clone());
        }
        let text: Arc<RawValue> = Arc::from(make()?);
        Some(kept.get_or_init(|| text).clone())
    }
}

impl PartialEq for Shown {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for Shown {}

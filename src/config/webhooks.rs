//! Settings of webhooks.

use serde::Deserialize;

use super::Switch;

/// Settings of webhooks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhooks {
    /// Whether this process looks for changed statuses and sends.
    pub send: Switch,
    /// Whether addresses may be private, loopback or link-local.
    pub private_addresses: Permission,
    /// Whether the connection may be without TLS.
    pub plain_http: Permission,
    /// How long a status must stand before it is told, where the webhook does not say, in milliseconds.
    pub hold_ms: i64,
    /// The most webhooks of a plan.
    pub max_per_plan: u64,
    /// How often to look, in milliseconds.
    pub every_ms: u64,
    /// For how long a process takes the duty, in milliseconds.
    pub lease_ms: i64,
    /// The longest that a delivery may take, in milliseconds.
    pub timeout_ms: u64,
    /// How often a delivery is tried before it is given up.
    pub max_attempts: i64,
    /// The pause after the first attempt, in milliseconds.
    pub first_pause_ms: i64,
    /// The longest pause, in milliseconds.
    pub longest_pause_ms: i64,
    /// How long deliveries are kept after their end, in seconds.
    pub kept_s: i64,
}

/// Allowed or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// It is allowed.
    Allow,
    /// It is refused.
    Refuse,
}

impl Permission {
    /// Whether it is allowed.
    pub fn is_given(self) -> bool {
        self == Self::Allow
    }
}

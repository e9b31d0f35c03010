//! The domain: what was planned, what was reported, and what follows. Pure functions of their arguments:
//! it knows no database, no clock, no framework and no wire.

pub mod act;
pub mod approval;
pub mod area;
pub mod assessment;
pub mod caliber;
pub mod category;
pub mod characters;
pub mod code;
pub mod completion_rate;
pub mod criterion;
pub mod grant;
pub mod indicator;
pub mod outcome;
pub mod period;
pub mod plan;
pub mod quantity;
pub mod reading;
pub mod reduction;
pub mod remark;
pub mod series;
pub mod shortfall;
pub mod shown;
pub mod target;
pub mod unit;
pub mod value;
pub mod window;

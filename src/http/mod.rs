//! The use cases over HTTP, and their document. This is the only floor that knows the web framework; it knows no
//! database and no rule of judging.

mod answer;
mod areas;
pub mod assess;
mod assessment_shapes;
mod body;
mod calibers;
mod catalogue;
mod categories;
pub mod completion;
mod documented;
mod envelope;
mod fallback;
mod health;
mod imports;
mod incoming;
mod indicators;
pub mod openapi;
mod outcomes;
mod path_shapes;
mod plan_shapes;
mod plans;
mod precondition;
pub mod problem;
mod problems;
mod query;
mod read;
mod readings;
mod remark_shapes;
mod reported_shapes;
mod server;
mod state;
mod summary_shapes;
mod target_query;
mod target_shapes;
mod targets;
mod words;

use utoipa_actix_web::{scope, service_config::ServiceConfig};

pub use self::{
    server::{Running, Stopper, run},
    state::HttpSettings,
};

/// Every operation: what is served and what is documented are made from this one list.
fn configure(services: &mut ServiceConfig<'_>) {
    services
        .configure(health::configure)
        .configure(openapi::configure)
        .configure(problems::configure)
        .service(
            scope::scope("/api/v1")
                .configure(plans::configure)
                .configure(targets::configure)
                .configure(outcomes::configure)
                .configure(completion::configure)
                .configure(imports::configure)
                .configure(read::configure)
                .configure(assess::configure)
                .configure(indicators::configure)
                .configure(areas::configure)
                .configure(categories::configure)
                .configure(calibers::configure),
        );
}

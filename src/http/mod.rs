//! The use cases over HTTP, and their document. This is the only floor that knows the web framework; it knows no
//! database and no rule of judging.

mod admission;
mod answer;
mod answer_exports;
mod approvals;
mod areas;
pub mod assess;
mod assessment_shapes;
mod audit;
mod bare;
mod body;
mod bridges;
mod calibers;
mod catalogue;
mod categories;
mod changes;
mod coding;
mod comparison;
pub mod completion;
mod connection;
mod contribution;
mod cors;
mod cut_off;
mod documented;
mod drawn;
mod edge;
mod entry;
mod envelope;
mod exports;
mod fallback;
mod headers;
mod health;
mod ids;
mod imports;
mod incoming;
mod indicators;
mod judged;
mod kept;
mod keys;
mod locks;
mod long_imports;
mod matrix;
mod metrics;
mod moves;
mod observed;
pub mod openapi;
mod outcomes;
mod outgoing;
mod pages;
mod path_shapes;
mod pictures;
mod plan_shapes;
mod plans;
mod precondition;
pub mod problem;
mod problem_of_store;
mod problems;
mod query;
mod quota;
mod read;
mod readings;
mod reconciliation;
mod remark_shapes;
mod remarks;
mod reported_shapes;
mod routes;
mod seen;
mod server;
mod services;
mod standpoint;
mod state;
mod subscriber;
mod summary;
mod summary_shapes;
mod target_query;
mod target_shapes;
mod targets;
mod traced;
mod upload;
mod way;
mod webhooks;
mod words;
mod writing;

use self::services::ServiceConfig;

pub use self::{
    server::{Running, Stopper, run},
    state::HttpSettings,
    upload::file_can_wait_in,
};

/// Every operation: what is served and what is documented are made from this one list.
fn configure(services: &mut ServiceConfig<'_>) {
    services
        .configure(pages::configure)
        .configure(health::configure)
        .configure(openapi::configure)
        .configure(metrics::configure)
        .configure(problems::configure)
        .under("/api/v1", |services| {
            services
                // The router tries them in their order: what is asked for most stands first.
                .configure(outcomes::configure)
                .configure(completion::configure)
                .configure(summary::configure)
                .configure(matrix::configure)
                .configure(plans::configure)
                .configure(remarks::configure)
                .configure(approvals::configure)
                .configure(locks::configure)
                .configure(targets::configure)
                .configure(reconciliation::configure)
                .configure(comparison::configure)
                .configure(moves::configure)
                .configure(way::configure)
                .configure(pictures::configure)
                .configure(imports::configure)
                .configure(long_imports::configure)
                .configure(exports::configure)
                .configure(answer_exports::configure)
                .configure(read::configure)
                .configure(assess::configure)
                .configure(contribution::configure)
                .configure(bridges::configure)
                .configure(audit::configure)
                .configure(changes::configure)
                .configure(webhooks::configure)
                .configure(indicators::configure)
                .configure(areas::configure)
                .configure(categories::configure)
                .configure(calibers::configure)
                .configure(keys::configure);
        });
}

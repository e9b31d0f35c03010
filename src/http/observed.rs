//! What the HTTP floor counts: requests by route and how long they took, connections, clients that sent too much. It
//! does not know how it is shown.

use std::time::Duration;

use actix_web::http::{Method, StatusCode};

use super::routes::{NO_ROUTE, RouteId, Routes};
use crate::telemetry::metrics::{Counter, Exposition, Family, Gauge, Histogram};

/// Why a connection was closed by the service before its client was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// The head of a request took too long.
    SlowHead,
    /// The answer was not taken.
    SlowReader,
    /// Nothing was asked on it.
    Idle,
    /// There were too many.
    TooMany,
}

impl Cut {
    const ALL: [(Self, &'static str); 4] = [
        (Self::SlowHead, "slow_head"),
        (Self::SlowReader, "slow_reader"),
        (Self::Idle, "idle"),
        (Self::TooMany, "too_many"),
    ];
}

/// What is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Imported {
    PlanTable,
    Targets,
    Outcomes,
    Indicators,
    Areas,
    Categories,
}

impl Imported {
    const ALL: [(Self, &'static str); 6] = [
        (Self::PlanTable, "plan_table"),
        (Self::Targets, "targets"),
        (Self::Outcomes, "outcomes"),
        (Self::Indicators, "indicators"),
        (Self::Areas, "areas"),
        (Self::Categories, "categories"),
    ];
}

/// The methods that operations have; HEAD counts as GET.
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// The statuses that are counted apart.
const STATUSES: [(u16, &str); 32] = [
    (200, "200"),
    (304, "304"),
    (201, "201"),
    (204, "204"),
    (202, "202"),
    (206, "206"),
    (307, "307"),
    (400, "400"),
    (401, "401"),
    (403, "403"),
    (404, "404"),
    (405, "405"),
    (406, "406"),
    (408, "408"),
    (409, "409"),
    (410, "410"),
    (411, "411"),
    (412, "412"),
    (413, "413"),
    (414, "414"),
    (415, "415"),
    (416, "416"),
    (422, "422"),
    (423, "423"),
    (428, "428"),
    (429, "429"),
    (431, "431"),
    (500, "500"),
    (502, "502"),
    (503, "503"),
    (504, "504"),
    (507, "507"),
];

/// The requests of one operation.
#[derive(Debug, Default)]
struct Operation {
    took: Histogram,
    by_status: [Counter; STATUSES.len()],
    other: Counter,
}

impl Operation {
    fn note(&self, status: StatusCode, took: Duration) {
        self.took.observe(took);
        let known = STATUSES.iter().zip(&self.by_status).find(|((code, _), _)| *code == status.as_u16());
        known.map_or(&self.other, |(_, counter)| counter).increment();
    }

    fn statuses(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let known = STATUSES.iter().zip(&self.by_status).map(|((_, name), counter)| (*name, counter.get()));
        known.chain([("other", self.other.get())]).filter(|(_, count)| *count > 0)
    }
}

/// What is counted.
#[derive(Debug)]
pub(super) struct Observed {
    /// By route, then by method; only what the document has.
    operations: Vec<[Option<Box<Operation>>; METHODS.len()]>,
    options: Operation,
    /// Paths that are none, and methods that a path does not take: strangers choose those, so they share one place.
    unknown: Operation,
    templates: Vec<String>,
    /// Requests that are being answered.
    pub(super) in_flight: Gauge,
    /// Connections that are open.
    pub(super) connections: Gauge,
    /// Requests of clients that sent too many.
    pub(super) limited: Counter,
    cuts: [Counter; Cut::ALL.len()],
    imported: [Counter; Imported::ALL.len()],
}

impl Observed {
    /// Nothing yet, on these routes.
    pub(super) fn of(routes: &Routes) -> Self {
        let operations = routes.all().iter().map(|route| {
            METHODS.map(|method| {
                route.methods.split(", ").any(|known| known == method).then(Box::<Operation>::default)
            })
        });
        Self {
            operations: operations.collect(),
            options: Operation::default(),
            unknown: Operation::default(),
            templates: routes.all().iter().map(|route| route.template.clone()).collect(),
            in_flight: Gauge::default(),
            connections: Gauge::default(),
            limited: Counter::default(),
            cuts: Default::default(),
            imported: Default::default(),
        }
    }

    /// A request was answered.
    pub(super) fn answered(&self, route: RouteId, method: &Method, status: StatusCode, took: Duration) {
        let place = match *method {
            Method::GET | Method::HEAD => 0,
            Method::POST => 1,
            Method::PUT => 2,
            Method::PATCH => 3,
            Method::DELETE => 4,
            _ => METHODS.len(),
        };
        let operation = match self.operations.get(route).and_then(|methods| methods.get(place)) {
            Some(Some(operation)) => operation,
            _ if *method == Method::OPTIONS && route != NO_ROUTE => &self.options,
            _ => &self.unknown,
        };
        operation.note(status, took);
    }

    /// A connection was cut.
    pub(super) fn cut(&self, why: Cut) {
        if let Some((_, counter)) = Cut::ALL.iter().zip(&self.cuts).find(|((known, _), _)| *known == why) {
            counter.increment();
        }
    }

    /// Rows of a file were imported, and not only tried.
    pub(super) fn imported(&self, what: Imported, rows: usize) {
        let all = Imported::ALL.iter().zip(&self.imported);
        if let Some((_, counter)) = all.into_iter().find(|((known, _), _)| *known == what) {
            counter.add(u64::try_from(rows).unwrap_or(u64::MAX));
        }
    }

    /// All of it, for a collector.
    pub(super) fn show(&self, text: &mut Exposition) {
        const DURATION: &str = "http_server_request_duration_seconds";
        const REQUESTS: &str = "http_server_requests_total";
        let seen: Vec<([(&str, &str); 2], &Operation)> =
            self.all().filter(|(_, operation)| operation.statuses().next().is_some()).collect();
        text.family(DURATION, Family::Histogram, "How long requests took, by method and route.");
        for (labels, operation) in &seen {
            text.histogram(DURATION, labels, &operation.took);
        }
        text.family(REQUESTS, Family::Counter, "Requests answered, by method, route and status.");
        for ([method, route], operation) in &seen {
            for (status, count) in operation.statuses() {
                text.sample(REQUESTS, &[*method, *route, ("http_response_status_code", status)], count);
            }
        }
        let active = self.in_flight.get();
        text.single("http_server_active_requests", Family::Gauge, "Requests being answered.", active);
        let open = self.connections.get();
        text.single("plantrack_connections", Family::Gauge, "Connections that are open.", open);
        let cuts = "plantrack_connections_cut_total";
        text.family(cuts, Family::Counter, "Connections closed by the service, by reason.");
        for ((_, why), counter) in Cut::ALL.iter().zip(&self.cuts) {
            text.sample(cuts, &[("reason", why)], counter.get());
        }
        let rows = "plantrack_import_rows_total";
        text.family(rows, Family::Counter, "Rows of files that were imported, by what they hold.");
        for ((_, what), counter) in Imported::ALL.iter().zip(&self.imported) {
            text.sample(rows, &[("kind", what)], counter.get());
        }
        let limited = "Requests refused because their client sent too many.";
        text.single("plantrack_rate_limited_total", Family::Counter, limited, self.limited.get());
    }

    fn all(&self) -> impl Iterator<Item = ([(&'static str, &str); 2], &Operation)> {
        const METHOD: &str = "http_request_method";
        const ROUTE: &str = "http_route";
        let documented = self.operations.iter().zip(&self.templates).flat_map(|(methods, template)| {
            let there = METHODS.iter().zip(methods);
            there.filter_map(|(method, operation)| {
                Some(([(METHOD, *method), (ROUTE, template.as_str())], operation.as_deref()?))
            })
        });
        documented.chain([
            ([(METHOD, "OPTIONS"), (ROUTE, "")], &self.options),
            ([(METHOD, "_OTHER"), (ROUTE, "")], &self.unknown),
        ])
    }
}

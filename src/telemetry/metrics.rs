//! What is counted, and the text in which a collector reads it (Prometheus, version 0.0.4). Counting costs a few
//! nanoseconds and never waits. It does not know what is counted, or who reads it.

use std::{
    fmt::Write as _,
    sync::atomic::{AtomicI64, AtomicU64, Ordering},
    time::Duration,
};

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// One more.
    pub fn increment(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// So many more.
    pub fn add(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }

    /// How many there were.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A number that grows and shrinks.
#[derive(Debug, Default)]
pub struct Gauge(AtomicI64);

impl Gauge {
    /// Changes it by so much.
    pub fn add(&self, change: i64) {
        self.0.fetch_add(change, Ordering::Relaxed);
    }

    /// How much it is.
    pub fn get(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The upper ends of the buckets of a histogram, in microseconds and as they are written.
const BUCKETS: [(u64, &str); 8] = [
    (2_500, "0.0025"),
    (10_000, "0.01"),
    (50_000, "0.05"),
    (100_000, "0.1"),
    (300_000, "0.3"),
    (1_000_000, "1"),
    (2_500_000, "2.5"),
    (10_000_000, "10"),
];

/// How long something took, each time.
#[derive(Debug, Default)]
pub struct Histogram {
    buckets: [AtomicU64; BUCKETS.len()],
    longer: AtomicU64,
    microseconds: AtomicU64,
}

impl Histogram {
    /// Notes how long it took once.
    pub fn observe(&self, time: Duration) {
        let microseconds = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let fitting = self.buckets.iter().zip(BUCKETS).find(|(_, (end, _))| microseconds <= *end);
        fitting.map_or(&self.longer, |(bucket, _)| bucket).fetch_add(1, Ordering::Relaxed);
        self.microseconds.fetch_add(microseconds, Ordering::Relaxed);
    }
}

/// The text that a collector reads.
#[derive(Debug, Default)]
pub struct Exposition(String);

/// Whether a family of numbers only grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// It only grows.
    Counter,
    /// It grows and shrinks.
    Gauge,
    /// It is made of buckets.
    Histogram,
}

/// Names of labels with their values.
pub type Labels<'a> = [(&'a str, &'a str)];

impl Exposition {
    /// Begins a family. Its samples follow.
    pub fn family(&mut self, name: &str, kind: Family, help: &str) {
        let kind = match kind {
            Family::Counter => "counter",
            Family::Gauge => "gauge",
            Family::Histogram => "histogram",
        };
        // Writing to a text cannot fail.
        let _ = write!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
    }

    /// One number of a family.
    pub fn sample(&mut self, name: &str, labels: &Labels<'_>, value: impl std::fmt::Display) {
        self.0.push_str(name);
        self.labels(labels);
        let _ = writeln!(self.0, " {value}");
    }

    /// A family of one number.
    pub fn single(&mut self, name: &str, kind: Family, help: &str, value: impl std::fmt::Display) {
        self.family(name, kind, help);
        self.sample(name, &[], value);
    }

    /// The buckets of a histogram, in seconds.
    pub fn histogram(&mut self, name: &str, labels: &Labels<'_>, histogram: &Histogram) {
        let mut count = 0;
        let mut with_end: Vec<(&str, &str)> = labels.to_vec();
        with_end.push(("le", ""));
        let ends = BUCKETS.iter().map(|(_, end)| *end).chain(["+Inf"]);
        let bucket_name = format!("{name}_bucket");
        for (bucket, end) in histogram.buckets.iter().chain([&histogram.longer]).zip(ends) {
            count += bucket.load(Ordering::Relaxed);
            if let Some(last) = with_end.last_mut() {
                last.1 = end;
            }
            self.sample(&bucket_name, &with_end, count);
        }
        let microseconds = histogram.microseconds.load(Ordering::Relaxed);
        self.sample(&format!("{name}_sum"), labels, seconds(microseconds));
        self.sample(&format!("{name}_count"), labels, count);
    }

    /// The text.
    pub fn into_text(self) -> String {
        self.0
    }

    fn labels(&mut self, labels: &Labels<'_>) {
        for (number, (name, value)) in labels.iter().enumerate() {
            let before = if number == 0 { '{' } else { ',' };
            let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            let _ = write!(self.0, "{before}{name}=\"{value}\"");
        }
        if !labels.is_empty() {
            self.0.push('}');
        }
    }
}

/// Microseconds as seconds, exactly.
pub fn seconds(microseconds: u64) -> String {
    format!("{}.{:06}", microseconds / 1_000_000, microseconds % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_counts_what_is_not_longer_than_each_end() {
        let histogram = Histogram::default();
        for microseconds in [0, 2_500, 2_501, 300_000, 10_000_001] {
            histogram.observe(Duration::from_micros(microseconds));
        }
        let mut text = Exposition::default();
        text.family("t_seconds", Family::Histogram, "Times.");
        text.histogram("t_seconds", &[("route", "/a\"b")], &histogram);
        let text = text.into_text();
        assert!(text.starts_with("# HELP t_seconds Times.\n# TYPE t_seconds histogram\n"), "{text}");
        for line in [
            r#"t_seconds_bucket{route="/a\"b",le="0.0025"} 2"#,
            r#"t_seconds_bucket{route="/a\"b",le="0.01"} 3"#,
            r#"t_seconds_bucket{route="/a\"b",le="0.3"} 4"#,
            r#"t_seconds_bucket{route="/a\"b",le="10"} 4"#,
            r#"t_seconds_bucket{route="/a\"b",le="+Inf"} 5"#,
            r#"t_seconds_sum{route="/a\"b"} 10.305002"#,
            r#"t_seconds_count{route="/a\"b"} 5"#,
        ] {
            assert!(text.lines().any(|given| given == line), "{line} is missing: {text}");
        }
    }

    #[test]
    fn numbers_are_written_with_and_without_labels() {
        let (counter, gauge) = (Counter::default(), Gauge::default());
        counter.increment();
        counter.add(2);
        gauge.add(5);
        gauge.add(-7);
        let mut text = Exposition::default();
        text.single("c_total", Family::Counter, "Some.", counter.get());
        text.family("g", Family::Gauge, "Others.");
        text.sample("g", &[("a", "x\ny"), ("b", "\\")], gauge.get());
        let wanted = "# HELP c_total Some.\n# TYPE c_total counter\nc_total 3\n# HELP g Others.\n# TYPE g gauge\n\
                      g{a=\"x\\ny\",b=\"\\\\\"} -2\n";
        assert_eq!(text.into_text(), wanted);
    }
}

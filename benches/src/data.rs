//! The data: a catalogue, plans and outcomes, the same on every machine, as files that the service imports. A larger
//! set holds the smaller ones, so that growth alone differs. It knows no database.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use anyhow::Result;

/// Areas beside the whole.
pub const AREAS: u64 = 41;
/// The year that the plans are for.
pub const YEAR: u64 = 2025;
/// The plan that is asked for.
pub const PLAN: &str = "p01";
/// Years of monthly history before the plan's own window.
const YEARS_OF_HISTORY: u64 = 10;

/// How large.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Plans of 40 indicators each.
    pub plans: u64,
    /// Indicators of the catalogue, 40 to 200.
    pub indicators: u64,
    /// Outcomes in all.
    pub outcomes: u64,
}

/// Indicators of a plan.
pub const A_PLAN: u64 = 40;

/// What an indicator is like, by its number: unit, measure, direction, the target in words.
fn kind(number: u64) -> (&'static str, &'static str, &'static str, String) {
    let about = number % 7 + 3;
    match number % 5 {
        0 => ("%", "rate", "higher", format!("{about}.5左右")),
        1 => ("亿元", "flow", "higher", format!("{}亿元以上", about * 1000)),
        2 => ("万人", "flow", "higher", format!("at least {}.5", about * 10)),
        3 => ("%", "rate", "lower", format!("不高于{about}%")),
        _ => ("家", "level", "higher", format!("{}以上", about * 500)),
    }
}

/// What was reported: above or below what was asked, in a way that looks like chance and is not.
fn reported(indicator: u64, salt: u64) -> String {
    let about = indicator % 7 + 3;
    let step = (indicator * 31 + salt * 17) % 40;
    match indicator % 5 {
        0 | 3 => format!("{}.{}", about.saturating_sub(1) + step / 20, step % 10),
        1 => (about * 980 + step * 2).to_string(),
        2 => format!("{}.{}", about * 10 - 1 + step / 20, step % 10),
        _ => (about * 490 + step).to_string(),
    }
}

/// The code of an indicator.
pub fn indicator(number: u64) -> String {
    format!("ind-{number:03}")
}

fn area(number: u64) -> String {
    if number == 0 { "cq".to_owned() } else { format!("cq-{number:02}") }
}

/// The code of a plan, and the first of its indicators.
fn plan(number: u64, size: Size) -> (String, u64) {
    (format!("p{:02}", number + 1), number * 20 % size.indicators)
}

/// A file and how to import it.
pub struct Import {
    /// The words after `plantrack import`.
    pub words: Vec<String>,
    /// The file's name.
    pub file: String,
}

/// Writes all files but the outcomes into a folder, and says in which order they are imported.
pub fn catalogue(folder: &Path, size: Size) -> Result<Vec<Import>> {
    let mut imports = Vec::new();
    let mut file = create(folder, "areas.csv")?;
    writeln!(file, "code,name_zh,name_en,parent")?;
    for number in 0..=AREAS {
        let parent = if number == 0 { "" } else { "cq" };
        writeln!(file, "{},区县{number},District {number},{parent}", area(number))?;
    }
    file.flush()?;
    imports.push(import("areas", "areas.csv", &[]));
    let mut file = create(folder, "indicators.csv")?;
    writeln!(file, "code,name_zh,name_en,unit,measure,direction")?;
    for number in 0..size.indicators {
        let (unit, measure, direction, _) = kind(number);
        let code = indicator(number);
        writeln!(
            file,
            "{code},第{number}项指标增速,Indicator number {number} of the catalogue,{unit},{measure},{direction}"
        )?;
    }
    file.flush()?;
    imports.push(import("indicators", "indicators.csv", &[]));
    for number in 0..size.plans {
        let (code, first) = plan(number, size);
        let name = format!("{code}.csv");
        let mut file = create(folder, &name)?;
        writeln!(file, "no,code,section_zh,nature,target")?;
        for place in 0..A_PLAN {
            let one = (first + place) % size.indicators;
            let nature = if place % 3 == 0 { "binding" } else { "anticipatory" };
            let section = ["经济发展", "科技创新", "民生福祉", "绿色生态"][(place / 10) as usize % 4];
            writeln!(file, "{},{},{section},{nature},\"{}\"", place + 1, indicator(one), kind(one).3)?;
        }
        file.flush()?;
        let title = format!("Plan {code}");
        let period = YEAR.to_string();
        imports.push(import(
            "plan-table",
            &name,
            &["--plan", &code, "--period", &period, "--title-en", &title],
        ));
    }
    let mut file = create(folder, "targets.csv")?;
    writeln!(file, "plan,indicator,area,period,target,section_zh")?;
    for one in 0..A_PLAN {
        for number in 1..=AREAS {
            writeln!(file, "{PLAN},{},{},{YEAR},\"{}\",经济发展", indicator(one), area(number), kind(one).3)?;
        }
    }
    file.flush()?;
    imports.push(import("targets", "targets.csv", &[]));
    Ok(imports)
}

/// Writes a file of outcomes: those from one number to another.
pub fn outcomes(folder: &Path, name: &str, size: Size, from: u64, to: u64) -> Result<Import> {
    let mut file = create(folder, name)?;
    writeln!(file, "indicator,area,period,outcome,basis,source,reported_on")?;
    for number in from..to {
        let (one, place, period, salt, day) = at(number, size);
        let area = if place == 0 { String::new() } else { area(place) };
        writeln!(
            file,
            "{},{area},{period},{},final,statistics bureau,{day}",
            indicator(one),
            reported(one, salt)
        )?;
    }
    file.flush()?;
    Ok(import("outcomes", name, &[]))
}

/// The outcome of a number: indicator, place (0 is the whole), period, salt, day. First the year of the plans, for the
/// whole and for each area; then the history: month by month backwards from two years before (a plan's window
/// reaches one year back), and when ten years are full, each again as a later vintage.
fn at(number: u64, size: Size) -> (u64, u64, String, u64, String) {
    let places = AREAS + 1;
    let series = size.indicators * places;
    let (one, place, round) = (number / places % size.indicators, number % places, number / series);
    if round == 0 {
        return (one, place, YEAR.to_string(), place, format!("{}-01-20", YEAR + 1));
    }
    let months = YEARS_OF_HISTORY * 12;
    let (month, vintage) = ((round - 1) % months, (round - 1) / months);
    let (year, month) = (YEAR - 2 - month / 12, 12 - month % 12);
    let salt = place + month + vintage * 3;
    // A later vintage is reported later; a day for each of up to 28.
    (
        one,
        place,
        format!("{year}-{month:02}"),
        salt,
        format!("2026-{:02}-{:02}", 2 + vintage / 28, 1 + vintage % 28),
    )
}

fn create(folder: &Path, name: &str) -> Result<BufWriter<File>> {
    Ok(BufWriter::with_capacity(1 << 20, File::create(folder.join(name))?))
}

fn import(what: &str, file: &str, more: &[&str]) -> Import {
    let words = [what].iter().chain(more).map(|word| (*word).to_owned()).collect();
    Import { words, file: file.to_owned() }
}

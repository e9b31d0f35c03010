//! Outcome phrases into values: what was reported, and what is declared beside it.

use super::{
    Context, OutcomeReading, Refusal,
    beside::{another, notes::is_sum, remark, standing},
    names::{
        states::{names_what_should_be, names_what_should_not_be},
        subject,
    },
    numbers::amount::Yardstick,
    reports::{
        done, misplaced,
        report::{
            asks, by_what_it_is, expects_of_a_year, is_dated, is_mean_note, is_year_alone, mean_behind,
            promises, turned_down, turned_up, without_lead, without_mean, without_year_behind,
        },
        said::{self, Said},
    },
    reworded::{self, spelled::spelled_out},
    statements::{
        brackets::{clauses, out_of_brackets},
        clause::{Form, clause},
        comparable, lexicon,
        place::place,
        rank,
        sense::{Reader, Role},
        signs::moved,
        together::linking_words,
        without_digits::figure_in_words,
    },
    times::reference::year_note,
    wording::{
        fault::{Fault, Parsed, Reason},
        joined::{joined, without_repeats},
        text::{Text, is_taken},
    },
};
use crate::domain::{
    indicator::Measure,
    quantity::Exact,
    value::{Change, Declaration, Figure, Value},
};

mod declared;
mod figure;
mod gathered;
mod parts;
mod way_beside;

use declared::with_word;
use figure::grade;
use gathered::Gathered;

/// Reads an outcome phrase, of one year or less or of several.
pub(super) fn read(
    phrase: &str,
    context: &Context<'_>,
    is_of_years: bool,
) -> Result<OutcomeReading, Refusal> {
    // Most that is reported is a bare number, which needs no grammar.
    if let Some(value) = bare(phrase, context) {
        let figure = Figure::Number { value, approximate: false };
        return Ok(OutcomeReading { value: figure.into(), unit_read: None });
    }
    let reworded = reworded::of_report(phrase, context, is_of_years);
    let read = reworded.and_then(|words| read_words(&words, context, is_of_years).ok());
    read.map_or_else(|| read_words(phrase, context, is_of_years), Ok)
}

/// The number that a phrase is, where it is nothing else and every indicator of its kind takes it as it stands.
fn bare(phrase: &str, context: &Context<'_>) -> Option<Exact> {
    const LONGEST: usize = 15;
    match context.measure {
        Measure::Flow | Measure::Level | Measure::Rate | Measure::Ratio => {}
        Measure::Index | Measure::Grade | Measure::Milestone | Measure::Group => return None,
    }
    let is_padded = phrase.len() > 1 && phrase.starts_with('0') && !phrase.starts_with("0.");
    if phrase.len() > LONGEST || is_padded || !phrase.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // A unit that cannot be read is refused, whatever is reported in it; and of millions a number as large as one may be of ones.
    let is_small = |number: &Exact| *number < Exact::from(1_000_000);
    is_taken(context.unit).then(|| Exact::parse(phrase).ok().filter(is_small)).flatten()
}

/// Reads an outcome phrase by the grammar.
pub(super) fn read_words(
    phrase: &str,
    context: &Context<'_>,
    is_of_years: bool,
) -> Result<OutcomeReading, Refusal> {
    let text = Text::of_report(phrase).map_err(|(position, fault)| fault.refusal_at(position, ""))?;
    let unit = Text::new(context.unit).map_err(|(_, fault)| fault.refusal_at(0, ""))?;
    let is_grouped = text.groups_what_may_be_years();
    let yardstick = Yardstick { is_of_years, is_grouped, ..Yardstick::new(&unit, text.is_traditional) };
    let reader = Reader { context, yardstick: &yardstick, role: Role::Outcome };
    let unwrapped =
        out_of_brackets(&text, &reader).map_err(|fault| fault.refusal(&text, text.plain.len()))?;
    Outcome {
        text: unwrapped.as_ref().unwrap_or(&text),
        reader: &reader,
        unit_read: None,
        has_figure: false,
        counted: None,
        counts_are_a_share: false,
    }
    .read()
}

struct Outcome<'a> {
    text: &'a Text<'a>,
    reader: &'a Reader<'a>,
    unit_read: Option<String>,
    /// Whether a figure of the indicator's own has been read.
    has_figure: bool,
    /// The counts that a percentage was made of, where they are printed: 12 of 15.
    counted: Option<(Exact, Exact)>,
    /// Whether these counts say by themselves what is a share of what.
    counts_are_a_share: bool,
}

/// What is said of a figure.
#[derive(Clone, Copy, Default)]
struct Manner {
    like_for_like: bool,
    average_per_year: bool,
}

/// What a part of the phrase says.
enum Piece {
    Figure(Figure, Manner),
    /// A figure with the change that led to it (提高0.6个百分点至72%).
    Changed(Figure, Change),
    /// A remark that agrees with the figure and is not kept (高于全国2个百分点).
    Remark,
    Declared(Declaration),
    /// The reporter says that the target is missed, or not attained yet; what follows is for the figure to say.
    Short(Said),
    LikeForLike,
    /// The growth before it is the average of several years.
    AveragePerYear,
    Nothing,
}

impl Outcome<'_> {
    fn read(mut self) -> Result<OutcomeReading, Refusal> {
        let plain = self.text.plain.as_str();
        let whole = |fault: Fault| fault.refusal(self.text, plain.len());
        if let Some(figure) = self.known(plain).map_err(|reason| whole(Fault::at(plain.len(), reason)))? {
            return Ok(self.reading(figure.into()));
        }
        let parts = clauses(self.text, self.reader).map_err(whole)?;
        let mut gathered = Gathered::default();
        let mut falls_short = false;
        let parts = self.behind_its_amount(self.with_tails(&parts));
        let mut next = 0;
        while let Some(part) = parts.get(next) {
            let beside = self.beside(&parts, next, &gathered.figures);
            next += beside.max(1);
            let words = plain.get(part.span.clone()).unwrap_or("");
            let before = plain.get(..part.span.start).unwrap_or("");
            let at_its_end = |fault: Fault| fault.refusal(self.text, part.span.end);
            if self.goes_the_way(&mut gathered, before, words).map_err(at_its_end)? {
                continue;
            }
            if beside > 0 {
                gathered.changes.extend(self.since(words, &gathered.figures));
                falls_short |= remark::falls_short(words, self.higher_is_better());
                continue;
            }
            if self.is_of_the_change(&mut gathered, before, words).map_err(at_its_end)? {
                continue;
            }
            let piece = self.piece(words, part.is_note, part.span.end, !gathered.figures.is_empty());
            let piece = piece.map_err(|fault| misplaced::of_outcome(fault, words, part.is_note));
            let piece = piece.map_err(at_its_end)?;
            falls_short |=
                matches!(piece, Piece::Remark) && remark::falls_short(words, self.higher_is_better());
            if matches!(piece, Piece::Remark) {
                gathered.changes.extend(self.since(words, &gathered.figures));
            }
            gathered.add(piece, words).map_err(|reason| whole(Fault::at(plain.len(), reason)))?;
        }
        if gathered.is_silent() {
            let counted = self.share_counted().map_err(|reason| whole(Fault::at(plain.len(), reason)))?;
            gathered.figures.extend(counted);
        }
        let Gathered { figures, mut changes, like_for_like, averaged, comparable, mut declared, short } =
            gathered;
        let figure = match (joined(figures).and_then(|figure| with_word(figure, declared)), declared) {
            (Ok(Some(figure)), _) if !self.is_of_what_is_begun(short, &figure) => figure,
            (Ok(None), None) if short == Some(Said::Missed) => Figure::DeclaredMissed,
            (Ok(None), Some(_)) if short == Some(Said::Missed) => {
                return Err(whole(Fault::at(plain.len(), Reason::Contradiction)));
            }
            (Ok(_), _) if short.is_some() => {
                return Err(whole(Fault::at(plain.len(), self.not_attained())));
            }
            (Ok(None), Some(Declaration::Attained)) => {
                declared = None;
                Figure::DeclaredAttained
            }
            (Ok(None), Some(Declaration::OnParentPace | Declaration::BehindPace))
                if self.is_of_parents_pace(plain) && changes.is_empty() =>
            {
                Figure::DeclaredPace
            }
            (Ok(_), _) => return Err(whole(Fault::at(plain.len(), Reason::NotUnderstood))),
            (Err(reason), _) => return Err(whole(Fault::at(plain.len(), reason))),
        };
        let disagrees = short.is_some() && self.attains(&figure, declared);
        let is_of_counts = self.counted.is_none_or(|counts| {
            matches!(figure, Figure::Number { value, approximate: false } if another::is_share_of(value, counts))
        });
        if disagrees || !is_of_counts || (falls_short && declared == Some(Declaration::Attained)) {
            return Err(whole(Fault::at(plain.len(), Reason::Contradiction)));
        }
        let average_per_year = averaged.contains(&figure);
        // A change that is the figure itself does not stand beside it.
        if matches!(figure, Figure::Change { .. }) {
            changes.retain(|change| change.like_for_like && !like_for_like);
        }
        Ok(self.reading(Value {
            figure,
            like_for_like,
            average_per_year,
            declared,
            changes: without_repeats(changes),
            comparable,
        }))
    }

    /// Whether “none” is the number zero; where more is better it may say that nothing is reported.
    fn is_none_good(&self) -> bool {
        let is_number = matches!(
            self.reader.context.measure,
            Measure::Flow | Measure::Level | Measure::Rate | Measure::Index | Measure::Ratio
        );
        is_number && self.lower_is_better()
    }

    /// Whether a share is said to be of the wrong ones: of clients dissatisfied, where more is better.
    fn is_share_of_the_rest(&self, words: &str) -> bool {
        (self.higher_is_better() && names_what_should_not_be(words))
            || (self.lower_is_better() && names_what_should_be(words))
    }

    fn reading(&mut self, value: Value) -> OutcomeReading {
        OutcomeReading { value, unit_read: self.unit_read.take() }
    }

    /// What a note says that is no clause; `None` where it may be one.
    fn note(&self, words: &str, after_figure: bool) -> Parsed<Option<Piece>> {
        // Ongoing is idle beside what is asked, and not beside what was done.
        if lexicon::idle_note(words) && !said::says_begun(words) {
            return Ok(Some(Piece::Nothing));
        }
        if comparable::like_for_like_note(words) {
            return Ok(Some(Piece::LikeForLike));
        }
        if after_figure && misplaced::is_footnote_number(words) {
            return Err(Fault::at(words.len(), Reason::FootnoteMark));
        }
        if after_figure && self.is_former_figure(words) {
            return Ok(Some(Piece::Nothing));
        }
        if year_note(words) || is_dated(words) {
            return Ok(Some(Piece::Nothing));
        }
        if after_figure && self.is_of_the_figure(words) {
            return Ok(Some(Piece::Nothing));
        }
        if after_figure && self.reader.context.measure == Measure::Level && is_mean_note(words) {
            return Ok(Some(Piece::Nothing));
        }
        // It is what all the years come to, of which the period of the report is held against the words.
        // Of a programme that runs on, cumulative is since it began.
        if after_figure && is_sum(words) && words != "cumulative" && self.reader.makes_a_whole() {
            return Ok(Some(Piece::Nothing));
        }
        if matches!(words, "年均" | "annual average" | "average per year") {
            return if self.reader.context.measure == Measure::Rate && self.has_figure {
                Ok(Some(Piece::AveragePerYear))
            } else {
                Err(Fault::at(words.len(), Reason::AverageNotKept))
            };
        }
        Ok(None)
    }

    /// What a part says that is no clause with a figure; `None` where it may be one.
    fn without_figure(&mut self, words: &str, is_note: bool, after_figure: bool) -> Parsed<Option<Piece>> {
        let is_milestone = self.reader.context.measure == Measure::Milestone;
        if is_milestone && expects_of_a_year(words) {
            return Err(Fault::at(words.len(), Reason::NotAReport));
        }
        let words = if is_milestone { without_year_behind(words) } else { words };
        if (is_note && another::names_the_target_alone(words))
            || ["was to be", "were to be"].iter().any(|lead| words.starts_with(lead))
            || (!after_figure && asks(words))
        {
            return Err(Fault::at(words.len(), Reason::NotAReport));
        }
        if is_note && let Some(piece) = self.note(words, after_figure)? {
            return Ok(Some(piece));
        }
        let is_mean = self.reader.context.measure == Measure::Level && words == "on average";
        if is_mean
            || lexicon::says_at_which_prices(words)
            || done::is_reason(words)
            || (!words.is_empty() && without_lead(words).is_empty())
            || standing::is_record(words)
            || (if after_figure { is_dated(words) } else { is_year_alone(words) })
        {
            return Ok(Some(Piece::Nothing));
        }
        // 由负转正，增长1.3%
        if let Some((op, value)) =
            figure_in_words(words, self.reader).filter(|_| turned_up(words) || turned_down(words))
        {
            return Ok(Some(Piece::Figure(Figure::Bound { op, value, near: false }, Manner::default())));
        }
        if self.reader.yardstick.unit.is_fraction()
            && self.counted.is_none()
            && let Some(counts) = another::part_of(words)
        {
            self.counted = Some(counts);
            self.counts_are_a_share = another::is_share_by_counts(words);
            return Ok(Some(Piece::Nothing));
        }
        if let Some(figure) = self.counted_of_all(words) {
            return Ok(Some(Piece::Figure(figure, Manner::default())));
        }
        if after_figure && let Some(reason) = self.part_against(words) {
            return Err(Fault::at(words.len(), reason));
        }
        if let Some(said) = self.pace(words) {
            return Ok(Some(Piece::Declared(said)));
        }
        self.declares(words)
    }

    fn piece(&mut self, words: &str, is_note: bool, clause_end: usize, after_figure: bool) -> Parsed<Piece> {
        let words = if after_figure { words.get(linking_words(words)..).unwrap_or("") } else { words };
        let words = done::behind_reason(words);
        if let Some(piece) = self.without_figure(words, is_note, after_figure)? {
            return Ok(piece);
        }
        let measure = self.reader.context.measure;
        let bare = without_lead(words);
        let behind = if measure == Measure::Level { mean_behind(bare) } else { 0 };
        let bare = bare.get(..bare.len() - behind).unwrap_or(bare);
        let clause_end = clause_end - behind;
        let spelled =
            by_what_it_is(spelled_out(if measure == Measure::Level { without_mean(bare) } else { bare }));
        let words = spelled.as_ref();
        if measure == Measure::Milestone {
            return self.milestone(words, clause_end);
        }
        let mut input = rank::behind_move(words);
        if let Ok(said) = rank::rank(&mut input) {
            if said.within && said.rank > 1 {
                return Err(Fault::at(words.len(), Reason::NotKept));
            }
            let among = said.among.map_or_else(String::new, |(from, to)| {
                self.text.as_given(clause_end.saturating_sub(from)..clause_end.saturating_sub(to))
            });
            return Ok(Piece::Figure(Figure::Rank { rank: said.rank, among }, Manner::default()));
        }
        if let Some(rank) = place(words, self.reader) {
            return Ok(Piece::Figure(Figure::Rank { rank, among: String::new() }, Manner::default()));
        }
        if measure == Measure::Grade {
            return grade(words, self.reader.context);
        }
        if measure == Measure::Group {
            return Err(Fault::soft(words));
        }
        if let Some(figure) = self.come_to(words)? {
            return Ok(Piece::Figure(figure, Manner::default()));
        }
        if let Some(said) = moved(words) {
            let manner = Manner { like_for_like: said.like_for_like, ..Manner::default() };
            return Ok(Piece::Figure(self.moved(said, words)?, manner));
        }
        if after_figure && let Some(percent) = self.share_done(words) {
            return self.share_of_what_grew(&percent);
        }
        let form = if after_figure {
            clause(words, self.reader.yardstick)
        } else {
            subject::clause_with_name(words, self.reader)
        };
        let form = match form {
            Err(_) if after_figure && self.is_move(words) => {
                return Ok(Piece::Remark);
            }
            form => form?,
        };
        match form {
            // 96% of sites will be inspected
            Form::Statement(said) if said.share_named && promises(words) => {
                Err(Fault::at(said.rest, Reason::NotAReport))
            }
            Form::Statement(said) if said.share_named && self.is_share_of_the_rest(words) => {
                Err(Fault::at(said.rest, Reason::Ambiguous))
            }
            Form::Statement(said) => match self.statement(&said, words, clause_end) {
                // 63%, down 2% from 2015-16: of what the 2 % are is not said, and the figure stands.
                Err(fault)
                    if after_figure
                        && fault.reason == Reason::PercentOrPoints
                        && said.verb.is_some()
                        && said.baseline.is_some()
                        && said.result.is_none() =>
                {
                    Ok(Piece::Remark)
                }
                // 较上年净增2亿元 beside a figure says how far it moved.
                Err(_) if after_figure && self.is_move(words) => Ok(Piece::Remark),
                read => Ok(match read? {
                    (figure, Some(led_to_it)) => Piece::Changed(figure, led_to_it),
                    (figure, None) => Piece::Figure(
                        figure,
                        Manner { like_for_like: said.like_for_like, average_per_year: said.average },
                    ),
                }),
            },
            Form::Sign { op, about, is_growth, like_for_like } => {
                let manner = Manner { like_for_like, ..Manner::default() };
                Ok(Piece::Figure(self.sign(op, about, is_growth, words)?, manner))
            }
            Form::Share { percent } => self.share_printed(&percent, words, after_figure),
            Form::Against { .. } | Form::Relative { .. } if after_figure => Ok(Piece::Remark),
            Form::OfLevel { percent, baseline, op: None, about } if self.reader.can_multiply() => {
                Ok(Self::multiplied(percent, baseline, about))
            }
            Form::Doubled { percent, baseline: Some(baseline), is_limit: false, .. }
                if self.reader.can_multiply() =>
            {
                Ok(Self::multiplied(percent, baseline, false))
            }
            Form::Against { .. } | Form::Relative { .. } | Form::Doubled { .. } | Form::OfLevel { .. } => {
                Err(Fault::at(words.len(), Reason::NotKept))
            }
        }
    }
}

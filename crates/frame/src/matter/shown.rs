//! One matter as a page shows it, whatever its kind: names looked up once, then head, rail, schedule, acts, history.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use kernel::access::Role;
use kernel::clock::Instant;
use kernel::error::Error;
use kernel::id::Id;
use kernel::matter::{Standing, Task, link, task};
use kernel::person;
use procedure::{Offer, RefusalKind, main_line};
use text::{Arg, Lang};
use workday::Calendar;

use super::act::words;
use super::explain;
use super::lamp::lamp_of;
use super::told::own_or;
use crate::ui::{
    Act, Acts, Facts, Head, Lamp, Links, Rail, RailStep, Schedule, ScheduleBar, StepState,
};
use crate::{App, SignedIn};

/// A matter with everything its page looks up.
pub struct Shown<'a> {
    pub visit: &'a SignedIn,
    pub standing: &'a Standing,
    pub calendar: Arc<Calendar>,
    pub today: NaiveDate,
    /// Every task it ever had.
    pub tasks: Vec<Task>,
    units: HashMap<Id, String>,
    people: HashMap<Id, String>,
    offers: Vec<Offer>,
    /// What areas offer on its page.
    about: Vec<(String, &'static str)>,
}

impl<'a> Shown<'a> {
    /// Looks up what every page of a matter needs: three statements.
    pub async fn new(
        app: &App,
        visit: &'a SignedIn,
        standing: &'a Standing,
    ) -> Result<Shown<'a>, Error> {
        let kernel = app.kernel();
        let db = &kernel.db;
        let calendar = kernel.calendars.current(db, kernel.now()).await?;
        let tasks = task::all_of(db, standing.matter.id).await?;
        let units = kernel
            .directory
            .of(db, standing.matter.organ_id)
            .await?
            .iter()
            .map(|u| (u.id, u.short_name.clone()))
            .collect();
        let mut asked: BTreeSet<Id> = tasks.iter().filter_map(Task::person).collect();
        asked.extend(standing.matter.proposer);
        asked.extend(standing.matter.key_leader);
        asked.extend(standing.case.people());
        let asked: Vec<Id> = asked.into_iter().collect();
        let people = person::names(db, &asked).await?.into_iter().collect();
        Ok(Shown {
            visit,
            standing,
            calendar,
            today: visit.actor().today,
            tasks,
            units,
            people,
            offers: standing.offers(visit.actor()),
            about: app.about(visit.actor(), &standing.matter),
        })
    }

    pub(super) fn lang(&self) -> Lang {
        self.visit.lang
    }

    pub fn unit(&self, id: Id) -> String {
        self.units.get(&id).cloned().unwrap_or_default()
    }

    pub fn person(&self, id: Id) -> String {
        self.people.get(&id).cloned().unwrap_or_default()
    }

    /// The state in words.
    pub fn state(&self) -> String {
        if self.standing.matter.historic {
            return self.visit.t("matter-historic");
        }
        let def = &self.standing.pinned.definition;
        words(self.lang(), &def.state_title(&self.standing.matter.state))
    }

    /// A step or an end in words.
    pub fn step(&self, id: &str) -> String {
        words(
            self.lang(),
            &self.standing.pinned.definition.state_title(id),
        )
    }

    /// The acts as this reader meets them.
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// Who a task lies with, in words.
    pub fn holder(&self, task: &Task) -> String {
        if let Some(person) = task.person() {
            return self.person(person);
        }
        let role = text::t(self.lang(), &format!("role-{}", task.role));
        match self.units.get(&task.holder) {
            Some(unit) if Role::parse(&task.role).is_some() => {
                let key = match task.role.as_str() {
                    "unit_liaison" | "section" | "unit_deputy_leader" | "unit_principal" => {
                        format!("holder-{}", task.role)
                    }
                    _ => "holder-other".to_owned(),
                };
                let args = [("unit", Arg::Str(unit)), ("role", Arg::Str(&role))];
                text::ta(self.lang(), &key, &args)
            }
            _ => role,
        }
    }

    /// The lamp of a pair of dates.
    pub fn lamp(&self, due: Option<NaiveDate>, lamp: Option<workday::Lamp>) -> Lamp {
        lamp_of(self.lang(), self.today, &self.calendar, due, lamp)
    }

    /// Head of the page: number and kind, title, by when, whose turn, and the one act that is mine to do next.
    pub fn head(&self) -> Head {
        let matter = &self.standing.matter;
        let kind = text::t(self.lang(), &format!("kind-{}", matter.kind));
        let mut head = Head::new(&matter.title).eyebrow(match &matter.number {
            Some(number) => format!("{kind} {number}"),
            None => kind,
        });
        if matter.key_leader.is_some() {
            head = head.tag(self.visit.t("matter-key"));
        }
        if matter.confidentiality().hides() {
            head = head.tag(text::t(
                self.lang(),
                &format!("confidentiality-{}", matter.confidentiality),
            ));
        }
        head = head.answer(self.visit.t("matter-state"), &self.state());
        if matter.open {
            head = self.when(head);
            let turn: Vec<String> = self.standing.tasks.iter().map(|t| self.holder(t)).fold(
                Vec::new(),
                |mut out, who| {
                    if !out.contains(&who) {
                        out.push(who);
                    }
                    out
                },
            );
            head = head.turn(self.visit, &turn.join("、"));
        }
        for (href, key) in &self.about {
            head = head.button(href.as_str(), self.visit.t(key));
        }
        head.acts(self.acts())
    }

    /// By when, with the way to where the date is explained.
    fn when(&self, head: Head) -> Head {
        let matter = &self.standing.matter;
        let why = format!("{}#dates", self.standing.kind.address(matter.id));
        let lamp = self.lamp(matter.due_on, matter.lamp(self.today));
        head.when(self.visit, &lamp, matter.due_on, &why)
    }

    /// The acts: mine to do next filled, the others drawn, the refused with who can.
    pub fn acts(&self) -> Acts {
        let mut next = true;
        let mut all = Vec::new();
        let systems = |o: &Offer| self.standing.pinned.definition.is_systems(&o.act);
        let owed = self.owed();
        for offer in self.offers.iter().filter(|o| !systems(o)) {
            let href = self.act_href(offer);
            match &offer.result {
                Ok(()) => {
                    let first = next
                        && !offer.grave
                        && (offer.forward || owed.is_some_and(|o| o.act == offer.act));
                    next &= !first;
                    all.push(Act {
                        words: self.act_words(offer),
                        href,
                        refusal: String::new(),
                        next: first,
                        grave: offer.grave,
                    });
                }
                // What belongs to another step is not for this moment; the procedure's picture shows it.
                Err(refusal) if refusal.kind == RefusalKind::NotHere => {}
                Err(refusal) => all.push(Act {
                    words: words(self.lang(), &offer.title),
                    href,
                    refusal: words(self.lang(), &refusal.message),
                    next: false,
                    grave: false,
                }),
            }
        }
        all.sort_by_key(|a| !a.next);
        Acts::new(self.visit, all)
    }

    /// The one act asked of the reader on a step he holds, where none moves the matter on by itself: a verdict among
    /// several.
    fn owed(&self) -> Option<&Offer> {
        let holdings = self.visit.actor().holdings();
        let held = |token: u64| {
            let mut tasks = self.standing.tasks.iter();
            tasks.any(|t| t.id.0 as u64 == token && !t.side && t.is_held_by(&holdings))
        };
        let open = |o: &&Offer| o.result.is_ok() && !o.grave;
        if self.offers.iter().filter(open).any(|o| o.forward) {
            return None;
        }
        let mut mine = self
            .offers
            .iter()
            .filter(open)
            .filter(|o| o.token.is_some_and(held));
        let first = mine.next();
        first.filter(|_| mine.next().is_none())
    }

    /// An act's title; with its unit where several units have the same one open.
    fn act_words(&self, offer: &Offer) -> String {
        let title = words(self.lang(), &offer.title);
        let same = self
            .offers
            .iter()
            .filter(|o| o.act == offer.act && o.result.is_ok())
            .count();
        let unit = offer
            .token
            .and_then(|t| self.standing.tasks.iter().find(|s| s.id.0 as u64 == t))
            .and_then(|t| t.branch_unit);
        match unit {
            Some(unit) if same > 1 => format!("{title} · {}", self.unit(unit)),
            _ => title,
        }
    }

    fn act_href(&self, offer: &Offer) -> String {
        let id = self.standing.matter.id;
        match offer.token {
            Some(token) => format!("/matters/{id}/acts/{}?task={}", offer.act, Id(token as i64)),
            None => format!("/matters/{id}/acts/{}", offer.act),
        }
    }

    /// The question of an act that asks for nothing.
    pub(crate) fn plain_question(&self, offer: &Offer) -> String {
        let title = words(self.lang(), &offer.title);
        text::ta(
            self.lang(),
            "matter-act-plain",
            &[("act", Arg::Str(&title))],
        )
    }

    /// The head of an act's form: the act, the matter it is about, where that stands and by when.
    pub(crate) fn act_head(&self, title: &str) -> Head {
        let matter = &self.standing.matter;
        let kind = text::t(self.lang(), &format!("kind-{}", matter.kind));
        let number = matter.number.as_deref().unwrap_or_default();
        let head = Head::new(title)
            .eyebrow(format!("{kind} {number}").trim_end())
            .lede(&matter.title)
            .answer(self.visit.t("matter-state"), &self.state());
        if matter.open { self.when(head) } else { head }
    }

    /// What whoever does `act` reads first, as far as its kind says; nothing where the act is not open to him.
    pub(crate) fn in_view(&self, offer: &Offer) -> Option<Facts> {
        offer.result.as_ref().ok()?;
        let unit = offer
            .token
            .and_then(|t| self.standing.tasks.iter().find(|s| s.id.0 as u64 == t))
            .and_then(|t| t.branch_unit);
        let lines = self.standing.case.in_view(self.lang(), &offer.act, unit);
        let facts = Facts::new(self.visit);
        (!lines.is_empty()).then(|| lines.into_iter().fold(facts, |f, (l, w)| f.line(l, w)))
    }

    /// The matters linked with this one that exist for the reader, each with what they are to each other.
    pub async fn linked(&self, app: &App) -> Result<Option<Links>, Error> {
        let all = link::linked(
            &app.kernel().db,
            self.visit.actor(),
            self.standing.matter.id,
        )
        .await?;
        let one = |l: link::Linked| {
            let way = if l.outward { "to" } else { "from" };
            let key = format!("link-{}-{way}", l.relation.replace('_', "-"));
            let name = match l.number {
                Some(number) => format!("{number} {}", l.title),
                None => l.title,
            };
            let words = [
                ("relation", text::t(self.lang(), &key).into()),
                ("matter", name.into()),
            ];
            (
                format!("/matters/{}", l.id),
                text::ta(self.lang(), "matter-link", &words),
            )
        };
        let links: Vec<(String, String)> = all.into_iter().map(one).collect();
        Ok((!links.is_empty()).then(|| Links::new(links)))
    }

    /// The rail of steps: done, running, ahead, with dates and slack.
    pub fn rail(&self) -> Rail {
        let def = &self.standing.pinned.definition;
        let schedule = self.standing.schedule(&self.calendar, self.today);
        let running = |step: &str| {
            self.standing
                .tasks
                .iter()
                .find(|t| t.step == step && !t.side)
        };
        let line = main_line(def);
        let now = line.iter().position(|s| running(&s.id).is_some());
        let steps = line
            .iter()
            .enumerate()
            .map(|(i, step)| {
                let finished = self
                    .tasks
                    .iter()
                    .filter(|t| t.step == step.id && t.state == "done")
                    .max_by_key(|t| t.closed_at);
                let state = match (now, finished) {
                    _ if running(&step.id).is_some() => StepState::Now,
                    (Some(at), Some(_)) if i < at => StepState::Done,
                    (Some(at), None) if i < at => StepState::Skipped,
                    (Some(_), _) => StepState::Ahead,
                    (None, Some(_)) => StepState::Done,
                    (None, None) => StepState::Skipped,
                };
                let mut out = RailStep::new(words(self.lang(), &step.title), state);
                match state {
                    StepState::Now => {
                        if let Some(t) = running(&step.id) {
                            out.who = self.holder(t);
                            out.due = t.due_on;
                            out.provisional = t.provisional;
                            out.lamp = Some(self.lamp(t.due_on, t.lamp(self.today)));
                        }
                    }
                    StepState::Done => {
                        if let Some(t) = finished {
                            out.who = self.holder(t);
                            out.done = t.closed_at.map(|at| Instant(at).day());
                        }
                    }
                    StepState::Ahead => {
                        let slot = schedule
                            .as_ref()
                            .and_then(|s| s.slots.iter().find(|slot| slot.id == step.id));
                        if let Some(slot) = slot {
                            out.due = Some(slot.latest_finish);
                            out.slack = Some(slot.slack).filter(|days| *days >= 0);
                            out.provisional = slot.provisional;
                        }
                        out.who = words(self.lang(), &def.vocabulary.role_title(&step.owner));
                    }
                    StepState::Skipped => {}
                }
                out
            })
            .collect();
        Rail::new(self.visit, steps)
    }

    /// The backward schedule as bars; none where no limit of the whole runs.
    pub fn schedule(&self) -> Option<Schedule> {
        let schedule = self.standing.schedule(&self.calendar, self.today)?;
        let def = &self.standing.pinned.definition;
        let bars: Vec<ScheduleBar> = schedule
            .slots
            .iter()
            .map(|slot| {
                let step = def.step(&slot.id);
                let limit = step.and_then(|s| def.limit_of(s, &self.standing.pinned.pack));
                let why = match limit {
                    Some((limit, source)) => {
                        let long = explain::length(self.lang(), limit);
                        match source {
                            Some(source) => {
                                format!("{long} · {}", explain::said(self.lang(), &source))
                            }
                            None => long,
                        }
                    }
                    None => String::new(),
                };
                ScheduleBar {
                    title: step.map_or_else(String::new, |s| words(self.lang(), &s.title)),
                    start: slot.earliest_start,
                    finish: slot.earliest_finish,
                    latest: slot.latest_finish,
                    tone: if slot.late {
                        3
                    } else if slot.slack <= 2 {
                        2
                    } else {
                        0
                    },
                    why,
                }
            })
            .collect();
        Some(Schedule::new(
            self.visit,
            self.visit.t("matter-schedule"),
            &bars,
            self.today,
        ))
    }

    /// The dates with the explanation behind each.
    pub fn dates(&self) -> Result<Facts, Error> {
        let matter = &self.standing.matter;
        let mut facts = Facts::new(self.visit).line(
            own_or(
                self.lang(),
                &format!("matter-received-{}", matter.kind),
                "matter-received",
            ),
            text::date::date(self.lang(), matter.received_on),
        );
        if matter.term
            && let Some(explained) = self.standing.explain_due(&self.calendar)?
        {
            let shown = explained.date().map_or_else(
                || self.visit.t("matter-clock-stands"),
                |due| text::date::date(self.lang(), due),
            );
            facts = facts
                .line(self.visit.t("matter-due"), shown)
                .why(explain::sentences(self.lang(), &explained).join("\n"));
        }
        for t in &self.standing.tasks {
            let title = words(
                self.lang(),
                &self.standing.pinned.definition.state_title(&t.step),
            );
            let label = match t.branch_unit {
                Some(unit) => format!("{title} · {}", self.unit(unit)),
                None => title,
            };
            if let Some(explained) = self.standing.explain_task(t, &self.calendar)?
                && let Some(due) = explained.date()
            {
                facts = facts
                    .line(label, text::date::date(self.lang(), due))
                    .why(explain::sentences(self.lang(), &explained).join("\n"));
            }
        }
        if let Some(closed) = matter.closed_on {
            facts = facts.line(
                self.visit.t("matter-closed"),
                text::date::date(self.lang(), closed),
            );
        }
        Ok(facts)
    }
}

//! Jobs over the fortnight around today: past ones closed, today's dispatched, some waiting for a technician.

use feltbok_domain::{
    calendar::WorkingCalendar,
    job_life::{JobStatus, Priority},
    model::{Agreement, Calendar, Equipment, Job, ScheduledSlot, StatusChange, Targets, Technician},
    target::TargetSet,
    work_type::WorkType,
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::time, tz::TimeZone};

use super::{COMPANY_ID, Size, customers::Place, id, mix::mix};

/// What customers report, by work type and in the customer's language order.
const SYMPTOMS: [(WorkType, [&str; 5]); 6] = [
    (
        WorkType::BreakdownRepair,
        [
            "Paper jams in tray 2, several times a day.",
            "Papirstopp i skuff 2, flere ganger om dagen.",
            "Зминає папір у лотку 2, кілька разів на день.",
            "کاغذ در سینی ۲ روزی چند بار گیر می‌کند.",
            "2号纸盒每天多次卡纸。",
        ],
    ),
    (
        WorkType::BreakdownRepair,
        [
            "Dark streaks on every page.",
            "Mørke striper på alle sider.",
            "Темні смуги на кожній сторінці.",
            "روی همهٔ صفحه‌ها خط تیره می‌افتد.",
            "每页都有深色条纹。",
        ],
    ),
    (
        WorkType::BreakdownRepair,
        [
            "Shows an error code and stops.",
            "Viser feilkode og stopper.",
            "Показує код помилки й зупиняється.",
            "کد خطا نشان می‌دهد و متوقف می‌شود.",
            "显示错误代码后停机。",
        ],
    ),
    (
        WorkType::PmVisit,
        [
            "Planned maintenance visit.",
            "Planlagt vedlikeholdsbesøk.",
            "Плановий візит обслуговування.",
            "بازدید دوره‌ای سرویس.",
            "计划维护。",
        ],
    ),
    (WorkType::MeterReading, ["Meter reading.", "Telleravlesning.", "Зняття показників.", "خواندن کنتور.", "抄表。"]),
    (
        WorkType::Installation,
        [
            "Set up scan to folder for a new department.",
            "Sett opp skanning til mappe for ny avdeling.",
            "Налаштувати сканування в папку для нового відділу.",
            "راه‌اندازی اسکن به پوشه برای واحد جدید.",
            "为新部门设置扫描到文件夹。",
        ],
    ),
];

struct Context<'a> {
    places: &'a [Place],
    agreements: &'a [Agreement],
    calendars: &'a [Calendar],
    technicians: &'a [Technician],
    now: Timestamp,
}

pub fn jobs(
    size: Size,
    places: &[Place],
    equipment: &[Equipment],
    agreements: &[Agreement],
    calendars: &[Calendar],
    technicians: &[Technician],
    now: Timestamp,
) -> Vec<Job> {
    let context = Context { places, agreements, calendars, technicians, now };
    (0..size.jobs).map(|n| job(n, size, &equipment[n % equipment.len()], &context)).collect()
}

fn job(n: usize, size: Size, machine: &Equipment, context: &Context<'_>) -> Job {
    let place =
        context.places.iter().find(|place| place.customer.id == machine.customer_id).expect("a machine has a customer");
    // The first job of the first technician is always a breakdown: it is the one a newcomer tries first.
    let story = if n == 0 { 0 } else { mix("symptom", n, SYMPTOMS.len()) };
    let (work_type, texts) = &SYMPTOMS[story];
    let plan = plan(n, size);
    let agreement = context.agreements.iter().find(|agreement| agreement.equipment_ids.contains(&machine.id));
    let registered_at =
        context.now.saturating_sub(SignedDuration::from_hours(plan.registered_hours_ago)).expect("within the calendar");
    let priority = [Priority::Normal, Priority::Critical, Priority::Low][n % 3];
    let slot = plan.slot.map(|(days, at)| slot(context.now, days, at));
    let technician = plan.technician.map(|t| &context.technicians[t % context.technicians.len()]);
    let mut job = Job {
        id: id("job", n),
        number: format!("J{}-{:05}", context.now.to_zoned(TimeZone::UTC).year(), 1 + n),
        work_type: *work_type,
        priority,
        status: JobStatus::Registered,
        customer_id: place.customer.id,
        site_id: machine.site_id,
        contact_id: place.contacts.first().map(|contact| contact.id),
        equipment_id: Some(machine.id),
        agreement_id: agreement.map(|agreement| agreement.id),
        reported_symptom: texts[place.country].into(),
        registered_at,
        targets: targets(agreement, context.calendars, place, priority, registered_at),
        pauses: Vec::new(),
        technician_id: technician.map(|technician| technician.id),
        slot,
        block_reason: None,
        block_override: None,
        remote: false,
        history: Vec::new(),
        dispatch_note: String::new(),
    };
    let mut at = registered_at;
    for to in plan.steps {
        at = at.saturating_add(SignedDuration::from_mins(35)).expect("within the calendar");
        let change = StatusChange {
            from: job.status,
            to: *to,
            at,
            by: COMPANY_ID,
            by_name: "Sample company".into(),
            reason: None,
        };
        job.status = *to;
        job.history.push(change);
    }
    job
}

struct Plan {
    steps: &'static [JobStatus],
    registered_hours_ago: i64,
    technician: Option<usize>,
    /// Days from today and the place in that day.
    slot: Option<(i64, usize)>,
}

/// Of every hundred jobs about a third are today's and tomorrow's, a quarter unassigned, the rest done.
fn plan(n: usize, size: Size) -> Plan {
    use JobStatus::{Closed, Completed, Dispatched, Reviewed, Scheduled, Triaged};
    const OPEN: &[JobStatus] = &[Triaged, Scheduled, Dispatched];
    const DONE: &[JobStatus] = &[
        Triaged,
        Scheduled,
        Dispatched,
        JobStatus::Accepted,
        JobStatus::Travelling,
        JobStatus::OnSite,
        Completed,
        Reviewed,
        Closed,
    ];
    let hours = |spread: usize| i64::try_from(2 + mix("registered", n, spread)).expect("a few days");
    if n < size.first_technician_jobs {
        let day = i64::try_from(n / 6).expect("few days");
        return Plan { steps: OPEN, registered_hours_ago: hours(30), technician: Some(0), slot: Some((day, n % 6)) };
    }
    match n % 4 {
        0 | 1 => Plan {
            steps: OPEN,
            registered_hours_ago: hours(40),
            technician: Some(1 + n % 5),
            slot: Some((i64::try_from(n % 7).expect("a week"), n % 6)),
        },
        2 => Plan { steps: &[Triaged], registered_hours_ago: hours(60), technician: None, slot: None },
        _ => Plan {
            steps: DONE,
            registered_hours_ago: 100 + hours(200),
            technician: Some(n % 6),
            slot: Some((-i64::try_from(1 + n % 7).expect("a week"), n % 6)),
        },
    }
}

/// The day in order: from eight o'clock, an hour and a quarter each.
fn slot(now: Timestamp, days: i64, at: usize) -> ScheduledSlot {
    let zone = TimeZone::get("Europe/Oslo").expect("the zone table is bundled");
    let day = now.to_zoned(zone.clone()).date().saturating_add(days.days());
    let eight = zone.to_timestamp(day.to_datetime(time(8, 0, 0, 0))).expect("eight o'clock is no gap");
    let start = eight
        .saturating_add(SignedDuration::from_mins(75 * i64::try_from(at).expect("few a day")))
        .expect("within the calendar");
    ScheduledSlot { start, minutes: 60 }
}

fn targets(
    agreement: Option<&Agreement>,
    calendars: &[Calendar],
    place: &Place,
    priority: Priority,
    from: Timestamp,
) -> Targets {
    let promised = agreement.map_or_else(TargetSet::default, |agreement| agreement.terms.targets);
    let calendar = &calendars[place.country];
    let due = |minutes: u32| WorkingCalendar::due(&calendar.hours, from, minutes, &[]).ok();
    let on_site_minutes = promised.on_site(priority);
    Targets {
        remote_answer_due: due(promised.remote_answer_minutes),
        on_site_due: due(on_site_minutes),
        parts_due: None,
        calendar_id: Some(calendar.id),
        on_site_minutes,
    }
}

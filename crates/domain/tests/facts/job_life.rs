//! R4–R8 and R10: states, owners, blocks, outcomes and release.

use std::collections::BTreeSet;

use feltbok_domain::{
    entitlement::AgreementTemplate,
    job_life::{
        BlockCause, BlockEffect, JobStatus, OutcomeGap, Release, Side, Step, block_cause, block_effect, judge,
        next_steps, release, status_after, what_is_missing,
    },
    model::{Agreement, CloseOut, MachineState, Outcome},
    work_type::WorkType,
};

use crate::{id, on};

#[test]
fn the_usual_day_goes_through_its_states() {
    use JobStatus::*;
    let day = [
        (Registered, Triaged, Side::Dispatch),
        (Triaged, Remote, Side::Dispatch),
        (Remote, Scheduled, Side::Dispatch),
        (Scheduled, Dispatched, Side::Dispatch),
        (Dispatched, Accepted, Side::Technician),
        (Accepted, Travelling, Side::Technician),
        (Travelling, OnSite, Side::Technician),
        (OnSite, Completed, Side::Technician),
        (Completed, Reviewed, Side::Dispatch),
        (Reviewed, Closed, Side::Dispatch),
    ];
    for (from, to, side) in day {
        assert_eq!(judge(from, to, side), Step::Allowed, "{from:?} → {to:?}");
    }
}

#[test]
fn a_change_by_the_side_that_does_not_own_the_state_is_a_conflict() {
    use JobStatus::*;
    for (from, to, side) in [
        (OnSite, Cancelled, Side::Dispatch),
        (Travelling, Scheduled, Side::Dispatch),
        (Accepted, Blocked, Side::Dispatch),
        (Cancelled, Completed, Side::Technician),
        (Scheduled, Accepted, Side::Technician),
        (Reviewed, OnSite, Side::Technician),
    ] {
        assert_eq!(judge(from, to, side), Step::Conflict, "{from:?} → {to:?}");
    }
}

#[test]
fn a_step_that_leads_nowhere_is_impossible() {
    use JobStatus::*;
    for (from, to, side) in [
        (OnSite, Reviewed, Side::Technician),
        (Registered, OnSite, Side::Dispatch),
        (Closed, Registered, Side::Dispatch),
        (Dispatched, Completed, Side::Technician),
        (OnSite, OnSite, Side::Technician),
    ] {
        assert_eq!(judge(from, to, side), Step::Impossible, "{from:?} → {to:?}");
    }
}

#[test]
fn dispatch_owns_what_lies_before_and_after_the_technicians_part() {
    use JobStatus::*;
    for status in JobStatus::ALL {
        let owned = [status.is_owned_by(Side::Dispatch), status.is_owned_by(Side::Technician)];
        let expected = match status {
            Accepted | Travelling | OnSite => [false, true],
            Dispatched | WaitingParts | WaitingCustomer | NoAccess => [true, true],
            _ => [true, false],
        };
        assert_eq!(owned, expected, "{status:?}");
    }
}

#[test]
fn every_state_is_reached_and_only_closed_is_final() {
    let steps = |status| [Side::Dispatch, Side::Technician].map(|side| next_steps(status, side)).concat();
    let reached: BTreeSet<JobStatus> = JobStatus::ALL.into_iter().flat_map(steps).collect();
    assert_eq!(reached, BTreeSet::from(JobStatus::ALL));
    for status in JobStatus::ALL {
        assert_eq!(steps(status).is_empty(), status == JobStatus::Closed, "{status:?}");
        assert!(
            !steps(status).contains(&status) || matches!(status, JobStatus::WaitingParts | JobStatus::WaitingCustomer)
        );
        for side in [Side::Dispatch, Side::Technician] {
            assert!(next_steps(status, side).is_empty() || status.is_owned_by(side), "{status:?} {side:?}");
        }
    }
}

fn agreement(change: impl FnOnce(&mut Agreement)) -> Agreement {
    let mut agreement = Agreement {
        id: id(1),
        number: "A-1".into(),
        customer_id: id(2),
        name: String::new(),
        terms: AgreementTemplate::FullService.terms(),
        from: on("2026-01-01"),
        until: on("2026-12-31"),
        signed: true,
        suspended: false,
        equipment_ids: Vec::new(),
        prepaid_lots: Vec::new(),
    };
    change(&mut agreement);
    agreement
}

#[test]
fn overdue_payment_or_an_agreement_out_of_force_blocks() {
    let cause = |agreement: &Agreement| block_cause(false, Some(agreement), on("2026-06-01"));
    assert_eq!(cause(&agreement(|_| ())), None);
    assert_eq!(block_cause(true, Some(&agreement(|_| ())), on("2026-06-01")), Some(BlockCause::OverduePayment));
    assert_eq!(block_cause(false, None, on("2026-06-01")), None);
    assert_eq!(cause(&agreement(|a| a.signed = false)), Some(BlockCause::AgreementUnsigned));
    assert_eq!(cause(&agreement(|a| a.until = on("2026-05-31"))), Some(BlockCause::AgreementEnded));
    assert_eq!(cause(&agreement(|a| a.until = on("2026-06-01"))), None);
    assert_eq!(cause(&agreement(|a| a.suspended = true)), Some(BlockCause::AgreementSuspended));
    assert_eq!(cause(&agreement(|a| a.from = on("2026-06-02"))), None);
    let ad_hoc = agreement(|a| {
        a.signed = false;
        a.terms = AgreementTemplate::None.terms();
    });
    assert_eq!(cause(&ad_hoc), None);
}

#[test]
fn a_block_stops_nothing_already_begun() {
    assert_eq!(block_effect(JobStatus::Scheduled, None), BlockEffect::Stops);
    assert_eq!(block_effect(JobStatus::Accepted, Some(" ")), BlockEffect::Stops);
    assert_eq!(block_effect(JobStatus::Travelling, None), BlockEffect::Warns);
    assert_eq!(block_effect(JobStatus::OnSite, None), BlockEffect::Warns);
    assert_eq!(block_effect(JobStatus::Scheduled, Some("paid by phone")), BlockEffect::Overridden);
}

#[test]
fn a_visit_that_cannot_finish_says_why_and_how_the_customer_works_on() {
    let empty = CloseOut::default();
    assert_eq!(what_is_missing(&empty, true), [OutcomeGap::Outcome, OutcomeGap::MachineState]);
    assert_eq!(what_is_missing(&empty, false), [OutcomeGap::Outcome]);
    let fixed =
        CloseOut { outcome: Some(Outcome::Fixed), machine_state: Some(MachineState::Working), ..CloseOut::default() };
    assert!(what_is_missing(&fixed, true).is_empty());
    let down =
        |outcome| CloseOut { outcome: Some(outcome), machine_state: Some(MachineState::Down), ..CloseOut::default() };
    let gaps = |outcome| what_is_missing(&down(outcome), true);
    assert_eq!(gaps(Outcome::WaitingParts), [OutcomeGap::PartsOrdered, OutcomeGap::Workaround]);
    assert_eq!(gaps(Outcome::WaitingCustomer), [OutcomeGap::Reason, OutcomeGap::Workaround]);
    assert_eq!(gaps(Outcome::FollowUp), [OutcomeGap::Reason, OutcomeGap::Workaround]);
    let limited = CloseOut { machine_state: Some(MachineState::Limited), ..fixed };
    assert_eq!(what_is_missing(&limited, true), [OutcomeGap::Workaround]);
    let with_loaner = CloseOut { loaner_offered: true, parts_ordered: vec![id(1)], ..down(Outcome::WaitingParts) };
    assert!(what_is_missing(&with_loaner, true).is_empty());
    let redirected =
        CloseOut { workaround: "prints to room 12".into(), reason: "key".into(), ..down(Outcome::FollowUp) };
    assert!(what_is_missing(&redirected, true).is_empty());
}

#[test]
fn the_outcome_is_a_step_that_the_technician_can_take() {
    for outcome in [Outcome::Fixed, Outcome::WaitingParts, Outcome::WaitingCustomer, Outcome::FollowUp] {
        assert_eq!(judge(JobStatus::OnSite, status_after(outcome), Side::Technician), Step::Allowed);
    }
    assert_eq!(status_after(Outcome::Fixed), JobStatus::Completed);
    assert_eq!(status_after(Outcome::FollowUp), JobStatus::Triaged);
}

#[test]
fn a_revoked_job_stays_until_the_server_has_everything() {
    assert_eq!(release(true, 0, 0), Release::Keep);
    assert_eq!(release(true, 3, 1), Release::Keep);
    assert_eq!(release(false, 1, 0), Release::WaitForServer { operations: 1, files: 0 });
    assert_eq!(release(false, 0, 2), Release::WaitForServer { operations: 0, files: 2 });
    assert_eq!(release(false, 0, 0), Release::Purge);
}

#[test]
fn work_that_can_be_solved_remotely_is_offered_to_remote_support_first() {
    let remote_first = WorkType::ALL.into_iter().filter(|work| work.remote_first());
    let expected =
        [WorkType::UserTraining, WorkType::BreakdownRepair, WorkType::MeterReading, WorkType::RemoteAssistance];
    assert_eq!(remote_first.collect::<Vec<_>>(), expected);
    assert!(WorkType::RemoteAssistance.is_remote() && !WorkType::BreakdownRepair.is_remote());
}

#[test]
fn waiting_for_the_customer_or_for_access_stops_the_clock() {
    let stopping = JobStatus::ALL.into_iter().filter(|status| status.stops_the_clock());
    assert_eq!(stopping.collect::<Vec<_>>(), [JobStatus::WaitingCustomer, JobStatus::NoAccess]);
    let done = JobStatus::ALL.into_iter().filter(|status| !status.is_open());
    let expected = [JobStatus::Cancelled, JobStatus::Completed, JobStatus::Reviewed, JobStatus::Closed];
    assert_eq!(done.collect::<Vec<_>>(), expected);
}

//! A visit without its taps, by the commands that the screens give: for journeys about what comes after the work.

use anyhow::{Context, Result, ensure};
use feltbok_domain::lang::Lang;
use feltbok_testkit::sample::{Size, sample};
use serde_json::json;

use crate::window::Window;

/// A job that the first technician has at a customer of one language.
pub struct CustomersJob {
    pub job_id: String,
    pub machine_id: String,
    pub customer: String,
    /// What the customer reported, in their language.
    pub reported: String,
}

impl CustomersJob {
    /// The first of the sample company's; its machine is on the technician's tablet.
    pub fn of(lang: Lang) -> Result<CustomersJob> {
        let size = Size::default();
        let made = sample(size, jiff::Timestamp::UNIX_EPOCH);
        let customer_of = |id| made.customers.iter().find(|customer| customer.id == id && customer.lang == lang);
        let mut jobs = made.jobs.iter().take(size.first_technician_jobs);
        let job = jobs.find(|job| customer_of(job.customer_id).is_some());
        let job = job.with_context(|| format!("the first technician has no job in {}", lang.tag()))?;
        let customer = customer_of(job.customer_id).context("a job has a customer")?;
        Ok(CustomersJob {
            job_id: job.id.to_string(),
            machine_id: job.equipment_id.context("a job names its machine")?.to_string(),
            customer: customer.name.clone(),
            reported: job.reported_symptom.clone(),
        })
    }
}

const WORK: &str = "const [jobId, equipmentId, done] = arguments;
    const call = (command, args) => window.__TAURI_INTERNALS__.invoke(command, { jobId, ...args });
    (async () => {
      let job = await call('open_job');
      for (const step of ['accept', 'drive', 'arrive']) if (job.card.next === step) job = await call(step);
      await call('confirm_machine', { equipmentId });
      let view = await call('diagnosis');
      let diagnosis = { ...view.diagnosis, actions: 'Cleaned and tested.', attribution: 'equipment_fault' };
      for (const [field, list] of [['symptom', 'symptoms'], ['cause', 'causes'], ['remedy', 'remedies']]) {
        diagnosis = { ...diagnosis, [field]: view[list][0].code };
        view = await call('save_diagnosis', { diagnosis });
      }
      if (view.quote?.needs_consent) {
        const answer = { accepted: true, name: 'The customer', role: '', aspect: 3, strokes: [], typed: true, reason: null };
        await call('answer_quote', { answer: { ...answer, shown_gross: view.quote.gross } });
      }
      for (const meter of await call('readings'))
        await call('put_reading', { meter: meter.meter, value: meter.last?.value ?? 0, resetReason: null });
      if (await call('checklist')) await call('check_all_ok');
      const closeOut = { outcome: 'fixed', reason: '', machine_state: 'working', workaround: '', parts_ordered: [], loaner_offered: false };
      const end = await call('save_close_out', { closeOut });
      return JSON.stringify(end.missing.filter((gap) => gap.required));
    })().then(done, (error) => done(JSON.stringify(error)));";

/// Drives, arrives, and does all that signing asks for.
pub async fn work(window: &Window, job: &CustomersJob) -> Result<()> {
    let missing = window.run_async(WORK, vec![json!(job.job_id), json!(job.machine_id)]).await?;
    ensure!(missing == "[]", "still missing before signing: {missing}");
    Ok(())
}

//! Pokes inside this process: a feed has moved. Polling is the truth, a lost poke only costs time.

use feltbok_domain::ids::Id;
use feltbok_protocol::feed::FeedId;
use feltbok_server_store::api::Moved;
use tokio::sync::{broadcast, watch};

/// Pokes that a slow listener may lag behind; beyond it is told to look at everything.
const LAG_MAX: usize = 1024;

/// A feed of a company has a new head.
#[derive(Debug, Clone, PartialEq)]
pub struct CompanyPoke {
    pub company_id: Id,
    pub feed: FeedId,
    pub head: u64,
    /// The tablet whose push moved it: the answer, or the sync right behind it, brings it that news.
    pub by: Option<Id>,
}

/// The hub that writers publish to and listeners subscribe to.
#[derive(Clone)]
pub struct Pokes {
    sender: broadcast::Sender<CompanyPoke>,
    /// Companies of which something changed that a console may show, whether or not a feed moved.
    office: broadcast::Sender<Id>,
    /// Tablets that were shut out, with their company.
    shut_out: broadcast::Sender<(Id, Id)>,
    stop: watch::Sender<bool>,
}

impl Default for Pokes {
    fn default() -> Self {
        Pokes {
            sender: broadcast::channel(LAG_MAX).0,
            office: broadcast::channel(LAG_MAX).0,
            shut_out: broadcast::channel(LAG_MAX).0,
            stop: watch::channel(false).0,
        }
    }
}

impl Pokes {
    /// Tells of feeds that moved, by the push of a tablet if one is named.
    pub fn publish(&self, company_id: Id, moved: &Moved, by: Option<Id>) {
        // Nobody may be listening.
        let _ = self.office.send(company_id);
        for (feed, head) in moved {
            let _ = self.sender.send(CompanyPoke { company_id, feed: feed.clone(), head: *head, by });
        }
    }

    pub fn subscribe(&self) -> broadcast::Receiver<CompanyPoke> {
        self.sender.subscribe()
    }

    /// For consoles: companies in which something was written.
    pub fn subscribe_office(&self) -> broadcast::Receiver<Id> {
        self.office.subscribe()
    }

    /// Tells a listening tablet that it is shut out: it asks, and hears why.
    pub fn shut_out(&self, company_id: Id, tablet_id: Id) {
        // Nobody may be listening.
        let _ = self.shut_out.send((company_id, tablet_id));
    }

    /// Ready once this tablet is shut out, from now on; or when so many were that it may have been among them.
    pub fn is_shut_out(&self, company_id: Id, tablet_id: Id) -> impl Future<Output = ()> + Send + use<> {
        let mut shut_out = self.shut_out.subscribe();
        async move { while shut_out.recv().await.is_ok_and(|who| who != (company_id, tablet_id)) {} }
    }

    /// Ends every stream of pokes: they would hold up a graceful stop for ever.
    pub fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Ready once the server stops.
    pub fn stopped(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut stop = self.stop.subscribe();
        async move {
            // An error means that the hub is gone: stopped as well.
            let _ = stop.wait_for(|stopped| *stopped).await;
        }
    }
}

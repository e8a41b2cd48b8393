//! Two machines: the tablet in a network namespace of its own, at a cable that can fall silent in either direction.
//!
//! A silent cable refuses nothing: frames go to an address that nobody has. No reset comes and no error, so that only the
//! deadlines of either side end a wait.

use std::{net::Ipv4Addr, process::Command};

use anyhow::{Result, bail};

const SERVER_MAC: &str = "02:fb:00:00:00:01";
const TABLET_MAC: &str = "02:fb:00:00:00:02";
const NOBODY: &str = "02:fb:00:00:00:99";

/// Which frames are lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    Both,
    /// What the tablet says.
    Requests,
    /// What the server says: it acts, and nobody hears of it.
    Answers,
}

pub struct Cable {
    /// The tablet's namespace.
    pub namespace: String,
    server_end: String,
    tablet_end: String,
    net: u8,
}

impl Cable {
    /// Lays it between this namespace and a new one; needs root.
    ///
    /// Errors: what the system said, where namespaces are not permitted.
    pub fn lay() -> Result<Cable> {
        let number = std::process::id();
        let net = u8::try_from(number % 250)?;
        let cable = Cable {
            namespace: format!("feltbok-{number}"),
            server_end: format!("fbs{number}"),
            tablet_end: format!("fbt{number}"),
            net,
        };
        ip(&["netns", "add", &cable.namespace])?;
        let (server, tablet) = (cable.server_end.as_str(), cable.tablet_end.as_str());
        let peer = ["peer", "name", tablet, "address", TABLET_MAC, "netns", &cable.namespace];
        ip(&[&["link", "add", server, "address", SERVER_MAC, "type", "veth"][..], &peer].concat())?;
        ip(&["addr", "add", &format!("{}/30", cable.server()), "dev", server])?;
        ip(&["link", "set", server, "up"])?;
        cable.inside(&["addr", "add", &format!("{}/30", cable.tablet()), "dev", tablet])?;
        cable.inside(&["link", "set", tablet, "up"])?;
        cable.inside(&["link", "set", "lo", "up"])?;
        cable.heal()?;
        Ok(cable)
    }

    /// Where the server is.
    pub fn server(&self) -> Ipv4Addr {
        Ipv4Addr::new(10, 203, self.net, 1)
    }

    fn tablet(&self) -> Ipv4Addr {
        Ipv4Addr::new(10, 203, self.net, 2)
    }

    pub fn cut(&self, silence: Silence) -> Result<()> {
        if silence != Silence::Answers {
            self.tablet_talks_to(NOBODY)?;
        }
        if silence != Silence::Requests {
            self.server_talks_to(NOBODY)?;
        }
        Ok(())
    }

    pub fn heal(&self) -> Result<()> {
        self.tablet_talks_to(SERVER_MAC)?;
        self.server_talks_to(TABLET_MAC)
    }

    fn tablet_talks_to(&self, mac: &str) -> Result<()> {
        let server = self.server().to_string();
        self.inside(&["neigh", "replace", &server, "lladdr", mac, "dev", &self.tablet_end, "nud", "permanent"])
    }

    fn server_talks_to(&self, mac: &str) -> Result<()> {
        let tablet = self.tablet().to_string();
        ip(&["neigh", "replace", &tablet, "lladdr", mac, "dev", &self.server_end, "nud", "permanent"])
    }

    fn inside(&self, arguments: &[&str]) -> Result<()> {
        ip(&[&["-n", self.namespace.as_str()][..], arguments].concat())
    }
}

impl Drop for Cable {
    fn drop(&mut self) {
        ip(&["link", "del", &self.server_end]).ok();
        ip(&["netns", "del", &self.namespace]).ok();
    }
}

fn ip(arguments: &[&str]) -> Result<()> {
    let done = Command::new("ip").args(arguments).output()?;
    if done.status.success() {
        return Ok(());
    }
    bail!("ip {}: {}", arguments.join(" "), String::from_utf8_lossy(&done.stderr).trim())
}

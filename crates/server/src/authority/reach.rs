//! Which addresses the server may ask on behalf of an admin: no machine of the operator's own network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::{
    Url,
    dns::{Addrs, Name, Resolve, Resolving},
};

/// True for an address of the open internet.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_own = address.is_private() || address.is_loopback() || address.is_link_local();
    let is_nobodys = address.is_multicast() || address.is_documentation();
    // This network, carriers' shared addresses (RFC 6598), protocol assignments, benchmarks, the reserved rest.
    let is_special = a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a, b, c) == (192, 0, 0)
        || (a == 198 && (18..20).contains(&b))
        || a >= 240;
    !(is_own || is_nobodys || is_special)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, third, ..] = address.segments();
    let octets = address.octets();
    let tail = |from: usize| Ipv4Addr::new(octets[from], octets[from + 1], octets[from + 2], octets[from + 3]);
    if let Some(inside) = address.to_ipv4_mapped() {
        return is_public_v4(inside);
    }
    match (first, second) {
        // An IPv4 address in another dress: NAT64, 6to4.
        (0x64, 0xff9b) if third == 0 => is_public_v4(tail(12)),
        (0x2002, _) => is_public_v4(tail(2)),
        // Teredo hides one, 2001:db8 is for books.
        (0x2001, 0 | 0xdb8) => false,
        // Global unicast is all that is given out.
        _ => first & 0xe000 == 0x2000,
    }
}

/// True when the address of `url` is written out and is none of the open internet.
pub fn names_private(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let is_local_name = host.trim_end_matches('.').rsplit('.').next().is_some_and(|last| last == "localhost");
    is_local_name || literal.is_ok_and(|address| !is_public(address))
}

/// Finds public addresses only; the connection is made to the very addresses that were looked at.
pub(super) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err(format!("{} has no address outside private networks", name.as_str()).into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_ones_own_network_are_not_public_in_any_dress() {
        let private = [
            "127.0.0.1",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::10.0.0.1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
        ];
        for address in private {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in ["1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::1.1.1.1"] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn written_out_addresses_are_seen_however_they_are_written() {
        let private = [
            "http://127.0.0.1:8430/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://[::1]/",
            "http://localhost/",
            "http://tsa.localhost./",
            "http://LOCALHOST:80/",
            "http://169.254.169.254/latest",
        ];
        for url in private {
            assert!(names_private(&url.parse().unwrap()), "{url}");
        }
        for url in ["http://tsa.example/", "https://1.1.1.1/tsr"] {
            assert!(!names_private(&url.parse().unwrap()), "{url}");
        }
    }

    #[tokio::test]
    async fn a_name_of_this_machine_has_no_public_address() {
        let name: Name = "localhost".parse().unwrap();
        assert!(PublicOnly.resolve(name).await.is_err());
    }
}

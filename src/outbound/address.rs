//! Which addresses are of the public internet: only these may be connected to. What is not known to be public is
//! not.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// IPv4 blocks that are not of the public internet, each with the length of its prefix; and one address that a large
/// cloud answers its own machines at.
const NOT_PUBLIC_4: [(Ipv4Addr, u32); 16] = [
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(168, 63, 129, 16), 32),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// The only IPv6 block that public unicast addresses are given from.
const PUBLIC_6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// What within it is not public: protocol assignments (Teredo among them), documentation, 6to4.
const NOT_PUBLIC_6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// Whether an address is a unicast address of the public internet. An IPv4 address within an IPv6 one is not: it
/// would be reached by a way that nobody means.
pub fn is_global_unicast(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !NOT_PUBLIC_4.iter().any(|(block, length)| {
            let shift = 32_u32.saturating_sub(*length);
            u32::from(address).checked_shr(shift) == u32::from(*block).checked_shr(shift)
        }),
        IpAddr::V6(address) => {
            let within = |(block, length): &(Ipv6Addr, u32)| {
                let shift = 128_u32.saturating_sub(*length);
                u128::from(address).checked_shr(shift) == u128::from(*block).checked_shr(shift)
            };
            within(&PUBLIC_6) && !NOT_PUBLIC_6.iter().any(within)
        }
    }
}

//! Sending a body to an address that someone else names, without being led anywhere else: into the own network, to a
//! second address, through a redirect. It does not know what is sent, nor when it is sent again.

mod address;
mod courier;
mod destination;

pub use self::{
    address::is_global_unicast,
    courier::{Courier, Limits, Resolve, Resolving, SystemResolver, Undelivered},
    destination::{Destination, Refused, Rules},
};

#[cfg(test)]
mod tests;

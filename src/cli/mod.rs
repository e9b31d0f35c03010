//! The commands, one file each. They talk to the service and print for people; they know no database.

pub mod health;

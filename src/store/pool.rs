//! How the connections to the database are used. It knows no table.

use super::{Store, connect};

/// Connections of one pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolUse {
    /// What the pool is for: `read` or `write`.
    pub pool: &'static str,
    /// Connections that are open.
    pub open: u32,
    /// Those of them that nobody uses.
    pub idle: u32,
    /// The most there may be.
    pub most: u32,
}

impl Store {
    /// How the connections are used just now.
    pub fn pool_use(&self) -> Vec<PoolUse> {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let pools = [("read", &*self.read), ("write", &self.write)];
        pools
            .iter()
            .map(|(name, connection)| {
                let (open, idle, most) = if connect::is_sqlite(connection) {
                    let pool = connection.get_sqlite_connection_pool();
                    (pool.size(), pool.num_idle(), pool.options().get_max_connections())
                } else {
                    let pool = connection.get_postgres_connection_pool();
                    (pool.size(), pool.num_idle(), pool.options().get_max_connections())
                };
                PoolUse { pool: name, open, idle: number(idle), most }
            })
            .collect()
    }

    /// How many connections may read at a time.
    pub fn most_readers(&self) -> u32 {
        self.pool_use().iter().filter(|pool| pool.pool == "read").map(|pool| pool.most).sum()
    }
}

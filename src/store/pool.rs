//! How the connections to the database are used. It knows no table.

use super::{Store, connect};

/// Connections of one pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolUse {
    /// What the pool is for: `read`, `write`, or `all` where both are one.
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
        if connect::is_sqlite(&self.write) {
            let pools = [("read", &*self.read), ("write", &self.write)];
            return pools
                .iter()
                .map(|(name, connection)| {
                    let pool = connection.get_sqlite_connection_pool();
                    let most = pool.options().get_max_connections();
                    PoolUse { pool: name, open: pool.size(), idle: number(pool.num_idle()), most }
                })
                .collect();
        }
        let pool = self.write.get_postgres_connection_pool();
        let most = pool.options().get_max_connections();
        vec![PoolUse { pool: "all", open: pool.size(), idle: number(pool.num_idle()), most }]
    }
}

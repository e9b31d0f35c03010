//! Units as written, and their multiples.

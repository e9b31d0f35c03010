//! The address of the page that is shown, and those of its neighbours: the same question with one thing changed. It
//! does not know what the parameters mean.

use url::form_urlencoded::Serializer;

/// The parameters of the page, in the order that they are written in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    pairs: Vec<(&'static str, String)>,
}

impl Address {
    /// The same with a parameter; an empty one is left out.
    #[must_use]
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let mut pairs = self.pairs.clone();
        if value.is_empty() {
            pairs.retain(|(known, _)| *known != name);
        } else if let Some(pair) = pairs.iter_mut().find(|(known, _)| *known == name) {
            value.clone_into(&mut pair.1);
        } else {
            pairs.push((name, value.to_owned()));
        }
        Self { pairs }
    }

    /// The same without some parameters.
    #[must_use]
    pub fn without(&self, names: &[&str]) -> Self {
        Self { pairs: self.pairs.iter().filter(|(name, _)| !names.contains(name)).cloned().collect() }
    }

    /// A parameter; empty where it is left out.
    pub fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// The parameters.
    pub fn pairs(&self) -> &[(&'static str, String)] {
        &self.pairs
    }

    /// Below a path, as a link.
    pub fn under(&self, path: &str) -> String {
        if self.pairs.is_empty() {
            return path.to_owned();
        }
        let query = Serializer::new(String::new()).extend_pairs(&self.pairs).finish();
        format!("{path}?{query}")
    }
}

/// A code as one part of a path.
pub(super) fn part(code: &str) -> String {
    code.replace('/', "%2F")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_neighbour_has_one_thing_changed() {
        let here = Address::default().with("plan", "cq-2022").with("status", "achieved").with("on", "");
        assert_eq!(here.under("/"), "/?plan=cq-2022&status=achieved");
        assert_eq!(here.with("status", "").under("/"), "/?plan=cq-2022");
        assert_eq!(
            here.with("section", "推动&\"<").under("/"),
            "/?plan=cq-2022&status=achieved&section=%E6%8E%A8%E5%8A%A8%26%22%3C"
        );
        assert_eq!(here.without(&["plan", "status"]).under("/x"), "/x");
        assert_eq!((here.get("plan"), here.get("none"), part("a/b").as_str()), ("cq-2022", "", "a%2Fb"));
    }
}

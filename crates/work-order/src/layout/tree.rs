//! What each part of the document is (heading, table cell, figure), for readers that do not look at the page.

/// Index into [`Tree::nodes`].
pub(crate) type NodeId = usize;

/// The standard structure types of PDF that we use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Document,
    Section,
    Title,
    Heading,
    Paragraph,
    Table,
    Row,
    HeaderCell,
    Cell,
    Figure,
}

#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub role: Role,
    pub parent: Option<NodeId>,
    /// What a figure shows, in words.
    pub alt: Option<String>,
}

/// The document's elements in reading order; the first one is the whole.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    pub nodes: Vec<Node>,
    open: Vec<NodeId>,
}

impl Tree {
    pub fn new() -> Tree {
        Tree { nodes: vec![Node { role: Role::Document, parent: None, alt: None }], open: vec![0] }
    }

    /// A new element inside the open one, without opening it.
    pub fn leaf(&mut self, role: Role) -> NodeId {
        self.nodes.push(Node { role, parent: self.open.last().copied(), alt: None });
        self.nodes.len() - 1
    }

    /// A figure with the words that stand for it.
    pub fn figure(&mut self, alt: impl Into<String>) -> NodeId {
        let id = self.leaf(Role::Figure);
        self.nodes[id].alt = Some(alt.into());
        id
    }

    /// A new element that holds those made until [`Tree::close`].
    pub fn open(&mut self, role: Role) {
        let id = self.leaf(role);
        self.open.push(id);
    }

    pub fn close(&mut self) {
        debug_assert!(self.open.len() > 1, "the document itself stays open");
        self.open.pop();
    }
}

//! Tags: marks every stretch of a page as an element of the document or as decoration, and writes the element tree.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary};
use printpdf::{DictItem, Op};

use crate::layout::tree::{Node, NodeId, Role, Tree};

/// Collects which marked stretches belong to which element while the pages are written.
pub(super) struct Marker {
    /// Per element: page and number of each stretch.
    stretches: Vec<Vec<(usize, usize)>>,
    /// Per page: the element of each stretch.
    pages: Vec<Vec<NodeId>>,
    open: Option<Option<NodeId>>,
}

impl Marker {
    pub fn new(nodes: usize) -> Marker {
        Marker { stretches: vec![Vec::new(); nodes], pages: Vec::new(), open: None }
    }

    pub fn begin_page(&mut self, number: usize) {
        debug_assert_eq!(number, self.pages.len(), "pages are written in order");
        self.pages.push(Vec::new());
    }

    /// Begins a stretch for `node` unless it goes on from the mark before.
    pub fn mark(&mut self, ops: &mut Vec<Op>, node: Option<NodeId>, tree: &Tree) {
        if self.open == Some(node) {
            return;
        }
        self.close(ops);
        let page = self.pages.len() - 1;
        match node {
            Some(node) => {
                let number = self.pages[page].len();
                self.pages[page].push(node);
                self.stretches[node].push((page, number));
                let map = BTreeMap::from([("MCID".to_owned(), DictItem::Int(number as i64))]);
                ops.push(Op::BeginMarkedContentWithProperties {
                    tag: type_of(tree.nodes[node].role).into(),
                    properties: DictItem::Dict { map },
                });
            }
            None => ops.push(Op::BeginMarkedContent { tag: "Artifact".into() }),
        }
        self.open = Some(node);
    }

    pub fn end_page(&mut self, ops: &mut Vec<Op>) {
        self.close(ops);
    }

    fn close(&mut self, ops: &mut Vec<Op>) {
        if self.open.take().is_some() {
            ops.push(Op::EndMarkedContent);
        }
    }
}

/// Writes the tree of elements into the file.
pub(super) fn add(document: &mut Document, tree: &Tree, marker: &Marker) {
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = tree.nodes.iter().map(|_| document.new_object_id()).collect();
    let mut kids: Vec<Vec<Object>> = vec![Vec::new(); tree.nodes.len()];
    for (index, node) in tree.nodes.iter().enumerate() {
        for &(page, number) in &marker.stretches[index] {
            kids[index].push(Object::Dictionary(dictionary! {
                "Type" => "MCR", "Pg" => Object::Reference(pages[page]), "MCID" => number as i64
            }));
        }
        if let Some(parent) = node.parent.filter(|_| is_filled(tree, marker, index)) {
            kids[parent].push(Object::Reference(ids[index]));
        }
    }
    for ((index, node), own) in tree.nodes.iter().enumerate().zip(kids) {
        let parent = node.parent.map_or(root, |parent| ids[parent]);
        document.objects.insert(ids[index], Object::Dictionary(element(node, parent, own)));
    }
    let mut numbers: Vec<Object> = Vec::new();
    for (page, nodes) in marker.pages.iter().enumerate() {
        let elements = nodes.iter().map(|&node| Object::Reference(ids[node])).collect();
        numbers.push((page as i64).into());
        numbers.push(Object::Array(elements));
        if let Ok(dictionary) = document.get_object_mut(pages[page]).and_then(Object::as_dict_mut) {
            dictionary.set("StructParents", page as i64);
            dictionary.set("Tabs", "S");
        }
    }
    let parents = document.add_object(dictionary! { "Nums" => numbers });
    document.objects.insert(
        root,
        Object::Dictionary(dictionary! {
            "Type" => "StructTreeRoot", "K" => vec![Object::Reference(ids[0])],
            "ParentTree" => Object::Reference(parents), "ParentTreeNextKey" => marker.pages.len() as i64
        }),
    );
    if let Ok(catalog) = document.catalog_mut() {
        catalog.set("StructTreeRoot", Object::Reference(root));
        catalog.set("MarkInfo", dictionary! { "Marked" => true });
    }
}

/// Whether the element or one inside it stands on a page; an empty one is left out.
fn is_filled(tree: &Tree, marker: &Marker, index: NodeId) -> bool {
    // An empty table cell still holds its column.
    matches!(tree.nodes[index].role, Role::Cell | Role::HeaderCell)
        || !marker.stretches[index].is_empty()
        || tree
            .nodes
            .iter()
            .enumerate()
            .skip(index + 1)
            .any(|(child, node)| node.parent == Some(index) && is_filled(tree, marker, child))
}

fn element(node: &Node, parent: ObjectId, kids: Vec<Object>) -> Dictionary {
    let mut element = dictionary! {
        "Type" => "StructElem", "S" => type_of(node.role), "P" => Object::Reference(parent), "K" => kids
    };
    if node.role == Role::HeaderCell {
        element.set("A", dictionary! { "O" => "Table", "Scope" => "Column" });
    }
    if let Some(alt) = &node.alt {
        element.set("Alt", utf16(alt));
    }
    element
}

/// A text string as PDF writes other alphabets.
pub(super) fn utf16(text: &str) -> Object {
    let mut bytes = vec![0xfe, 0xff];
    text.encode_utf16().for_each(|unit| bytes.extend(unit.to_be_bytes()));
    Object::String(bytes, StringFormat::Hexadecimal)
}

fn type_of(role: Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::Section => "Sect",
        Role::Title => "H1",
        Role::Heading => "H2",
        Role::Paragraph => "P",
        Role::Table => "Table",
        Role::Row => "TR",
        Role::HeaderCell => "TH",
        Role::Cell => "TD",
        Role::Figure => "Figure",
    }
}

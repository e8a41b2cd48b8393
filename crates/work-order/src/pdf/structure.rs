//! Tags: marks every stretch of a page as an element of the document or as decoration, and writes the element tree.

use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary};

use super::page::PageWriter;
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
    pub fn mark(&mut self, to: &mut PageWriter, node: Option<NodeId>, tree: &Tree) {
        if self.open == Some(node) {
            return;
        }
        self.close(to);
        let page = self.pages.len() - 1;
        match node {
            Some(node) => {
                let number = self.pages[page].len();
                self.pages[page].push(node);
                self.stretches[node].push((page, number));
                to.begin_element(type_of(tree.nodes[node].role), number);
            }
            None => to.begin_artifact(),
        }
        self.open = Some(node);
    }

    pub fn end_page(&mut self, to: &mut PageWriter) {
        self.close(to);
    }

    fn close(&mut self, to: &mut PageWriter) {
        if self.open.take().is_some() {
            to.end_mark();
        }
    }
}

/// Writes the tree of elements into the file.
pub(super) fn add(document: &mut Document, tree: &Tree, marker: &Marker) {
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = tree.nodes.iter().map(|_| document.new_object_id()).collect();
    let filled = filled(tree, marker);
    let mut kids: Vec<Vec<Object>> = vec![Vec::new(); tree.nodes.len()];
    for (index, node) in tree.nodes.iter().enumerate() {
        for &(page, number) in &marker.stretches[index] {
            kids[index].push(Object::Dictionary(dictionary! {
                "Type" => "MCR", "Pg" => Object::Reference(pages[page]), "MCID" => number as i64
            }));
        }
        if let Some(parent) = node.parent.filter(|_| filled[index]) {
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

/// Which elements stand on a page themselves or by one inside them; an empty one is left out.
fn filled(tree: &Tree, marker: &Marker) -> Vec<bool> {
    let mut filled: Vec<bool> = Vec::with_capacity(tree.nodes.len());
    for (node, stretches) in tree.nodes.iter().zip(&marker.stretches) {
        // An empty table cell still holds its column.
        filled.push(matches!(node.role, Role::Cell | Role::HeaderCell) || !stretches.is_empty());
    }
    // Elements follow those that hold them.
    for index in (1..tree.nodes.len()).rev() {
        if let Some(parent) = tree.nodes[index].parent.filter(|_| filled[index]) {
            filled[parent] = true;
        }
    }
    filled
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

//! Says what is on a page in fewer bytes: nothing twice, no digit that no printer shows. The picture stays the same.

use lopdf::{Document, Object, ObjectId, Stream, StringFormat, content::Content, content::Operation};

use crate::error::DocumentError;

/// Rewrites the content of every page.
pub(super) fn pages(document: &mut Document) -> Result<(), DocumentError> {
    let error = |error: lopdf::Error| DocumentError::Pdf(error.to_string());
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    for page in pages {
        let content = Content::decode(&document.get_page_content(page)).map_err(error)?;
        let operations = Compactor::default().run(content.operations);
        let stream = Stream::new(lopdf::Dictionary::new(), Content { operations }.encode().map_err(error)?);
        let old = document.get_object(page).and_then(Object::as_dict).and_then(|page| page.get(b"Contents")).cloned();
        match old.map_err(error)? {
            Object::Reference(id) => {
                document.objects.insert(id, Object::Stream(stream));
            }
            _ => {
                let id = document.add_object(stream);
                let page = document.get_object_mut(page).and_then(Object::as_dict_mut).map_err(error)?;
                page.set("Contents", Object::Reference(id));
            }
        }
    }
    Ok(())
}

/// What the page was last told, so that it is not told again.
#[derive(Debug, Clone, Default)]
struct State {
    /// Operands of the operators that only set something.
    set: Vec<(String, Vec<Object>)>,
}

#[derive(Default)]
struct Compactor {
    out: Vec<Operation>,
    state: State,
    saved: Vec<State>,
    /// Where the text line began, in hundredths of a point.
    line: (i64, i64),
}

impl Compactor {
    fn run(mut self, mut operations: Vec<Operation>) -> Vec<Operation> {
        let mut at = 0;
        while at < operations.len() {
            let taken = if operations[at].operator == "m" { boxed(&operations[at..]) } else { None };
            if let Some((rectangle, count)) = taken {
                self.out.push(rectangle);
                at += count;
                continue;
            }
            let operation = std::mem::replace(&mut operations[at], Operation::new("", Vec::new()));
            let said = self.said(operation);
            self.out.extend(said);
            at += 1;
        }
        self.out
    }

    /// The operation in fewer bytes; `None` when it changes nothing.
    fn said(&mut self, mut operation: Operation) -> Option<Operation> {
        match operation.operator.as_str() {
            "q" => self.saved.push(self.state.clone()),
            "Q" => self.state = self.saved.pop().unwrap_or_default(),
            "BT" => self.line = (0, 0),
            "rg" | "RG" => round(&mut operation.operands, 1000.0),
            "Tm" => operation = self.moved(operation),
            "TJ" => operation = shown(operation),
            "cm" => round(&mut operation.operands, 10_000.0),
            _ => round(&mut operation.operands, 100.0),
        }
        let sets = matches!(operation.operator.as_str(), "rg" | "RG" | "w" | "j" | "J" | "Tf" | "Tr");
        (!sets || !self.is_told(&operation)).then_some(operation)
    }

    fn is_told(&mut self, operation: &Operation) -> bool {
        let known = self.state.set.iter_mut().find(|(operator, _)| *operator == operation.operator);
        match known {
            Some((_, operands)) if *operands == operation.operands => true,
            Some((_, operands)) => {
                operands.clone_from(&operation.operands);
                false
            }
            None => {
                self.state.set.push((operation.operator.clone(), operation.operands.clone()));
                false
            }
        }
    }

    /// A text matrix that only moves becomes a step from the line before.
    fn moved(&mut self, operation: Operation) -> Operation {
        let numbers: Vec<f32> = operation.operands.iter().filter_map(|value| value.as_float().ok()).collect();
        let &[1.0, 0.0, 0.0, 1.0, x, y] = numbers.as_slice() else { return operation };
        let hundredths = |value: f32| (f64::from(value) * 100.0).round() as i64;
        let (x, y) = (hundredths(x), hundredths(y));
        let step = [x - self.line.0, y - self.line.1];
        self.line = (x, y);
        Operation::new("Td", step.map(|step| number(step as f64 / 100.0)).to_vec())
    }
}

/// Glyphs that follow each other without a gap are one string, and a lone string needs no list.
fn shown(operation: Operation) -> Operation {
    let Some(Object::Array(items)) = operation.operands.into_iter().next() else {
        return Operation::new("TJ", vec![Object::Array(Vec::new())]);
    };
    let mut merged: Vec<Object> = Vec::with_capacity(items.len());
    for item in items {
        match (merged.last_mut(), item) {
            (Some(Object::String(before, _)), Object::String(bytes, _)) => before.extend(bytes),
            (_, Object::String(bytes, _)) => merged.push(Object::String(bytes, StringFormat::Literal)),
            (_, gap) => match gap.as_float() {
                Ok(gap) if gap.abs() < 0.05 => {}
                Ok(gap) => merged.push(number((f64::from(gap) * 10.0).round() / 10.0)),
                Err(_) => merged.push(gap),
            },
        }
    }
    match merged.as_slice() {
        [Object::String(..)] => Operation::new("Tj", merged),
        _ => Operation::new("TJ", vec![Object::Array(merged)]),
    }
}

/// `m l l l` around an upright rectangle as `re`, with how many operations that takes in. Only closed or filled: a
/// stroke along three sides is no rectangle.
fn boxed(operations: &[Operation]) -> Option<(Operation, usize)> {
    let corners = operations.get(..4)?;
    if corners[1..].iter().any(|corner| corner.operator != "l") {
        return None;
    }
    let is_closed = operations.get(4)?.operator == "h";
    let paints =
        |operation: &&Operation| !matches!(operation.operator.as_str(), "m" | "l" | "h" | "c" | "v" | "y" | "re");
    let is_filled =
        || operations[4..].iter().find(paints).is_some_and(|paint| matches!(paint.operator.as_str(), "f" | "f*"));
    let goes_on = matches!(operations[4].operator.as_str(), "m" | "f" | "f*");
    let is_area = is_closed || (goes_on && is_filled());
    if !is_area {
        return None;
    }
    let point = |operation: &Operation| {
        let mut operands = operation.operands.clone();
        round(&mut operands, 100.0);
        match operands.as_slice() {
            [x, y] => Some((x.as_float().ok()?, y.as_float().ok()?)),
            _ => None,
        }
    };
    let (a, b, c, d) = (point(&corners[0])?, point(&corners[1])?, point(&corners[2])?, point(&corners[3])?);
    let is_upright = a.1 == b.1 && b.0 == c.0 && c.1 == d.1 && d.0 == a.0;
    let side = |from: f32, until: f32| number(((f64::from(until) - f64::from(from)) * 100.0).round() / 100.0);
    let rectangle = || {
        let operands = vec![number(a.0.into()), number(a.1.into()), side(a.0, c.0), side(a.1, c.1)];
        Operation::new("re", operands)
    };
    is_upright.then(|| (rectangle(), if is_closed { 5 } else { 4 }))
}

fn round(operands: &mut [Object], to: f64) {
    for operand in operands {
        if let Object::Real(value) = operand {
            *operand = number((f64::from(*value) * to).round() / to);
        }
    }
}

/// A whole number without a point.
fn number(value: f64) -> Object {
    if value.fract() == 0.0 && value.abs() < 1e9 { Object::Integer(value as i64) } else { Object::Real(value as f32) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compacted(content: &str) -> String {
        let content = Content::decode(content.as_bytes()).unwrap();
        let operations = Compactor::default().run(content.operations);
        String::from_utf8(Content { operations }.encode().unwrap()).unwrap()
    }

    #[test]
    fn what_is_set_already_is_not_said_again_unless_it_was_restored() {
        assert_eq!(compacted("0.0627451 0 0 rg 0.0627451 0 0 rg f"), "0.063 0 0 rg\nf");
        assert_eq!(compacted("q 1 0 0 rg Q 1 0 0 rg"), "q\n1 0 0 rg\nQ\n1 0 0 rg");
    }

    #[test]
    fn glyphs_are_one_string_and_lines_are_steps() {
        let text = "BT 1 0 0 1 42 775.25 Tm [<41><42> 20 <43>] TJ 1 0 0 1 50.126576 765 Tm [<44> 0.01 <45>] TJ ET";
        assert_eq!(compacted(text), "BT\n42 775.25 Td\n[(AB) 20(C)] TJ\n8.13 -10.25 Td\n(DE) Tj\nET");
    }

    #[test]
    fn an_upright_box_is_a_rectangle_and_a_slanted_one_is_not() {
        assert_eq!(compacted("1 2 m 4 2 l 4 6 l 1 6 l h f"), "1 2 3 4 re\nf");
        assert_eq!(compacted("1 2 m 4 2 l 4 6 l 1 6 l 7 8 m 9 8 l 9 9 l 7 9 l f"), "1 2 3 4 re\n7 8 2 1 re\nf");
        assert_eq!(compacted("1 2 m 4 2 l 4 6 l 1 6 l S"), "1 2 m\n4 2 l\n4 6 l\n1 6 l\nS");
        assert_eq!(compacted("1 2 m 4 3 l 4 6 l 1 6 l h f"), "1 2 m\n4 3 l\n4 6 l\n1 6 l\nh\nf");
    }
}

//! Reed–Solomon over GF(256) as QR codes use it, with errors and with erasures (codewords known to be doubtful).

/// Powers of the generator 2 modulo x⁸+x⁴+x³+x²+1, twice, and their logarithms.
const TABLES: ([u8; 512], [u8; 256]) = {
    let (mut powers, mut logs) = ([0_u8; 512], [0_u8; 256]);
    let (mut value, mut i) = (1_u16, 0);
    while i < 255 {
        powers[i] = value as u8;
        powers[i + 255] = value as u8;
        logs[value as usize] = i as u8;
        value <<= 1;
        if value > 255 {
            value ^= 0x11D;
        }
        i += 1;
    }
    (powers, logs)
};

fn power(exponent: usize) -> u8 {
    TABLES.0[exponent % 255]
}

fn multiply(a: u8, b: u8) -> u8 {
    if a == 0 || b == 0 {
        return 0;
    }
    TABLES.0[TABLES.1[a as usize] as usize + TABLES.1[b as usize] as usize]
}

fn inverse(a: u8) -> u8 {
    TABLES.0[255 - TABLES.1[a as usize] as usize]
}

/// Value of a polynomial, lowest coefficient first.
fn evaluate(polynomial: &[u8], x: u8) -> u8 {
    polynomial.iter().rev().fold(0, |sum, &coefficient| multiply(sum, x) ^ coefficient)
}

/// Corrects a block whose last `check` codewords are its check words. `2 · errors + erasures ≤ check` is corrected;
/// None (and the block as it was) when it is too damaged.
pub(crate) fn correct(block: &mut [u8], check: usize, erasures: &[usize]) -> Option<()> {
    let syndromes = syndromes(block, check);
    if syndromes.iter().all(|&s| s == 0) {
        return Some(());
    }
    if erasures.len() > check {
        return None;
    }
    let last = block.len() - 1;
    let locator = locator(&syndromes, erasures.iter().map(|&position| power(last - position)))?;
    let degree = locator.iter().rposition(|&c| c != 0)?;
    let mut corrected = block.to_vec();
    let evaluator = evaluator(&syndromes, &locator);
    let mut roots = 0;
    for (position, codeword) in corrected.iter_mut().enumerate() {
        let place = power(last - position);
        let root = inverse(place);
        if evaluate(&locator, root) != 0 {
            continue;
        }
        roots += 1;
        // The derivative in characteristic 2 keeps the odd coefficients.
        let odd: Vec<u8> = locator.iter().enumerate().map(|(i, &c)| if i % 2 == 1 { c } else { 0 }).collect();
        let slope = multiply(evaluate(&odd, root), place);
        if slope == 0 {
            return None;
        }
        *codeword ^= multiply(multiply(place, evaluate(&evaluator, root)), inverse(slope));
    }
    if roots != degree || self::syndromes(&corrected, check).iter().any(|&s| s != 0) {
        return None;
    }
    block.copy_from_slice(&corrected);
    Some(())
}

fn syndromes(block: &[u8], check: usize) -> Vec<u8> {
    (0..check).map(|i| block.iter().fold(0, |sum, &codeword| multiply(sum, power(i)) ^ codeword)).collect()
}

/// Berlekamp–Massey, started with the product over the erasures.
fn locator(syndromes: &[u8], erased: impl Iterator<Item = u8>) -> Option<Vec<u8>> {
    let check = syndromes.len();
    let mut locator = vec![0_u8; check + 1];
    locator[0] = 1;
    let mut erasure_count = 0;
    for place in erased {
        for i in (1..=check).rev() {
            locator[i] ^= multiply(locator[i - 1], place);
        }
        erasure_count += 1;
    }
    let mut previous = locator.clone();
    let mut length = erasure_count;
    for round in erasure_count + 1..=check {
        let discrepancy = (0..round).fold(0, |sum, i| sum ^ multiply(locator[i], syndromes[round - 1 - i]));
        previous.rotate_right(1);
        previous[0] = 0;
        if discrepancy == 0 {
            continue;
        }
        let before = locator.clone();
        for (term, &old) in locator.iter_mut().zip(&previous) {
            *term ^= multiply(discrepancy, old);
        }
        if 2 * length < round + erasure_count {
            length = round + erasure_count - length;
            let scale = inverse(discrepancy);
            previous = before.into_iter().map(|term| multiply(term, scale)).collect();
        }
    }
    (2 * length <= check + erasure_count).then_some(locator)
}

/// Syndromes times locator, modulo x^check.
fn evaluator(syndromes: &[u8], locator: &[u8]) -> Vec<u8> {
    (0..syndromes.len()).map(|i| (0..=i).fold(0, |sum, j| sum ^ multiply(locator[j], syndromes[i - j]))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Appends the check words of `data`.
    fn encode(data: &[u8], check: usize) -> Vec<u8> {
        let mut generator = vec![1_u8];
        for i in 0..check {
            let mut next = vec![0_u8; generator.len() + 1];
            for (j, &c) in generator.iter().enumerate() {
                next[j] ^= c;
                next[j + 1] ^= multiply(c, power(i));
            }
            generator = next;
        }
        let mut rest = data.to_vec();
        rest.resize(data.len() + check, 0);
        for i in 0..data.len() {
            let factor = rest[i];
            for (j, &c) in generator.iter().enumerate() {
                rest[i + j] ^= multiply(c, factor);
            }
        }
        [data, &rest[data.len()..]].concat()
    }

    proptest! {
        #[test]
        fn errors_and_erasures_within_the_limit_are_corrected(
            data in proptest::collection::vec(any::<u8>(), 17),
            damage in proptest::collection::vec((0_usize..35, 1_u8..), 0..18),
            erasure_count in 0_usize..18,
        ) {
            let block = encode(&data, 18);
            let mut received = block.clone();
            let mut places: Vec<usize> = Vec::new();
            for (place, change) in damage {
                if !places.contains(&place) {
                    received[place] ^= change;
                    places.push(place);
                }
            }
            let erasures = &places[..erasure_count.min(places.len())];
            let errors = places.len() - erasures.len();
            prop_assume!(2 * errors + erasures.len() <= 18);
            prop_assert_eq!(correct(&mut received, 18, erasures), Some(()));
            prop_assert_eq!(received, block);
        }

        #[test]
        fn any_bytes_are_survived(mut block in proptest::collection::vec(any::<u8>(), 20..80)) {
            let _ = correct(&mut block, 10, &[0, 1]);
        }
    }
}

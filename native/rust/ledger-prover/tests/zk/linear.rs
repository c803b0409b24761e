//! Linear systems over either field.

use rayon::prelude::*;
use winter_math::FieldElement;

/// Brings rows into echelon form by their first `columns` cells; returns the pivot columns.
fn eliminate<X: FieldElement>(rows: &mut [Vec<X>], columns: usize) -> Vec<usize> {
    let mut pivots = vec![];
    for column in 0..columns {
        let rank = pivots.len();
        let Some(found) = (rank..rows.len()).find(|&r| rows[r][column] != X::ZERO) else { continue };
        rows.swap(rank, found);
        let inverse = rows[rank][column].inv();
        rows[rank][column..].iter_mut().for_each(|v| *v *= inverse);
        let (done, below) = rows.split_at_mut(rank + 1);
        let pivot = &done[rank];
        below.par_iter_mut().with_min_len(8).filter(|row| row[column] != X::ZERO).for_each(|row| {
            let factor = row[column];
            row[column..].iter_mut().zip(&pivot[column..]).for_each(|(v, &p)| *v -= p * factor);
        });
        pivots.push(column);
    }
    pivots
}

/// Returns the rank of a matrix.
pub fn rank<X: FieldElement>(mut rows: Vec<Vec<X>>) -> usize {
    let columns = rows[0].len();
    eliminate(&mut rows, columns).len()
}

/// Returns, for each right side, a solution whose free variables are drawn from `free`; None if one has none.
/// `right[i]` holds the right sides of equation i.
pub fn solve<X: FieldElement>(
    matrix: Vec<Vec<X>>,
    right: Vec<Vec<X>>,
    mut free: impl FnMut() -> X,
) -> Option<Vec<Vec<X>>> {
    let (unknowns, systems) = (matrix[0].len(), right[0].len());
    let mut rows: Vec<Vec<X>> = matrix.into_iter().zip(right).map(|(m, r)| [m, r].concat()).collect();
    let pivots = eliminate(&mut rows, unknowns);
    if rows[pivots.len()..].iter().flat_map(|r| &r[unknowns..]).any(|v| *v != X::ZERO) {
        return None;
    }
    let solution = |system: usize| {
        let mut x: Vec<X> = (0..unknowns).map(|_| free()).collect();
        for (row, &pivot) in rows.iter().zip(&pivots).rev() {
            let known = (pivot + 1..unknowns).fold(X::ZERO, |sum, c| sum + row[c] * x[c]);
            x[pivot] = row[unknowns + system] - known;
        }
        x
    };
    Some((0..systems).map(solution).collect())
}

/// Returns a non-zero combination of the rows that vanishes, if there is one.
pub fn relation<X: FieldElement>(rows: &[Vec<X>]) -> Option<Vec<X>> {
    let (count, columns) = (rows.len(), rows[0].len());
    let identity = |i: usize| (0..count).map(move |j| if i == j { X::ONE } else { X::ZERO });
    let mut extended: Vec<Vec<X>> =
        rows.iter().enumerate().map(|(i, row)| row.iter().copied().chain(identity(i)).collect()).collect();
    let rank = eliminate(&mut extended, columns).len();
    extended.get(rank).map(|row| row[columns..].to_vec())
}

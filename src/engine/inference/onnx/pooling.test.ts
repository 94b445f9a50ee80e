import { expect, it } from 'vitest'
import { toUnit } from '../vector-length.ts'
import { poolText } from './pooling.ts'

/** Two texts of three tokens with two numbers each; the second text has two tokens and one of padding. */
const states = { data: Float32Array.of(3, 0, 0, 4, 3, 0, 4, 0, 0, 3, 99, 99), sequence: 3, dimensions: 2 }

const round = (vector: Float32Array) => Array.from(vector, (value) => Math.round(value * 1e4) / 1e4)

it('MOD-4.embed-local: tokens become a vector by their mean, the first or the last, without padding', () => {
  // Catches a mean over padding, and the last place of the batch taken for the last token.
  const pool = (row: number, length: number, pooling: 'mean' | 'cls' | 'last') =>
    round(poolText(states, { row, length, pooling }))
  expect(pool(0, 3, 'mean')).toEqual([0.8321, 0.5547])
  expect(pool(0, 3, 'cls')).toEqual([1, 0])
  expect(pool(1, 2, 'mean')).toEqual([0.8, 0.6])
  expect(pool(1, 2, 'last')).toEqual([0, 1])
})

it('MOD-4.embed-local: a vector of zeros stays one', () => {
  expect(round(toUnit([0, 0]))).toEqual([0, 0])
  expect(round(toUnit([3, 4]))).toEqual([0.6, 0.8])
})

import { isContractProcedure } from '@orpc/contract'
import { expect, test } from 'vitest'
import { contract } from './contract.ts'

test('API-1.messageport: every procedure can be called on a client, which is a function with the names of one', () => {
  // Would catch: a procedure called `bind`: on every client that name is JavaScript's own, and the call does nothing.
  const own = ['bind', 'valueOf', 'toString', 'toJSON', 'then', 'constructor', 'prototype']
  const names = namesIn(contract)
  expect(names.length).toBeGreaterThan(50)
  expect(names.filter((name) => own.includes(name))).toEqual([])
})

function namesIn(part: object): readonly string[] {
  if (isContractProcedure(part)) return []
  return Object.entries(part).flatMap(([name, inner]) => [name, ...namesIn(inner as object)])
}

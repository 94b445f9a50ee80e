import { expect, test } from 'vitest'
import { Chunking, ChunkingStrategy } from '../../../contract/chunking.ts'
import { chunkingFields } from './chunking-fields.ts'

test('LIB-5.settings: the page asks for every value of the contract, within its bounds', () => {
  // Would catch: a value that can be set nowhere, a field that lets a value through which the engine refuses.
  const fields = Object.values(chunkingFields).flat()
  const { strategy: _strategy, ...values } = Chunking.parse({})
  expect([...new Set(fields.map(({ name }) => name))].toSorted()).toEqual(Object.keys(values).toSorted())
  expect(Object.keys(chunkingFields)).toEqual(ChunkingStrategy.options)
  const accepts = (name: string, value: number) =>
    Chunking.safeParse({
      maximumTokens: 4_096,
      ...(name === 'maximumTokens' ? { overlapTokens: 0 } : {}),
      [name]: value,
    }).success
  for (const { name, least, most } of fields) {
    expect([name, ...[least - 1, least, most, most + 1].map((value) => accepts(name, value))]).toEqual([
      name,
      false,
      true,
      true,
      false,
    ])
  }
})

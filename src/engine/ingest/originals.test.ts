import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { createOriginals } from './originals.ts'

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text)
}

test('LIB-9.document: a sweep spares bytes whose upload is committed and unpinned while the store answers it', async () => {
  const originals = createOriginals({ dataFolder: temporaryFolder(), key: new Uint8Array(32) })
  const stored = await originals.put(pieces('just ', 'accepted'), 1_000)
  if (stored === null) throw new Error('not stored')
  const committed = new Set<string>()
  const swept = await originals.sweep(async (hashes) => {
    // The store's answer is of the moment before the upload's transaction.
    const needed = hashes.filter((hash) => committed.has(hash))
    committed.add(stored.hash)
    originals.unpin(stored.hash)
    return needed
  })
  expect(swept).toEqual({ deleted: 0 })
  expect(new TextDecoder().decode(await originals.read(stored.hash))).toBe('just accepted')
  // Once nothing needs them they go.
  expect(await originals.sweep(async () => [])).toEqual({ deleted: 1 })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RetrievalSettings } from '../../src/contract/retrieval-settings.ts'
import { buildContext } from '../../src/engine/retrieval/build-context.ts'
import { findPassages } from '../../src/engine/retrieval/find-passages.ts'
import { createRetrieval } from '../../src/engine/retrieval/retrieval.ts'
import { createStages } from '../../src/engine/retrieval/stages/stages.ts'
import { createTextGenerator } from '../support/generated-text.ts'
import { addDocuments, createLibrary, openTestStore, type TestDocument, type TestStore } from '../support/library.ts'

let opened: TestStore
beforeAll(async () => {
  opened = await openTestStore()
})
afterAll(() => opened[Symbol.asyncDispose]())

async function libraryOf(name: string, documents: readonly TestDocument[]): Promise<string> {
  const { id } = await createLibrary(opened.store, name)
  await addDocuments(opened.store, id, documents)
  return id
}

async function contextFor(library: string, query: string, settings: Partial<RetrievalSettings> = {}) {
  const stages = createStages(opened.telemetry)
  const findings = await findPassages(opened, {
    ...{ query, libraries: [library], retrieval: settings, limit: null, group: 'none' as const, stages },
  })
  return buildContext(opened, findings, { stages, signal: undefined, settings: findings.settings })
}

const noise = (count: number): TestDocument[] => {
  const nextText = createTextGenerator({ seed: 11, words: 40 })
  return Array.from({ length: count }, (_, place) => ({ name: `noise-${place}`, text: nextText() }))
}

describe('what an answer is made from', () => {
  test('RET-3.mmr: five of the first twenty passages by default, and not one thing five times', async () => {
    const copies = Array.from({ length: 12 }, (_, place) => ({
      name: `copy-${place}`,
      text: `The warranty of the pump is void when the seal is broken, says copy ${place}.`,
    }))
    const others = ['paint', 'motor', 'valve', 'cable'].map((part) => ({
      name: part,
      text: `Whoever opens the ${part} housing without a permit loses all rights; the warranty then ends for this ${part} only.`,
    }))
    const library = await libraryOf('copies', [...copies, ...others, ...noise(30)])
    const diverse = await contextFor(library, 'warranty')
    const documents = ({ pieces }: typeof diverse) =>
      pieces.flatMap(({ passage, neighbourOf }) => (neighbourOf === null ? [passage.document] : []))
    expect(documents(diverse)).toHaveLength(5)
    expect(documents(diverse).filter((name) => name.startsWith('copy')).length).toBeLessThan(4)
    const byScore = await contextFor(library, 'warranty', { diversityBalance: 1 })
    expect(documents(byScore).filter((name) => name.startsWith('copy'))).toHaveLength(5)
    expect([...diverse.cuts.values()].map(({ reason }) => reason)).toContain('too-alike')
    expect((await contextFor(library, 'warranty', { contextPassages: 2 })).chunkIds).toHaveLength(2)
  })

  test('RET-3.expansion: chunks before and after a passage come with it, each part of the text once and exactly', async () => {
    const text = Array.from(
      { length: 9 },
      (_, place) => `Step ${place} turns the ${place === 4 ? 'flywheel' : 'wheel'} once.`,
    ).join('\n\n')
    // Chunks of two steps each, of which the last is also the next one's first.
    const starts = [...text.matchAll(/Step/g)].map(({ index }) => index)
    const chunks = starts.slice(0, -1).map((start, ordinal) => {
      const end = (starts[ordinal + 2] ?? text.length + 2) - 2
      return { ordinal, start, end, page: ordinal + 1, line: null, headingPath: [], context: '', tokens: 12 }
    })
    const library = await libraryOf('neighbours', [{ name: 'manual', text, chunks }, ...noise(5)])
    const { pieces } = await contextFor(library, 'flywheel', { neighbours: 2, contextPassages: 1 })
    const manual = pieces.filter(({ passage }) => passage.document === 'manual').map(({ passage }) => passage)
    for (const { start, end, text: own } of manual) expect(own).toBe(text.slice(start, end))
    const spans = manual.map(({ start, end }) => [start, end] as const).sort((a, b) => a[0] - b[0])
    for (const [place, [start]] of spans.entries()) expect(start).toBeGreaterThanOrEqual(spans[place - 1]?.[1] ?? 0)
    // The flywheel stands in chunks 3 and 4; two more on one side.
    expect(spans[0]?.[0]).toBeLessThanOrEqual(starts[2] ?? 0)
    expect(spans.at(-1)?.[1]).toBeGreaterThanOrEqual((starts[6] ?? 0) - 2)
    const alone = await contextFor(library, 'flywheel', { neighbours: 0, contextPassages: 1 })
    expect(alone.pieces).toHaveLength(1)
  })

  test('RET-3.compression: over the budget what bears least goes, in whole sentences with their own spans', async () => {
    const filler = 'Nothing of interest happened on that day in the village by the river.'
    const documents = Array.from({ length: 8 }, (_, place) => ({
      name: `log-${place}`,
      text: `${`${filler} `.repeat(6)}The turbine number ${place} failed at noon. ${`${filler} `.repeat(6)}`.trim(),
    }))
    const library = await libraryOf('budget', documents)
    const whole = await contextFor(library, 'When did the turbine fail?', { contextTokens: 4_000 })
    const tight = await contextFor(library, 'When did the turbine fail?', { contextTokens: 200 })
    expect(whole.tokens).toBeGreaterThan(400)
    expect(tight.tokens).toBeLessThanOrEqual(200)
    const kept = tight.pieces.flatMap(({ units }) => units)
    for (const { passage } of whole.pieces) expect(passage.text).toContain('turbine')
    expect(kept.filter(({ text }) => text.includes('turbine'))).toHaveLength(5)
    for (const { passage, units } of tight.pieces) {
      const source = documents.find(({ name }) => name === passage.document)?.text ?? ''
      for (const { start, end, text } of units) {
        expect(source.slice(start, end)).toBe(text)
        expect(text).toMatch(/^(?:Nothing|The) .*\.$/)
      }
    }
  })

  test('RET-3.compression: a passage of which nothing fits is cut, and said to be', async () => {
    const long = `The turbine ${'turns and turns '.repeat(60)}on.`
    const library = await libraryOf('too long', [
      { name: 'long', text: long },
      { name: 'short', text: 'A turbine turns.' },
    ])
    const { chunkIds, cuts } = await contextFor(library, 'turbine', { contextTokens: 60 })
    expect(chunkIds).toHaveLength(1)
    expect([...cuts.values()]).toEqual([{ stage: 'compression', reason: 'over-token-budget' }])
  })
})

describe('one question, several searches', () => {
  const documents: TestDocument[] = [
    { name: 'novel', text: 'Middlemarch is a novel. It was written by Mary Ann Evans over several years.' },
    { name: 'life', text: 'Mary Ann Evans grew up on a farm. Born in Nuneaton, she left it for Coventry.' },
    ...Array.from({ length: 25 }, (_, place) => ({
      name: `born-${place}`,
      text: `The painter number ${place} was born in a village, and was the author of letters.`,
    })),
  ]

  test('RET-2.multi-hop: what a weak search lacks is looked for with the names that it found', async () => {
    const library = await libraryOf('novels', documents)
    const { search } = createRetrieval(opened)
    const rankOf = async (hops: number) => {
      const { passages } = await search({
        query: 'Where was the author of Middlemarch born?',
        ...{ libraries: [library], limit: 30, group: 'none', retrieval: { hops } },
      })
      return passages.findIndex(({ document }) => document === 'life') + 1
    }
    expect(await rankOf(1)).toBeGreaterThan(3)
    expect(await rankOf(2)).toBeLessThanOrEqual(3)
  })

  test('RET-2.multi-query: each part of a question finds its own passage; identifiers are found in other writings', async () => {
    const library = await libraryOf('parts', [
      { name: 'port', text: 'The anonymizer uses port 5001 unless it is told otherwise.' },
      ...Array.from({ length: 30 }, (_, place) => ({
        name: `salt-${place}`,
        text: `The salt must be large: the salt of hash ${place} is long, and the anonymizer must use it.`,
      })),
      { name: 'order', text: 'Your order AB 1234 has been sent.' },
      { name: 'joined', text: 'Item CD5678 is out of stock.' },
    ])
    const { search } = createRetrieval(opened)
    const ask = async (query: string, queries: number) => {
      const retrieval = { queries, hops: 1 }
      const { passages } = await search({ query, libraries: [library], limit: 40, group: 'none', retrieval })
      return passages.map(({ document }) => document)
    }
    const question = 'How large must the salt of the hash be, and which port does the anonymizer use?'
    expect((await ask(question, 3)).indexOf('port')).toBeLessThan((await ask(question, 1)).indexOf('port') + 1)
    expect((await ask(question, 3)).slice(0, 5)).toContain('port')
    expect((await ask('Where is AB1234?', 3))[0]).toBe('order')
    expect((await ask('Where is CD-5678?', 3))[0]).toBe('joined')
    expect(await ask('Where is AB1234?', 1)).not.toContain('order')
  })

  test('RET-2.rewrite: a follow-up is answered with its conversation, and the answer says how it was understood', async () => {
    const library = await libraryOf('follow-up', documents)
    const { answer } = createRetrieval(opened)
    const ask = (earlier: string[]) => answer({ question: 'Who wrote it?', earlier, libraries: [library], passages: 1 })
    const understood = await ask(['What is Middlemarch?'])
    expect(understood.understoodAs).toBe('Who wrote Middlemarch?')
    expect(understood.citations[0]?.document).toBe('novel')
    expect((await ask([])).understoodAs).toBeNull()
  })

  test('RET-1.keyword: searched more broadly, a passage that shares no word with the query but the subject is found', async () => {
    const subject = 'Solar cells turn sunlight into current; silicon wafers and inverters feed the grid.'
    const library = await libraryOf('broad', [
      ...Array.from({ length: 6 }, (_, place) => ({
        name: `solar-${place}`,
        text: `Photovoltaic plant ${place}. ${subject}`,
      })),
      { name: 'related', text: 'Photovoltaic, once: silicon wafers and inverters that feed sunlight to the grid.' },
      ...Array.from({ length: 6 }, (_, place) => ({
        name: `price-${place}`,
        text: `Photovoltaic photovoltaic bread ${place}.`,
      })),
      ...noise(30),
    ])
    const { search } = createRetrieval(opened)
    const place = async (broad: boolean) => {
      const { passages } = await search({
        query: 'photovoltaic plant',
        libraries: [library],
        limit: 50,
        group: 'none',
        retrieval: { broad },
      })
      return passages.findIndex(({ document }) => document === 'related')
    }
    expect(await place(true)).toBeLessThan(await place(false))
  })
})

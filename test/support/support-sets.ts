import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const fixtures = fileURLToPath(new URL('../fixtures/support-check/', import.meta.url))

/** A sentence with the text that it is held against. `ok`: the text supports it; all others were planted. */
export type SupportCase = { kind: 'ok' | 'number' | 'name' | 'negation' | 'claim'; sentence: string; source: string }

/**
 * Sentences made by hand. `tuning` and `held-out` are about the shared data, the everyday ones about short texts of
 * everyday life that stand beside them, the answers about both, worded as a model words an answer. What is called apart
 * or held out was first measured when the rules stood; the failures of `held-out` and `answers-apart` were never read.
 */
export type SupportSet =
  | 'tuning'
  | 'held-out'
  | 'everyday'
  | 'everyday-held-out'
  | 'everyday-apart'
  | 'answers'
  | 'answers-apart'

export function readSupportSet(name: SupportSet): SupportCase[] {
  return name === 'tuning' || name === 'held-out' ? readShared(name) : readGrouped(name)
}

/** A text, or where it stands in the shared data, with sentences about it. */
type Group = { supported: string[]; planted: string[] } & ({ source: string } | { from: string })

function readGrouped(name: SupportSet): SupportCase[] {
  const texts = JSON.parse(readFileSync(join(fixtures, `${name}.json`), 'utf8')) as Group[]
  return texts.flatMap((group) => {
    const source = 'source' in group ? group.source : readSource(group.from)
    return [
      ...group.supported.map((sentence): SupportCase => ({ kind: 'ok', sentence, source })),
      ...group.planted.map((sentence): SupportCase => ({ kind: 'claim', sentence, source })),
    ]
  })
}

function readShared(name: SupportSet): SupportCase[] {
  const lines = readFileSync(join(fixtures, `${name}.txt`), 'utf8').split('\n')
  return lines.flatMap((line) => {
    if (line === '' || line.startsWith('#')) return []
    const [from = '', kind = '', ...sentence] = line.split(' | ')
    return [{ kind: kind as SupportCase['kind'], sentence: sentence.join(' | '), source: readSource(from) }]
  })
}

const corpora = new Map<string, Map<string, string>>()

function readSource(from: string): string {
  const [set = '', ...path] = from.split('/')
  if (set === 'docs') return readFileSync(join(data, 'docs-tree', 'docs', ...path), 'utf8')
  let corpus = corpora.get(set)
  if (corpus === undefined) {
    const lines = readFileSync(join(data, 'retrieval', set, 'corpus.jsonl'), 'utf8')
      .trim()
      .split('\n')
    const records = lines.map((line) => JSON.parse(line) as { _id: string; title: string; text: string })
    corpus = new Map(records.map(({ _id, title, text }) => [_id, `${title}\n\n${text}`]))
    corpora.set(set, corpus)
  }
  const source = corpus.get(path.join('/'))
  if (source === undefined) throw new Error(`no source ${from}`)
  return source
}

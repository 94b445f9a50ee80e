import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { seededRandom } from '../../src/domain/seeded-random.ts'

const data = join(import.meta.dirname, '../../../shared/data')

/** Words of real texts with how often each occurs, most frequent first. */
export function realVocabulary(): { word: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const file of globSync('{retrieval/*/corpus.jsonl,docs-tree/**/*.md}', { cwd: data })) {
    for (const word of readFileSync(join(data, file), 'utf8')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []) {
      counts.set(word, (counts.get(word) ?? 0) + 1)
    }
  }
  return [...counts].map(([word, count]) => ({ word, count })).sort((a, b) => b.count - a.count)
}

const syllables = 'ba co di fu ge ha il jo ku la mi no op qua ru se ti un vo wex yr zan'.split(' ')
const rareWords = 150_000

/** The rare word of a rank; real text has ever more words, which no list of words can give. */
export function rareWord(rank: number): string {
  let word = ''
  for (let rest = rank + syllables.length ** 2; rest > 0; rest = Math.floor(rest / syllables.length)) {
    word += syllables[rest % syllables.length] ?? ''
  }
  return word
}

/** A name such as programs and forms have. */
export function identifier(number: number): string {
  return `ERR_${1000 + (number % 9000)}-${(number * 7919).toString(36)}.${number % 10}`
}

/**
 * Chunks of about `words` words with the word frequencies of real English, its bursts (a chunk returns to its own words),
 * an endless tail of rare words, and a few identifiers. The same seed gives the same chunks.
 */
export function createTextGenerator(options: { seed: number; words: number }): () => string {
  const random = seededRandom(options.seed)
  const vocabulary = realVocabulary()
  let total = 0
  const cumulative = Float64Array.from(vocabulary, ({ count }) => (total += count))

  function commonWord(): string {
    const wanted = random() * total
    let low = 0
    let high = cumulative.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((cumulative[middle] ?? 0) <= wanted) low = middle + 1
      else high = middle
    }
    return vocabulary[low]?.word ?? 'the'
  }

  return () => {
    const length = Math.round(options.words * (0.6 + 0.8 * random()))
    const chunk: string[] = []
    while (chunk.length < length) {
      const kind = random()
      if (kind < 0.12 && chunk.length > 0) chunk.push(chunk[Math.floor(random() * chunk.length)] ?? '')
      // Ranks by the inverse of Zipf's law, so that most rare words occur a handful of times.
      else if (kind < 0.14) chunk.push(rareWord(Math.floor(rareWords ** random())))
      else if (kind < 0.142) chunk.push(identifier(Math.floor(random() * 200_000)))
      else chunk.push(commonWord())
      if (chunk.length % 17 === 0) chunk.push(`${chunk.pop()}.`)
    }
    return chunk.join(' ')
  }
}

import { setImmediate } from 'node:timers/promises'
import type { EvaluationQuestion } from '../../../contract/evaluation.ts'
import { chooseDrafts, type DraftDocument } from '../../../domain/evaluation/choose-drafts.ts'
import { candidatesIn } from '../../../domain/evaluation/draft-candidates.ts'
import { findWords } from '../../../domain/words.ts'
import type { Store } from '../../store/store.ts'

/** Documents that are read: more than questions are asked for, since not each gives one, and never a whole library. */
const documentsRead = { perQuestion: 4, least: 100, most: 1_000 }

const passagesRead = 8

/** Questions made from a library's own documents by rules, each judged relevant for the document it was made from. */
export async function draftQuestions(
  store: Store,
  { library, count }: { library: string; count: number },
  signal: AbortSignal | undefined,
): Promise<EvaluationQuestion[]> {
  const { perQuestion, least, most } = documentsRead
  const wanted = Math.min(most, Math.max(least, perQuestion * count))
  const keys = await store.read('draftSources.spread', { library, most: wanted }, signal)
  const documents: DraftDocument[] = []
  for (const key of keys) {
    const source = await store.read('draftSources.get', { key, passages: passagesRead }, signal)
    if (source === null) continue
    const { reference, passages } = source
    const stems = new Set(passages.flatMap(({ text }) => findWords(text).map(({ stem }) => stem)))
    documents.push({ reference, candidates: candidatesIn(passages), stems })
    await setImmediate()
  }
  return chooseDrafts(documents, count).map(({ text, reference }, place) => ({
    id: `draft-${place + 1}`,
    text,
    judgements: { [reference]: 1 },
  }))
}

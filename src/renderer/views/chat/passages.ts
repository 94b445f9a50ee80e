import type { Answer, AnswerSentence, Citation } from '../../../contract/answers.ts'

/** Sentences that run on in the document; what stands in several lines there (code, a table) keeps its lines. */
export type Paragraph = { kind: 'prose' | 'lines'; sentences: readonly AnswerSentence[] }

/** What is quoted from one place of one document. */
export type Passage = { page: number | null; headingPath: readonly string[]; paragraphs: readonly Paragraph[] }

/** What an answer quotes from one document, in the order of the answer. `document` is null for what quotes nothing. */
export type DocumentQuotes = { document: Citation | null; passages: readonly Passage[] }

/** A stretch of an answer: its own words, which quote nothing, or what it quotes. */
export type AnswerPart =
  | { kind: 'words'; sentences: readonly AnswerSentence[] }
  | { kind: 'quotes'; documents: readonly DocumentQuotes[] }

type OpenPassage = { key: string; page: number | null; headingPath: readonly string[]; paragraphs: OpenParagraph[] }
type OpenParagraph = { kind: Paragraph['kind']; sentences: AnswerSentence[]; end: number }

const listMark = /^(?:\d{1,3}[.)]|[-*•–])\s/

/** An answer's sentences with its citations; the sentences name the citations by their places in the list. */
export type CitedSentences = { sentences: readonly AnswerSentence[]; citations: readonly Citation[] }

/**
 * The same answer in the order in which it is read: what is quoted of one document stands together, so that sentences
 * move within a stretch of quotes, and the citations are numbered anew as they are met. What no sentence cites comes last.
 */
export function inReadingOrder({ sentences, citations }: CitedSentences): CitedSentences {
  const read = runsOf(sentences).flatMap((run) => (isQuoted(run[0]) ? byDocument(run, citations) : run))
  const met = [...new Set([...read.flatMap((sentence) => sentence.citations), ...citations.keys()])]
  const numbers = new Map(met.map((before, now) => [before, now]))
  return {
    sentences: read.map((sentence) => ({
      ...sentence,
      citations: sentence.citations.flatMap((before) => numbers.get(before) ?? []),
    })),
    citations: met.flatMap((before) => citations[before] ?? []),
  }
}

function byDocument(sentences: readonly AnswerSentence[], citations: readonly Citation[]): readonly AnswerSentence[] {
  const documents = sentences.map((sentence) => citedDocument(sentence, citations))
  return [...new Set(documents)].flatMap((document) => sentences.filter((_, index) => documents[index] === document))
}

/** Sentences in stretches that are all quoted, or all the answer's own words. */
function runsOf(sentences: readonly AnswerSentence[]): readonly (readonly AnswerSentence[])[] {
  const runs: AnswerSentence[][] = []
  for (const sentence of sentences) {
    const last = runs.at(-1)
    if (last !== undefined && isQuoted(last[0]) === isQuoted(sentence)) last.push(sentence)
    else runs.push([sentence])
  }
  return runs
}

function isQuoted(sentence: AnswerSentence | undefined): boolean {
  return sentence?.support === 'quoted'
}

/** An answer's stretches of own words and of quotes, the quotes by document. */
export function partsOf({ sentences, citations }: CitedSentences): readonly AnswerPart[] {
  return runsOf(sentences).map((run) =>
    isQuoted(run[0])
      ? { kind: 'quotes', documents: groupByDocument(run, citations) }
      : { kind: 'words', sentences: run },
  )
}

/** The document under which a sentence stands; empty for one that quotes nothing. */
function citedDocument(sentence: AnswerSentence, citations: readonly Citation[]): string {
  return citations[sentence.citations[0] ?? -1]?.documentId ?? ''
}

/** Groups an answer's sentences by the document, within it by the place, within that by paragraph. */
export function groupByDocument(
  sentences: readonly AnswerSentence[],
  citations: readonly Citation[],
): readonly DocumentQuotes[] {
  const groups = new Map<string, { document: Citation | null; passages: OpenPassage[] }>()
  for (const sentence of sentences) {
    const cited = citations[sentence.citations[0] ?? -1] ?? null
    const group = groups.get(cited?.documentId ?? '') ?? { document: cited, passages: [] }
    groups.set(cited?.documentId ?? '', group)
    addTo(passageFor(group.passages, cited), sentence, cited)
  }
  return [...groups.values()]
}

function passageFor(passages: OpenPassage[], cited: Citation | null): OpenPassage {
  const key = JSON.stringify([cited?.page, cited?.headingPath])
  const last = passages.at(-1)
  if (last?.key === key) return last
  const opened = { key, page: cited?.page ?? null, headingPath: cited?.headingPath ?? [], paragraphs: [] }
  passages.push(opened)
  return opened
}

/** A sentence runs on when nothing but one space parts it from the one before and it begins no list item. */
function addTo(passage: OpenPassage, sentence: AnswerSentence, cited: Citation | null): void {
  // Lines of a page and of plain text are only where the page ended; elsewhere a line break means something.
  const flows = cited?.type === 'pdf' || cited?.type === 'text' || cited?.type === 'record'
  const kind = sentence.text.includes('\n') && !flows ? 'lines' : 'prose'
  const last = passage.paragraphs.at(-1)
  const follows = last !== undefined && (cited === null || (cited.start >= last.end && cited.start - last.end <= 1))
  if (last !== undefined && follows && kind === 'prose' && last.kind === 'prose' && !listMark.test(sentence.text)) {
    last.sentences.push(sentence)
    last.end = cited?.end ?? last.end
  } else {
    passage.paragraphs.push({ kind, sentences: [sentence], end: cited?.end ?? 0 })
  }
}

/** Where a citation stands in its document, in words, outermost first. */
type PlaceOf = (citation: Citation) => readonly string[]

/** An answer as Markdown: its words and quotes with the numbers that they have on screen, then the numbered sources. */
export function toMarkdown(answer: CitedSentences, placeOf: PlaceOf): string {
  const read = inReadingOrder(answer)
  const { citations } = read
  const quotes = partsOf(read).flatMap((part) =>
    part.kind === 'words' ? [part.sentences.map(withNumbers).join(' ')] : part.documents.flatMap(quoteLines),
  )
  return [...quotes, citations.map((citation, index) => toSourceLine(citation, { index, placeOf })).join('\n')].join(
    '\n\n',
  )
}

/** A written answer as Markdown: its own, then the numbered sources that it has. */
export function withSources({ answer, citations }: Pick<Answer, 'answer' | 'citations'>, placeOf: PlaceOf): string {
  const sources = citations.map((citation, index) => toSourceLine(citation, { index, placeOf })).join('\n')
  return sources === '' ? answer : `${answer.trimEnd()}\n\n${sources}`
}

function quoteLines({ document, passages }: DocumentQuotes): readonly string[] {
  return [
    ...(document === null ? [] : [`**${document.title}**`]),
    ...passages.flatMap(({ paragraphs }) =>
      paragraphs.map((paragraph) => {
        const text = paragraph.sentences.map(withNumbers).join(' ')
        return document === null ? text : text.replace(/^/gm, '> ')
      }),
    ),
  ]
}

function withNumbers(sentence: AnswerSentence): string {
  return [sentence.text, ...sentence.citations.map((index) => `[${index + 1}]`)].join(' ')
}

function toSourceLine(citation: Citation, { index, placeOf }: { index: number; placeOf: PlaceOf }): string {
  return `[${index + 1}] ${[citation.document, ...placeOf(citation)].join(' › ')}`
}

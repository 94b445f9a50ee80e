import type { Span } from '../../../contract/common.ts'
import type { Mention } from '../../../contract/graph.ts'
import type { ReadConnection } from '../connection.ts'
import { findEntity, namesOf } from './graph.ts'

type Asked = { entityId: string; besideId?: string | undefined; offset: number; limit: number }
type Found = { total: number; items: Mention[] }
type Standing = { documentKey: number; start: number; besideStart: number | null }

export const graphMentionReads = {
  /**
   * Where an entity stands, by documents; with `besideId`, one place for each sentence that names both.
   * @throws Failure ENTITY_NOT_FOUND
   */
  'graph.mentions': (connection: ReadConnection, { besideId, ...input }: Asked): Found => {
    const { key } = findEntity(connection, input.entityId)
    const found =
      besideId === undefined
        ? findStandings(connection, { ...input, key })
        : findTogether(connection, { ...input, key, besideKey: findEntity(connection, besideId).key })
    return { total: found.total, items: describeStandings(connection, found.standings) }
  },
}

type Page = { key: number; offset: number; limit: number }
type Standings = { total: number; standings: Standing[] }

function findStandings(connection: ReadConnection, { key, offset, limit }: Page): Standings {
  const total = connection.get<{ total: number }>(
    'graph.countMentions',
    `SELECT sum(mentions) AS total FROM entities WHERE key IN ${namesOf(':key')}`,
    { key },
  )
  const standings = connection.all<Standing>(
    'graph.standings',
    `SELECT m.document_key AS documentKey, m.start, NULL AS besideStart
     FROM entity_mentions m JOIN documents d ON d.key = m.document_key
     WHERE m.entity_key IN ${namesOf(':key')} ORDER BY d.folded_name, d.key, m.start LIMIT :limit OFFSET :offset`,
    { key, limit, offset },
  )
  return { total: total?.total ?? 0, standings }
}

function findTogether(
  connection: ReadConnection,
  { key, besideKey, offset, limit }: Page & { besideKey: number },
): Standings {
  const standings = connection.all<Standing>(
    'graph.together',
    `SELECT m.document_key AS documentKey, min(m.start) AS start, min(o.start) AS besideStart
     FROM entity_mentions m JOIN entity_mentions o ON o.document_key = m.document_key
         AND o.sentence_start = m.sentence_start AND o.entity_key IN ${namesOf(':besideKey')}
       JOIN documents d ON d.key = m.document_key
     WHERE m.entity_key IN ${namesOf(':key')} GROUP BY m.document_key, m.sentence_start
     ORDER BY d.folded_name, d.key, start`,
    { key, besideKey },
  )
  return { total: standings.length, standings: standings.slice(offset, offset + limit) }
}

type Described = Omit<Mention, 'text' | 'named'> & {
  besideStart: number | null
  besideEnd: number | null
  sentenceStart: number
  sentenceEnd: number
  written: string
  chunkStart: number | null
  chunkText: string | null
}

/** Only what a page of the list has: the passages of all mentions of a frequent name are a large part of a library. */
function describeStandings(connection: ReadConnection, standings: readonly Standing[]): Mention[] {
  return connection
    .all<Described>(
      'graph.mentions',
      `SELECT d.id AS documentId, d.name AS document, d.type, c.page, m.start, m.end, o.start AS besideStart,
         o.end AS besideEnd, m.sentence_start AS sentenceStart, m.sentence_end AS sentenceEnd, w.written,
         c.start AS chunkStart, c.text AS chunkText
       FROM json_each(?) s
         JOIN entity_mentions m ON m.document_key = s.value ->> 'documentKey' AND m.start = s.value ->> 'start'
         JOIN documents d ON d.key = m.document_key JOIN entity_writings w ON w.key = m.writing_key
         LEFT JOIN entity_mentions o ON o.document_key = m.document_key AND o.start = s.value ->> 'besideStart'
         LEFT JOIN chunks c ON c.id = (SELECT id FROM chunks WHERE document_key = m.document_key
           AND start <= m.start AND end >= m.end ORDER BY ordinal LIMIT 1)
       ORDER BY s.key`,
      [JSON.stringify(standings)],
    )
    .map(toMention)
}

/** The sentence as far as its passage has it. */
function toMention(row: Described): Mention {
  const { besideStart, besideEnd, sentenceStart, sentenceEnd, written, chunkStart, chunkText, ...place } = row
  const beside = besideStart === null || besideEnd === null ? null : { start: besideStart, end: besideEnd }
  const span = {
    start: Math.min(row.start, beside?.start ?? row.start),
    end: Math.max(row.end, beside?.end ?? row.end),
  }
  const mention = { ...place, ...span }
  if (chunkStart === null || chunkText === null) {
    return { ...mention, text: written, named: [{ start: 0, end: written.length }] }
  }
  const from = Math.max(0, sentenceStart - chunkStart)
  const sentence = chunkText.slice(from, sentenceEnd - chunkStart)
  const names = [{ start: row.start, end: row.end }, ...(beside === null ? [] : [beside])]
  const within = names.map(({ start, end }) => ({ start: start - chunkStart - from, end: end - chunkStart - from }))
  return { ...mention, ...inOneLine(sentence, within) }
}

/** A text with single spaces, and where spans of it are then. */
function inOneLine(text: string, spans: readonly Span[]): { text: string; named: Span[] } {
  const collapse = (part: string) => part.replace(/\s+/gu, ' ').trimStart()
  const at = (position: number) => collapse(text.slice(0, position)).length
  const line = collapse(text).trimEnd()
  const named = spans
    .map(({ start, end }) => ({ start: at(start), end: Math.min(line.length, at(end)) }))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start)
  return { text: line, named }
}

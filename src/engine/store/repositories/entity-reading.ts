import { v7 as newId } from 'uuid'
import type { Block } from '../../../contract/document.ts'
import { familyOf } from '../../../domain/entities/found-entity.ts'
import type { ReadEntities, TextToRead } from '../../../domain/entities/read-entities.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'

/** A part of a document's text that is read for names. */
export type TakenText = TextToRead & { documentKey: number; isLast: boolean }

/** What was read in it. `text` has each mention as it is written, in the order of the mentions. */
export type TakenEntities = {
  documentKey: number
  readTo: number
  isLast: boolean
  read: ReadEntities
  written: string[]
}

/** UTF-16 code units that one step takes on: some 300 ms of reading, and 100 of writing. */
const charactersTogether = 150_000
const documentsTogether = 50

type QueuedRow = { documentKey: number; readTo: number; size: number; blocks: string }

export const entityReadingReads = {
  /** Whether documents are still to be read for names, or libraries to have theirs brought together. */
  'entities.isWaiting': (connection: ReadConnection, _input: null): boolean =>
    connection.get<{ found: number }>(
      'entities.isWaiting',
      `SELECT EXISTS (SELECT 1 FROM entity_queue) OR EXISTS (SELECT 1 FROM libraries WHERE graph_stale = 1) AS found`,
    )?.found === 1,
}

export const entityReadingWrites = {
  /** The next texts to be read, of several short documents or a part of a long one, marked as being read with the ticket. */
  'entities.take': (connection: WriteConnection, { ticket }: { ticket: string }): TakenText[] => {
    const rows = connection.all<QueuedRow>(
      'entities.next',
      `SELECT q.document_key AS documentKey, q.read_to AS readTo, octet_length(c.text) AS size, c.blocks
       FROM entity_queue q JOIN document_contents c ON c.document_key = q.document_key ORDER BY q.document_key LIMIT ?`,
      [documentsTogether],
    )
    let left = charactersTogether
    const taken: TakenText[] = []
    for (const { documentKey, readTo, size, blocks } of rows) {
      if (taken.length > 0 && size - readTo > left) break
      connection.run('entities.mark', 'UPDATE entity_queue SET ticket = ? WHERE document_key = ?', [
        ticket,
        documentKey,
      ])
      const text = textOf(connection, documentKey)
      const parsed = JSON.parse(blocks) as Block[]
      const to = endOfPart(text, parsed, readTo)
      taken.push(cutOut({ text, blocks: parsed, from: readTo, to, documentKey, isLast: to >= text.length }))
      left -= to - readTo
      if (left <= 0) break
    }
    return taken
  },

  /** Puts what was read into the graphs of the libraries. What was changed meanwhile is left: it is read again. */
  'entities.save': (
    connection: WriteConnection,
    { ticket, texts }: { ticket: string; texts: readonly TakenEntities[] },
  ): null => {
    for (const text of texts) {
      const queued = connection.get<{ libraryKey: number; readTo: number }>(
        'entities.queued',
        `SELECT d.library_key AS libraryKey, q.read_to AS readTo FROM entity_queue q
         JOIN documents d ON d.key = q.document_key WHERE q.document_key = ? AND q.ticket = ?`,
        [text.documentKey, ticket],
      )
      if (queued === undefined) continue
      saveEntities(connection, { ...text, ...queued })
      finish(connection, text)
      connection.run('entities.stale', 'UPDATE libraries SET graph_stale = 1 WHERE key = ? AND graph_stale = 0', [
        queued.libraryKey,
      ])
    }
    return null
  },

  /** Leaves the rest of documents unread, whose reading failed: nothing that they name is in a graph. */
  'entities.skip': (connection: WriteConnection, { ticket }: { ticket: string }): null => {
    connection.run('entities.skip', 'DELETE FROM entity_queue WHERE ticket = ?', [ticket])
    return null
  },
}

function textOf(connection: ReadConnection, documentKey: number): string {
  const row = connection.get<{ text: string }>(
    'entities.text',
    'SELECT text FROM document_contents WHERE document_key = ?',
    [documentKey],
  )
  if (row === undefined) throw new Error(`document ${documentKey} has no content`)
  return row.text
}

/** Where a part of a long text ends: after a block, or in one that alone is too long, between two words. */
function endOfPart(text: string, blocks: readonly Block[], from: number): number {
  const most = from + charactersTogether
  if (most >= text.length) return text.length
  const block = blocks.findLast(({ end }) => end > from && end <= most)
  const space = text.lastIndexOf(' ', most)
  return block?.end ?? (space > from ? space : most)
}

/** Only what is read goes to another thread; positions are those of the part. */
function cutOut({ text, blocks, from, to, ...rest }: TakenText): TakenText {
  const within = blocks.filter(({ start, end }) => end > from && start < to)
  const shift = (position: number) => Math.min(to, Math.max(from, position)) - from
  const moved = within.map(({ kind, start, end, rows }) => ({
    kind,
    start: shift(start),
    end: shift(end),
    ...(rows && { rows: rows.map((row) => row.map((cell) => ({ start: shift(cell.start), end: shift(cell.end) }))) }),
  }))
  return { ...rest, text: text.slice(from, to), blocks: moved, from: 0, to: to - from }
}

function finish(connection: WriteConnection, { documentKey, readTo, isLast }: TakenEntities): void {
  if (isLast) connection.run('entities.done', 'DELETE FROM entity_queue WHERE document_key = ?', [documentKey])
  else {
    connection.run(
      'entities.readTo',
      'UPDATE entity_queue SET read_to = read_to + ?, ticket = NULL WHERE document_key = ?',
      [readTo, documentKey],
    )
  }
}

type SavedText = Omit<TakenEntities, 'readTo'> & { libraryKey: number; readTo: number }

function saveEntities(connection: WriteConnection, text: SavedText): void {
  const { documentKey, read, written, readTo: offset } = text
  const counts = read.entities.map(() => 0)
  for (const { entity } of read.mentions) counts[entity] = (counts[entity] ?? 0) + 1
  const keys = read.entities.map((entity, place) =>
    saveEntity(connection, text, { ...entity, mentions: counts[place] ?? 0 }),
  )
  for (const [place, { entity, start, end, sentence }] of read.mentions.entries()) {
    const key = keyAt(keys, entity)
    connection.run(
      'entities.mention',
      `INSERT INTO entity_mentions (document_key, start, end, entity_key, writing_key, sentence_start, sentence_end)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [
        documentKey,
        start + offset,
        end + offset,
        key,
        saveWriting(connection, key, written[place] ?? ''),
        sentence.start + offset,
        sentence.end + offset,
      ],
    )
  }
  for (const { from, to, label, times } of read.relations) {
    connection.run(
      'entities.relation',
      `INSERT INTO entity_relations (document_key, from_key, to_key, label, times) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET times = times + excluded.times`,
      [documentKey, keyAt(keys, from), keyAt(keys, to), label ?? '', times],
    )
  }
  for (const { short, long } of read.definitions) {
    connection.run(
      'entities.definition',
      'INSERT INTO entity_definitions (document_key, short_key, long_key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      [documentKey, keyAt(keys, short), keyAt(keys, long)],
    )
  }
}

type NewEntity = ReadEntities['entities'][number] & { mentions: number }

/** A long document comes in parts: it counts once. */
function saveEntity(connection: WriteConnection, { libraryKey, documentKey }: SavedText, entity: NewEntity): number {
  const { kind, folded, shortForm, isAbbreviated, mentions } = entity
  const row = connection.get<{ key: number }>(
    'entities.save',
    `INSERT INTO entities (id, library_key, family, kind, folded, short_form, abbreviated, documents, mentions)
     VALUES (:id, :libraryKey, :family, :kind, :folded, :shortForm, :abbreviated, 1, :mentions)
     ON CONFLICT (library_key, folded, family) DO UPDATE SET
       kind = CASE WHEN kind = 'name' THEN excluded.kind ELSE kind END, mentions = mentions + excluded.mentions,
       documents = documents + NOT EXISTS (
         SELECT 1 FROM entity_mentions WHERE entity_key = entities.key AND document_key = :documentKey)
     RETURNING key`,
    {
      id: newId(),
      libraryKey,
      documentKey,
      family: familyOf(kind),
      kind,
      folded,
      shortForm,
      abbreviated: Number(isAbbreviated),
      mentions,
    },
  )
  if (row === undefined) throw new Error('an upsert returned no row')
  return row.key
}

function saveWriting(connection: WriteConnection, entityKey: number, written: string): number {
  const row = connection.get<{ key: number }>(
    'entities.writing',
    `INSERT INTO entity_writings (entity_key, written, mentions) VALUES (?, ?, 1)
     ON CONFLICT (entity_key, written) DO UPDATE SET mentions = mentions + 1 RETURNING key`,
    [entityKey, written],
  )
  if (row === undefined) throw new Error('an upsert returned no row')
  return row.key
}

function keyAt(keys: readonly number[], place: number): number {
  const key = keys[place]
  if (key === undefined) throw new Error(`no entity ${place}`)
  return key
}

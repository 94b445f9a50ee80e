import type { ReadConnection, WriteConnection } from '../connection.ts'
import { findErased } from './erase-quotes.ts'
import type { BegunEntry } from './ledger-entry.ts'

/** A request that a provider was given. `choice`, `price` and `warnings` are JSON, parsed by the room that calls it. */
export type StoredBatch = {
  callId: string
  choice: string
  price: string
  batchId: string | null
  warnings: string
  inputTokens: number
  submittedAt: number
  cancelledAt: number | null
}

/** What a batch is for. `kept` is JSON, parsed by the room that answers; `sources` are ids of documents. */
export type BatchedAnswer = { messageId: string; callId: string; sources: readonly string[]; kept: string }

const columns = `b.call_id AS callId, b.choice, b.price, b.batch_id AS batchId, b.warnings, b.input_tokens AS inputTokens,
  b.submitted_at AS submittedAt, b.cancelled_at AS cancelledAt`

/** A call that goes on without the engine that began it: what is set aside for it stays so. */
export const goesOn = 'id IN (SELECT call_id FROM batches)'

export const batchReads = {
  /** The batch that an answer waits for, and what is kept for it; null without one. */
  'batches.ofMessage': (
    connection: ReadConnection,
    { messageId }: { messageId: string },
  ): (StoredBatch & { kept: string }) | null =>
    connection.get<StoredBatch & { kept: string }>(
      'batches.ofMessage',
      `SELECT ${columns}, a.kept FROM batched_answers a JOIN batches b ON b.call_id = a.call_id WHERE a.message_id = ?`,
      [messageId],
    ) ?? null,

  /** Those that no answer waits for any more. */
  'batches.left': (connection: ReadConnection, _input: null): StoredBatch[] =>
    connection.all<StoredBatch>(
      'batches.left',
      `SELECT ${columns} FROM batches b WHERE NOT EXISTS (SELECT 1 FROM batched_answers a WHERE a.call_id = b.call_id)
       ORDER BY b.submitted_at, b.call_id`,
    ),

  /** The entry that was begun with a reservation; null when it was settled. */
  'batches.begun': (connection: ReadConnection, { callId }: { callId: string }): BegunEntry | null => {
    const row = connection.get<{ call: string }>('batches.begun', 'SELECT call FROM reservations WHERE id = ?', [
      callId,
    ])
    return row === undefined ? null : (JSON.parse(row.call) as BegunEntry)
  },
}

export const batchWrites = {
  /**
   * Notes that a request is about to be given away. Nothing is noted when its answer waits no more, or when words of a
   * document are in it that was erased meanwhile.
   */
  'batches.note': (
    connection: WriteConnection,
    { batch, answer }: { batch: StoredBatch; answer: BatchedAnswer },
  ): 'noted' | 'unwanted' | 'erased' => {
    const { messageId, callId, sources, kept } = answer
    const waits = connection.get('batches.waits', 'SELECT 1 FROM waiting_answers WHERE message_id = ?', [messageId])
    if (waits === undefined) return 'unwanted'
    if (findErased(connection, sources).size > 0) return 'erased'
    connection.run(
      'batches.add',
      `INSERT INTO batches (call_id, choice, price, batch_id, warnings, input_tokens, submitted_at, cancelled_at)
       VALUES (:callId, :choice, :price, :batchId, :warnings, :inputTokens, :submittedAt, :cancelledAt)`,
      batch,
    )
    connection.run(
      'batches.keep',
      'INSERT INTO batched_answers (message_id, call_id, sources, kept) VALUES (?, ?, ?, ?)',
      [messageId, callId, JSON.stringify(sources), kept],
    )
    return 'noted'
  },

  /** The provider has it. */
  'batches.taken': (
    connection: WriteConnection,
    input: { callId: string; batchId: string; warnings: string },
  ): null => {
    connection.run(
      'batches.taken',
      'UPDATE batches SET batch_id = :batchId, warnings = :warnings WHERE call_id = :callId',
      input,
    )
    return null
  },

  'batches.cancelled': (connection: WriteConnection, input: { callId: string; now: number }): null => {
    connection.run('batches.cancelled', 'UPDATE batches SET cancelled_at = :now WHERE call_id = :callId', input)
    return null
  },

  /** It brought no answer: nobody waits for it any more, and it is still to be erased where it was. */
  'batches.giveUp': (connection: WriteConnection, { callId }: { callId: string }): null => {
    connection.run('batches.giveUp', 'DELETE FROM batched_answers WHERE call_id = ?', [callId])
    return null
  },

  /** With what is kept for it. */
  'batches.remove': (connection: WriteConnection, { callId }: { callId: string }): null => {
    connection.run('batches.remove', 'DELETE FROM batches WHERE call_id = ?', [callId])
    return null
  },
}

/** What is kept for answers with words of a document goes; those questions are asked anew. Gives how many. */
export function forgetBatchedAnswers(connection: WriteConnection, documentId: string): number {
  const { changes } = connection.run(
    'batches.forget',
    'DELETE FROM batched_answers WHERE EXISTS (SELECT 1 FROM json_each(sources) WHERE value = ?)',
    [documentId],
  )
  return Number(changes)
}

/** Answers that still wait with words of a document of this erasure. */
export function countBatchedAnswers(connection: ReadConnection, erasure: number): number {
  const row = connection.get<{ total: number }>(
    'batches.countErased',
    `SELECT count(DISTINCT a.message_id) AS total FROM batched_answers a, json_each(a.sources) s
     WHERE s.value IN (SELECT document_id FROM erased_documents WHERE erasure = ?)`,
    [erasure],
  )
  return row?.total ?? 0
}

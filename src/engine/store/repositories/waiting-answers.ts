import type { WaitingAnswer } from '../../../contract/waiting.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { requireMessage } from './branches.ts'
import { getConversation } from './conversations.ts'
import { type AnswerPlace, attachedTo } from './messages.ts'

/** An answer that waits. `request` is JSON, parsed by the room that answers. */
export type StoredWaiting = WaitingAnswer & { request: string }

/** What a try changes. */
export type TriedAnswer = Pick<StoredWaiting, 'messageId' | 'tries' | 'retryAt' | 'code' | 'reason'>

const columns = `SELECT w.message_id AS messageId, w.conversation_id AS conversationId, w.question_id AS questionId,
  m.text AS question, w.since, w.tries, w.retry_at AS retryAt, w.code, w.reason, w.request, b.submitted_at AS inBatchSince
  FROM waiting_answers w JOIN messages m ON m.id = w.question_id
  LEFT JOIN batched_answers a ON a.message_id = w.message_id LEFT JOIN batches b ON b.call_id = a.call_id`

export const waitingAnswerReads = {
  /** Of one conversation, or all; those that come first, first. */
  'waitingAnswers.list': (connection: ReadConnection, input: { conversationId: string | null }): StoredWaiting[] =>
    connection.all(
      'waitingAnswers.list',
      `${columns} WHERE :conversationId IS NULL OR w.conversation_id = :conversationId
       ORDER BY w.retry_at IS NULL, w.retry_at, w.since, w.message_id`,
      input,
    ),

  /** The one whose turn is next; null when none waits. */
  'waitingAnswers.next': (connection: ReadConnection, _input: null): StoredWaiting | null =>
    connection.get<StoredWaiting>(
      'waitingAnswers.next',
      `${columns} WHERE w.retry_at IS NOT NULL ORDER BY w.retry_at, w.since, w.message_id LIMIT 1`,
    ) ?? null,
}

export const waitingAnswerWrites = {
  /**
   * An answer that waits is written now, into its own place.
   *
   * @throws Failure CONVERSATION_NOT_FOUND, MESSAGE_NOT_FOUND
   */
  'waitingAnswers.begin': (
    connection: WriteConnection,
    place: { conversationId: string; questionId: string; messageId: string },
  ): AnswerPlace => {
    const { conversationId, questionId, messageId } = place
    const { libraryIds, model, options } = getConversation(connection, conversationId)
    const { text: question, parentId } = requireMessage(connection, { conversationId, messageId: questionId })
    connection.run(
      'waitingAnswers.begin',
      `UPDATE messages SET state = 'streaming', text = '' WHERE id = ? AND answer IS NULL`,
      [messageId],
    )
    const attachmentIds = attachedTo(connection, questionId)
    return { conversationId, questionId, messageId, question, parentId, libraryIds, attachmentIds, model, options }
  },

  /** Keeps that an answer waits; `retryAt` null gives it up. */
  'waitingAnswers.keep': (
    connection: WriteConnection,
    waiting: Omit<StoredWaiting, 'question' | 'inBatchSince'>,
  ): null => {
    connection.run(
      'waitingAnswers.keep',
      `INSERT INTO waiting_answers
         (message_id, conversation_id, question_id, request, since, tries, retry_at, code, reason)
       VALUES (:messageId, :conversationId, :questionId, :request, :since, :tries, :retryAt, :code, :reason)`,
      waiting,
    )
    return null
  },

  /** Keeps what became of a try; `retryAt` null gives it up. One that waits no more stays away. */
  'waitingAnswers.tried': (connection: WriteConnection, tried: TriedAnswer): null => {
    connection.run(
      'waitingAnswers.tried',
      `UPDATE waiting_answers SET tries = :tries, retry_at = :retryAt, code = :code, reason = :reason
       WHERE message_id = :messageId`,
      tried,
    )
    return null
  },

  /** It is asked in its turn from now on, in another way than before, as if it had just come. */
  'waitingAnswers.renew': (
    connection: WriteConnection,
    renewed: Pick<StoredWaiting, 'messageId' | 'request' | 'since' | 'code' | 'reason'>,
  ): null => {
    connection.run(
      'waitingAnswers.renew',
      `UPDATE waiting_answers SET request = :request, since = :since, tries = 0, retry_at = :since, code = :code,
         reason = :reason WHERE message_id = :messageId`,
      renewed,
    )
    return null
  },

  /** It was answered. */
  'waitingAnswers.done': (connection: WriteConnection, { messageId }: { messageId: string }): null => {
    connection.run('waitingAnswers.done', 'DELETE FROM waiting_answers WHERE message_id = ?', [messageId])
    return null
  },

  /** @throws Failure MESSAGE_NOT_FOUND for one that does not wait */
  'waitingAnswers.stop': (connection: WriteConnection, { messageId }: { messageId: string }): null => {
    const sql = 'DELETE FROM waiting_answers WHERE message_id = ?'
    if (Number(connection.run('waitingAnswers.stop', sql, [messageId]).changes) === 0) {
      throw new Failure('MESSAGE_NOT_FOUND', { messageId })
    }
    return null
  },
}

import { v7 as newId } from 'uuid'
import type { Answer } from '../../../contract/answers.ts'
import type { Message } from '../../../contract/chat.ts'
import type { GenerationOptions } from '../../../contract/language-models.ts'
import type { TokenUsage } from '../../../contract/money.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { branch, branchValues, requireMessage } from './branches.ts'
import { attach } from './chat-attachments.ts'
import { findQuestions, getConversation } from './conversations.ts'
import { findErased, redactAnswer } from './erase-quotes.ts'
import { findLibraryKey } from './libraries.ts'

/** Where an answer is to be written, and what it answers. */
export type AnswerPlace = {
  conversationId: string
  questionId: string
  messageId: string
  question: string
  /** The message before the question; null for the first of its branch. */
  parentId: string | null
  libraryIds: string[]
  attachmentIds: string[]
  /** The conversation's own choice. */
  model: string | null
  options: GenerationOptions
}

/** A message as a model is given it again. */
export type PastMessage = {
  id: string
  role: Message['role']
  text: string
  attachmentIds: string[]
  /** Documents whose words it may repeat. */
  documentIds: string[]
}

/** `counted`: a provider did not say, and the tokens were counted here. */
export type MessageSpent = { usage: TokenUsage; nanoDollars: number; counted: boolean; callIds: string[] }

type NewMessage = Pick<Message, 'id' | 'conversationId' | 'parentId' | 'role' | 'text' | 'state' | 'model'> & {
  now: number
}

function addMessage(connection: WriteConnection, message: NewMessage): void {
  connection.run(
    'messages.add',
    `INSERT INTO messages (id, conversation_id, parent_id, ordinal, role, text, state, model, created_at)
     VALUES (:id, :conversationId, :parentId,
       (SELECT coalesce(max(ordinal), 0) + 1 FROM messages WHERE conversation_id = :conversationId),
       :role, :text, :state, :model, :now)`,
    message,
  )
}

/** Adds the place of an answer, which becomes the end of the branch that is shown. */
function beginAnswer(
  connection: WriteConnection,
  input: { conversationId: string; questionId: string; model: string | null; now: number },
): string {
  const { questionId, ...common } = input
  const id = newId()
  addMessage(connection, { ...common, id, parentId: questionId, role: 'assistant', text: '', state: 'streaming' })
  connection.run('conversations.touch', 'UPDATE conversations SET head_id = ?, updated_at = ? WHERE id = ?', [
    id,
    input.now,
    input.conversationId,
  ])
  return id
}

export function attachedTo(connection: ReadConnection, messageId: string): string[] {
  return connection
    .all<{ id: string }>(
      'messages.attachments',
      'SELECT attachment_id AS id FROM message_attachments WHERE message_id = ? ORDER BY place',
      [messageId],
    )
    .map(({ id }) => id)
}

export const messageReads = {
  /** What the calls took that were made for a message, by the ledger. */
  'messages.spent': (
    connection: ReadConnection,
    input: { conversationId: string; messageId: string },
  ): MessageSpent => {
    const rows = connection.all<TokenUsage & { id: string; nanoDollars: number; counted: number }>(
      'messages.spent',
      `SELECT id, nano_dollars AS nanoDollars, counted, input_tokens AS inputTokens,
         cached_input_tokens AS cachedInputTokens, cache_write_tokens AS cacheWriteTokens,
         output_tokens AS outputTokens, reasoning_tokens AS reasoningTokens
       FROM ledger WHERE conversation_id = :conversationId AND message_id = :messageId ORDER BY key`,
      input,
    )
    const sum = (part: keyof TokenUsage | 'nanoDollars') => rows.reduce((all, row) => all + row[part], 0)
    return {
      usage: {
        inputTokens: sum('inputTokens'),
        cachedInputTokens: sum('cachedInputTokens'),
        cacheWriteTokens: sum('cacheWriteTokens'),
        outputTokens: sum('outputTokens'),
        reasoningTokens: sum('reasoningTokens'),
      },
      nanoDollars: sum('nanoDollars'),
      // Of a call that never reached its model there is nothing to count.
      counted: rows.some(({ counted, inputTokens, outputTokens }) => counted === 1 && inputTokens + outputTokens > 0),
      callIds: rows.map(({ id }) => id),
    }
  },

  /** @throws Failure MESSAGE_NOT_FOUND */
  'messages.require': (connection: ReadConnection, input: { messageId: string }): null => {
    const row = connection.get('messages.exists', 'SELECT 1 FROM messages WHERE id = ?', [input.messageId])
    if (row === undefined) throw new Failure('MESSAGE_NOT_FOUND', { messageId: input.messageId })
    return null
  },

  /** Whether one of these documents is in a library of which nothing may leave this machine. */
  'messages.restOnLocalOnly': (connection: ReadConnection, input: { documentIds: readonly string[] }): boolean => {
    const found = connection.get(
      'messages.restOnLocalOnly',
      `SELECT 1 FROM documents d JOIN libraries l ON l.key = d.library_key
       WHERE d.id IN (SELECT value FROM json_each(?)) AND l.settings ->> '$.localOnly' = 1 LIMIT 1`,
      [JSON.stringify(input.documentIds)],
    )
    return found !== undefined
  },

  /** The branch that ends with a message, oldest first: its last questions, and all that a model may be told of it. */
  'messages.branch': (
    connection: ReadConnection,
    input: { headId: string | null },
  ): { questions: string[]; messages: PastMessage[] } => {
    const rows = connection.all<{ id: string; role: Message['role']; text: string; documentIds: string }>(
      'messages.branch',
      `${branch} SELECT m.id, m.role, m.text, (
         SELECT json_group_array(id) FROM (SELECT value AS id FROM json_each(m.sources)
           UNION SELECT value ->> 'documentId' FROM json_each(m.answer, '$.citations') WHERE m.answer IS NOT NULL)
       ) AS documentIds
       FROM branch b JOIN messages m ON m.id = b.id ORDER BY b.steps DESC`,
      branchValues(input.headId),
    )
    const messages = rows.map((row) => ({
      ...row,
      attachmentIds: attachedTo(connection, row.id),
      documentIds: JSON.parse(row.documentIds) as string[],
    }))
    return { questions: findQuestions(connection, input.headId), messages }
  },
}

export const messageWrites = {
  /**
   * Keeps a question and the place of its answer before any work begins. The answer counts as being written until
   * `messages.finish` or `messages.interrupt` says otherwise, and after a kill as interrupted.
   *
   * `parentId`: without it, the end of the branch that is shown. `libraries` are ids or names, none for all; null stays
   * with those of the conversation. One that has been deleted is missed rather than left out: without the last one the
   * question would go to all. A new conversation takes the model and options of its first question for its own.
   *
   * @throws Failure CONVERSATION_NOT_FOUND, MESSAGE_NOT_FOUND, LIBRARY_NOT_FOUND, ATTACHMENT_NOT_FOUND
   */
  'conversations.ask': (
    connection: WriteConnection,
    input: {
      conversationId: string | null
      parentId?: string | null | undefined
      title: string
      question: string
      libraries: readonly string[] | null
      attachmentIds?: readonly string[]
      model?: string | null
      options?: GenerationOptions | undefined
      now: number
    },
  ): AnswerPlace => {
    const { now, model: asked = null } = input
    const before = input.conversationId === null ? null : getConversation(connection, input.conversationId)
    const references = input.libraries ?? before?.libraryIds ?? []
    const libraryIds = references.map((reference) => findLibraryKey(connection, reference).id)
    const conversationId = before?.id ?? newId()
    const model = before === null ? asked : before.model
    const options = before?.options ?? input.options ?? {}
    const parentId = input.parentId === undefined ? (before?.headId ?? null) : input.parentId
    if (parentId !== null) requireMessage(connection, { conversationId, messageId: parentId })
    if (before === null) {
      connection.run(
        'conversations.create',
        `INSERT INTO conversations (id, title, library_ids, model, options, created_at, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        [conversationId, input.title, JSON.stringify(libraryIds), model, JSON.stringify(options), now, now],
      )
    } else {
      connection.run('conversations.libraries', 'UPDATE conversations SET library_ids = ? WHERE id = ?', [
        JSON.stringify(libraryIds),
        conversationId,
      ])
    }
    const questionId = newId()
    const common = { conversationId, model: asked, now }
    addMessage(connection, {
      ...{ ...common, id: questionId, parentId },
      ...{ role: 'user', text: input.question, state: 'complete' },
    })
    attach(connection, questionId, input.attachmentIds ?? [])
    const messageId = beginAnswer(connection, { ...common, questionId })
    const attachmentIds = attachedTo(connection, questionId)
    const { question } = input
    return { conversationId, questionId, messageId, question, parentId, libraryIds, attachmentIds, model, options }
  },

  /**
   * Makes the place of another answer to a question that was asked before.
   *
   * @throws Failure CONVERSATION_NOT_FOUND, MESSAGE_NOT_FOUND
   */
  'messages.answerAgain': (
    connection: WriteConnection,
    input: { conversationId: string; questionId: string; model: string | null; now: number },
  ): AnswerPlace => {
    const { conversationId, questionId } = input
    const { libraryIds, model, options } = getConversation(connection, conversationId)
    const asked = requireMessage(connection, { conversationId, messageId: questionId })
    if (asked.role !== 'user') throw new Failure('MESSAGE_NOT_FOUND', { messageId: questionId })
    const messageId = beginAnswer(connection, input)
    const attachmentIds = attachedTo(connection, questionId)
    const { text: question, parentId } = asked
    return { conversationId, questionId, messageId, question, parentId, libraryIds, attachmentIds, model, options }
  },

  /**
   * Keeps what has arrived of an answer so far. `sources`: the documents that its model was given. Words that were made
   * from a document which has been erased meanwhile are not kept.
   */
  'messages.progress': (
    connection: WriteConnection,
    input: { messageId: string; text: string; sources: readonly string[] },
  ): null => {
    const isErased = findErased(connection, input.sources).size > 0
    connection.run(
      'messages.progress',
      `UPDATE messages SET text = ?, sources = ? WHERE id = ? AND state = 'streaming'`,
      [isErased ? '' : input.text, JSON.stringify(input.sources), input.messageId],
    )
    return null
  },

  /** An answer that was on its way while a document was erased is kept without its words. */
  'messages.finish': (
    connection: WriteConnection,
    input: { messageId: string; answer: Answer; sources?: readonly string[] },
  ): null => {
    const { sources = [] } = input
    const erased = findErased(connection, [...sources, ...input.answer.citations.map(({ documentId }) => documentId)])
    const answer = redactAnswer(input.answer, { erased, sources })
    connection.run(
      'messages.finish',
      `UPDATE messages SET text = ?, answer = ?, sources = ?, state = 'complete' WHERE id = ?`,
      [
        answer.answer,
        JSON.stringify(answer),
        JSON.stringify(sources.filter((documentId) => !erased.has(documentId))),
        input.messageId,
      ],
    )
    return null
  },

  /** What has arrived of an answer stays as it is; without an id, that of all answers that an earlier engine left behind. */
  'messages.interrupt': (connection: WriteConnection, input: { messageId: string | null }): null => {
    connection.run(
      'messages.interrupt',
      `UPDATE messages SET state = 'interrupted' WHERE state = 'streaming' AND (:messageId IS NULL OR id = :messageId)`,
      { messageId: input.messageId },
    )
    return null
  },
}

import { v7 as newId } from 'uuid'
import { Answer, type Conversation, type Message } from '../../../contract/chat.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { findErased, redactAnswer } from './erase-quotes.ts'
import { findLibraryKey } from './libraries.ts'

type ConversationRow = Omit<Conversation, 'libraryIds'> & { libraryIds: string }
type MessageRow = Omit<Message, 'answer'> & { answer: string | null }

/** Questions before one that it may take up. */
const questionsRemembered = 5

const columns = `
  SELECT id, title, library_ids AS libraryIds, created_at AS createdAt, updated_at AS updatedAt FROM conversations`

function toConversation(row: ConversationRow): Conversation {
  return { ...row, libraryIds: JSON.parse(row.libraryIds) as string[] }
}

function getConversation(connection: ReadConnection, conversationId: string): Conversation {
  const row = connection.get<ConversationRow>('conversations.get', `${columns} WHERE id = ?`, [conversationId])
  if (row === undefined) throw new Failure('CONVERSATION_NOT_FOUND', { conversationId })
  return toConversation(row)
}

function addMessage(
  connection: WriteConnection,
  message: {
    id: string
    conversationId: string
    role: Message['role']
    text: string
    state: Message['state']
    now: number
  },
): void {
  connection.run(
    'messages.add',
    `INSERT INTO messages (id, conversation_id, ordinal, role, text, state, created_at)
     VALUES (:id, :conversationId,
       (SELECT coalesce(max(ordinal), 0) + 1 FROM messages WHERE conversation_id = :conversationId),
       :role, :text, :state, :now)`,
    message,
  )
}

export const conversationReads = {
  'conversations.list': (
    connection: ReadConnection,
    input: { offset: number; limit: number },
  ): { total: number; items: Conversation[] } => {
    const counted = connection.get<{ total: number }>(
      'conversations.count',
      'SELECT count(*) AS total FROM conversations',
    )
    const rows = connection.all<ConversationRow>(
      'conversations.list',
      `${columns} ORDER BY updated_at DESC, id DESC LIMIT ? OFFSET ?`,
      [input.limit, input.offset],
    )
    return { total: counted?.total ?? 0, items: rows.map(toConversation) }
  },

  /**
   * What a person asked last in a conversation, oldest first.
   *
   * @throws Failure CONVERSATION_NOT_FOUND
   */
  'conversations.questions': (connection: ReadConnection, input: { conversationId: string }): string[] => {
    getConversation(connection, input.conversationId)
    return connection
      .all<{ text: string }>(
        'messages.questions',
        `SELECT text FROM messages WHERE conversation_id = ? AND role = 'user' ORDER BY ordinal DESC LIMIT ?`,
        [input.conversationId, questionsRemembered],
      )
      .map(({ text }) => text)
      .reverse()
  },

  'conversations.get': (
    connection: ReadConnection,
    input: { conversationId: string },
  ): { conversation: Conversation; messages: Message[] } => ({
    conversation: getConversation(connection, input.conversationId),
    messages: connection
      .all<MessageRow>(
        'messages.list',
        `SELECT id, conversation_id AS conversationId, role, text, answer, state, created_at AS createdAt
         FROM messages WHERE conversation_id = ? ORDER BY ordinal`,
        [input.conversationId],
      )
      .map((row) => ({ ...row, answer: row.answer === null ? null : Answer.parse(JSON.parse(row.answer)) })),
  }),
}

export const conversationWrites = {
  /**
   * Keeps a question and the place of its answer before any work begins. The answer counts as interrupted until
   * `messages.finish` says otherwise, so a kill in between leaves the question and an honest gap.
   *
   * `libraries` are ids or names, none for all; null stays with those of the conversation. One that has been deleted is
   * missed rather than left out: without the last one the question would go to all.
   */
  'conversations.ask': (
    connection: WriteConnection,
    input: {
      conversationId: string | null
      title: string
      question: string
      libraries: readonly string[] | null
      now: number
    },
  ): { conversationId: string; messageId: string; libraryIds: string[] } => {
    const before = input.conversationId === null ? null : getConversation(connection, input.conversationId)
    const references = input.libraries ?? before?.libraryIds ?? []
    const libraryIds = references.map((reference) => findLibraryKey(connection, reference).id)
    const conversationId = before?.id ?? newId()
    if (before === null) {
      connection.run(
        'conversations.create',
        'INSERT INTO conversations (id, title, library_ids, created_at, updated_at) VALUES (?, ?, ?, ?, ?)',
        [conversationId, input.title, JSON.stringify(libraryIds), input.now, input.now],
      )
    } else {
      connection.run('conversations.touch', 'UPDATE conversations SET updated_at = ?, library_ids = ? WHERE id = ?', [
        input.now,
        JSON.stringify(libraryIds),
        conversationId,
      ])
    }
    const common = { conversationId, now: input.now }
    addMessage(connection, { ...common, id: newId(), role: 'user', text: input.question, state: 'complete' })
    const messageId = newId()
    addMessage(connection, { ...common, id: messageId, role: 'assistant', text: '', state: 'interrupted' })
    return { conversationId, messageId, libraryIds }
  },

  /** An answer that was on its way while a document was erased is kept without its words. */
  'messages.finish': (connection: WriteConnection, input: { messageId: string; answer: Answer }): null => {
    const erased = findErased(
      connection,
      input.answer.citations.map(({ documentId }) => documentId),
    )
    const answer = redactAnswer(input.answer, (documentId) => erased.has(documentId))
    connection.run('messages.finish', `UPDATE messages SET text = ?, answer = ?, state = 'complete' WHERE id = ?`, [
      answer.answer,
      JSON.stringify(answer),
      input.messageId,
    ])
    return null
  },

  'conversations.rename': (
    connection: WriteConnection,
    input: { conversationId: string; title: string },
  ): Conversation => {
    getConversation(connection, input.conversationId)
    connection.run('conversations.rename', 'UPDATE conversations SET title = ? WHERE id = ?', [
      input.title,
      input.conversationId,
    ])
    return getConversation(connection, input.conversationId)
  },

  'conversations.delete': (connection: WriteConnection, input: { conversationId: string }): { id: string } => {
    getConversation(connection, input.conversationId)
    connection.run('conversations.delete', 'DELETE FROM conversations WHERE id = ?', [input.conversationId])
    return { id: input.conversationId }
  },
}

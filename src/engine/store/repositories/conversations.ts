import { Answer } from '../../../contract/answers.ts'
import type { Conversation, Message } from '../../../contract/chat.ts'
import type { GenerationOptions } from '../../../contract/language-models.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { branch, branchValues, requireMessage } from './branches.ts'
import { attachmentsOf } from './chat-attachments.ts'
import { findLibraryKey } from './libraries.ts'

type ConversationRow = Omit<Conversation, 'libraryIds' | 'options' | 'spent'> & {
  libraryIds: string
  options: string
  nanoDollars: number
  inputTokens: number
  outputTokens: number
}
type MessageRow = Omit<Message, 'answer' | 'attachments'> & { answer: string | null }

/** Questions before one that it may take up. */
const questionsRemembered = 5

/** SQL for what the calls of a conversation took, by the ledger: those that failed are among them. */
const sumOf = (column: string) => `(SELECT coalesce(sum(${column}), 0) FROM ledger WHERE conversation_id = c.id) AS`

const columns = `
  SELECT c.id, c.title, c.library_ids AS libraryIds, c.model, c.options, c.head_id AS headId, c.created_at AS createdAt,
    c.updated_at AS updatedAt, ${sumOf('nano_dollars')} nanoDollars, ${sumOf('input_tokens')} inputTokens,
    ${sumOf('output_tokens')} outputTokens
  FROM conversations c`

function toConversation(row: ConversationRow): Conversation {
  const { libraryIds, options, nanoDollars, inputTokens, outputTokens, ...rest } = row
  return {
    ...rest,
    libraryIds: JSON.parse(libraryIds) as string[],
    options: JSON.parse(options) as GenerationOptions,
    spent: { nanoDollars, inputTokens, outputTokens },
  }
}

/** @throws Failure CONVERSATION_NOT_FOUND */
export function getConversation(connection: ReadConnection, conversationId: string): Conversation {
  const row = connection.get<ConversationRow>('conversations.get', `${columns} WHERE c.id = ?`, [conversationId])
  if (row === undefined) throw new Failure('CONVERSATION_NOT_FOUND', { conversationId })
  return toConversation(row)
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
      `${columns} ORDER BY c.updated_at DESC, c.id DESC LIMIT ? OFFSET ?`,
      [input.limit, input.offset],
    )
    return { total: counted?.total ?? 0, items: rows.map(toConversation) }
  },

  /**
   * What a person asked last in the branch of a conversation that is shown, oldest first.
   *
   * @throws Failure CONVERSATION_NOT_FOUND
   */
  'conversations.questions': (connection: ReadConnection, input: { conversationId: string }): string[] => {
    const { headId } = getConversation(connection, input.conversationId)
    return findQuestions(connection, headId)
  },

  /** Its messages in the order in which they came, those of all branches. */
  'conversations.get': (
    connection: ReadConnection,
    input: { conversationId: string },
  ): { conversation: Conversation; messages: Message[] } => {
    const conversation = getConversation(connection, input.conversationId)
    const attachments = attachmentsOf(connection, input.conversationId)
    const rows = connection.all<MessageRow>(
      'messages.list',
      `SELECT id, conversation_id AS conversationId, parent_id AS parentId, role, text, answer, state, model,
         created_at AS createdAt
       FROM messages WHERE conversation_id = ? ORDER BY ordinal`,
      [input.conversationId],
    )
    const messages = rows.map((row) => ({
      ...row,
      answer: row.answer === null ? null : Answer.parse(JSON.parse(row.answer)),
      attachments: attachments.get(row.id) ?? [],
    }))
    return { conversation, messages }
  },
}

/** The last questions of the branch that ends with a message, oldest first. */
export function findQuestions(connection: ReadConnection, headId: string | null): string[] {
  return connection
    .all<{ text: string }>(
      'messages.questions',
      `${branch} SELECT m.text FROM branch b JOIN messages m ON m.id = b.id WHERE m.role = 'user'
       ORDER BY b.steps LIMIT :limit`,
      { ...branchValues(headId), limit: questionsRemembered },
    )
    .map(({ text }) => text)
    .reverse()
}

export const conversationWrites = {
  /**
   * Changes what is given. Libraries are ids or names, none for all.
   *
   * @throws Failure CONVERSATION_NOT_FOUND, LIBRARY_NOT_FOUND, MESSAGE_NOT_FOUND
   */
  'conversations.configure': (
    connection: WriteConnection,
    input: {
      conversationId: string
      model?: string | null | undefined
      options?: GenerationOptions | undefined
      libraries?: readonly string[] | undefined
      headId?: string | undefined
    },
  ): Conversation => {
    const { conversationId } = input
    const before = getConversation(connection, conversationId)
    const { model = before.model, options = before.options, headId = before.headId } = input
    if (input.headId !== undefined) requireMessage(connection, { conversationId, messageId: input.headId })
    const libraryIds =
      input.libraries?.map((reference) => findLibraryKey(connection, reference).id) ?? before.libraryIds
    connection.run(
      'conversations.configure',
      'UPDATE conversations SET model = ?, options = ?, library_ids = ?, head_id = ? WHERE id = ?',
      [model, JSON.stringify(options), JSON.stringify(libraryIds), headId, conversationId],
    )
    return getConversation(connection, conversationId)
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

import { v7 as newId } from 'uuid'
import type { Attachment } from '../../../contract/chat.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'

/** An attachment with what a model is given of it. */
export type AttachedContent = Attachment & {
  /** What was read of it, or recognised in the picture. */
  text: string
  /** The picture; null for a text. */
  data: Uint8Array | null
}

const columns = 'a.id, a.name, a.kind, a.media_type AS mediaType, a.bytes, a.tokens'

/** Of messages of a conversation, by their ids, each in the order in which they were attached. */
export function attachmentsOf(connection: ReadConnection, conversationId: string): Map<string, Attachment[]> {
  const rows = connection.all<Attachment & { messageId: string }>(
    'chatAttachments.ofConversation',
    `SELECT l.message_id AS messageId, ${columns} FROM messages m JOIN message_attachments l ON l.message_id = m.id
       JOIN chat_attachments a ON a.id = l.attachment_id WHERE m.conversation_id = ? ORDER BY l.message_id, l.place`,
    [conversationId],
  )
  const byMessage = Map.groupBy(rows, ({ messageId }) => messageId)
  return new Map([...byMessage].map(([id, some]) => [id, some.map(({ messageId: _, ...attachment }) => attachment)]))
}

/** @throws Failure ATTACHMENT_NOT_FOUND */
export function attach(connection: WriteConnection, messageId: string, attachmentIds: readonly string[]): void {
  for (const [place, attachmentId] of [...new Set(attachmentIds)].entries()) {
    requireAttachment(connection, attachmentId)
    connection.run(
      'chatAttachments.attach',
      'INSERT INTO message_attachments (message_id, place, attachment_id) VALUES (?, ?, ?)',
      [messageId, place, attachmentId],
    )
  }
}

function requireAttachment(connection: ReadConnection, attachmentId: string): AttachedContent {
  const row = connection.get<AttachedContent>(
    'chatAttachments.get',
    `SELECT ${columns}, a.text, a.data FROM chat_attachments a WHERE a.id = ?`,
    [attachmentId],
  )
  if (row === undefined) throw new Failure('ATTACHMENT_NOT_FOUND', { attachmentId })
  return row
}

export const chatAttachmentReads = {
  /** In the order asked for. @throws Failure ATTACHMENT_NOT_FOUND */
  'chatAttachments.contents': (
    connection: ReadConnection,
    input: { attachmentIds: readonly string[] },
  ): AttachedContent[] => input.attachmentIds.map((attachmentId) => requireAttachment(connection, attachmentId)),
}

export const chatAttachmentWrites = {
  'chatAttachments.keep': (
    connection: WriteConnection,
    input: Omit<AttachedContent, 'id'> & { now: number },
  ): Attachment => {
    const { now, text, data, ...attachment } = input
    const id = newId()
    connection.run(
      'chatAttachments.keep',
      `INSERT INTO chat_attachments (id, name, kind, media_type, bytes, tokens, text, data, created_at)
       VALUES (:id, :name, :kind, :mediaType, :bytes, :tokens, :text, :data, :now)`,
      { id, ...attachment, text, data, now },
    )
    return { id, ...attachment }
  },

  /** Deletes what was attached before then and that no message has taken. */
  'chatAttachments.expire': (connection: WriteConnection, input: { before: number }): null => {
    connection.run(
      'chatAttachments.expire',
      `DELETE FROM chat_attachments WHERE created_at < ?
         AND NOT EXISTS (SELECT 1 FROM message_attachments WHERE attachment_id = chat_attachments.id)`,
      [input.before],
    )
    return null
  },
}

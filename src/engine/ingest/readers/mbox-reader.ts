import type { MemberFile } from '../reading/extracted.ts'
import { DocumentBuilder } from './document-builder.ts'
import { loadDomParser } from './html/html-dom.ts'
import { parseMessage } from './mail/eml-message.ts'
import { addMail, type MailMessage } from './mail/mail-message.ts'
import { type MailboxMessage, splitMailbox } from './mail/mbox-messages.ts'
import { type Reader, ReadRefusal } from './reader.ts'

/**
 * A mailbox: each message is a page. A message that can't be read or is encrypted is named by a warning and costs only
 * itself. Attachments are documents of their own, in a folder for each message.
 */
export const readMbox: Reader = async ({ bytes }) => {
  const builder = new DocumentBuilder()
  const parse = await loadDomParser()
  const members: MemberFile[] = []
  let page = 0
  for (const stored of splitMailbox(bytes)) {
    page += 1
    const message = await parseOrRefuse(stored)
    if (message instanceof ReadRefusal) {
      builder.add('heading', stored.postmark, { level: 1, page })
      builder.warn('MESSAGE_DAMAGED', page)
      continue
    }
    if (message.encrypted) builder.warn('MESSAGE_ENCRYPTED', page)
    addMail(builder, message, { parse, page, untitled: stored.postmark })
    const folder = page
    members.push(...message.attachments.map((member) => ({ ...member, path: `${folder}/${member.path}` })))
  }
  // The first message's subject is not the mailbox's.
  return { ...builder.finish('mbox'), title: null, members }
}

async function parseOrRefuse(stored: MailboxMessage): Promise<MailMessage | ReadRefusal> {
  try {
    return await parseMessage(stored.bytes)
  } catch (error) {
    if (error instanceof ReadRefusal) return error
    return new ReadRefusal('FILE_DAMAGED', 'a message that cannot be parsed', { cause: error })
  }
}

import { DocumentBuilder } from './document-builder.ts'
import { loadDomParser } from './html/html-dom.ts'
import { parseMessage } from './mail/eml-message.ts'
import { withoutLead } from './mail/mail-bytes.ts'
import { addMail, mailProperties } from './mail/mail-message.ts'
import { type Reader, ReadRefusal } from './reader.ts'

/** One message. Its attachments are documents of their own. */
export const readEml: Reader = async ({ bytes }) => {
  const message = await parseMessage(withoutLead(bytes))
  if (message.encrypted) throw new ReadRefusal('FILE_ENCRYPTED', 'a message that only its receiver can read')
  const builder = new DocumentBuilder()
  builder.suggestTitle(message.subject)
  addMail(builder, message, { parse: await loadDomParser() })
  builder.describe(mailProperties(message))
  return { ...builder.finish('eml'), members: message.attachments }
}

import type MsgReader from '@kenjiuno/msgreader'
import type { FieldsData } from '@kenjiuno/msgreader'
import type { WarningCode } from '../../../contract/warnings.ts'
import { createMemberPaths } from '../members.ts'
import type { MemberFile } from '../reading/extracted.ts'
import { DocumentBuilder } from './document-builder.ts'
import { loadDomParser } from './html/html-dom.ts'
import { mendCompoundFile } from './mail/compound-file.ts'
import { openSigned } from './mail/eml-message.ts'
import { addMail, type MailMessage, mailProperties, showAddress } from './mail/mail-message.ts'
import { readMsgBody } from './mail/msg-body.ts'
import { type Reader, ReadRefusal } from './reader.ts'

type OpenMessage = { fields: FieldsData; attachment(fields: FieldsData): { fileName: string; content: Uint8Array } }

/** A message as Outlook saves it, [MS-OXMSG]. Its attachments, and messages inside it, are documents of their own. */
export const readMsg: Reader = async ({ bytes }) => {
  // The library follows whatever the file says, in circles too.
  const mended = mendCompoundFile(bytes)
  const opened = await open(bytes)
  const message = await openSigned(await toMessage(opened))
  if (message.encrypted) throw new ReadRefusal('FILE_ENCRYPTED', 'a message that only its receiver can read')
  const builder = new DocumentBuilder()
  if (mended) builder.warn('MESSAGE_PARTS_DAMAGED')
  builder.suggestTitle(message.subject)
  addMail(builder, message, { parse: await loadDomParser() })
  builder.describe(mailProperties(message))
  return { ...builder.finish('msg'), members: message.attachments }
}

async function open(bytes: Uint8Array): Promise<OpenMessage> {
  const Loaded = await loadMsgReader()
  const reader = new Loaded(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const fields = reader.getFileData()
  if (fields.error !== undefined) throw new ReadRefusal('FILE_DAMAGED', 'not a message of Outlook')
  return { fields, attachment: (attachment) => reader.getAttachment(attachment) }
}

/** The class of a CommonJS module, which Node hands over inside of its exports and a bundler by itself. */
async function loadMsgReader(): Promise<typeof MsgReader> {
  const { default: exported } = await import('@kenjiuno/msgreader')
  return ('default' in exported ? exported.default : exported) as typeof MsgReader
}

async function toMessage({ fields, attachment }: OpenMessage): Promise<MailMessage> {
  const sent = fields.clientSubmitTime ?? fields.messageDeliveryTime ?? fields.creationTime
  const date = sent === undefined ? Number.NaN : Date.parse(sent)
  const { html, text } = await readMsgBody(fields)
  const sender = fields.senderSmtpAddress ?? fields.sentRepresentingSmtpAddress ?? fields.senderEmail
  return {
    subject: fields.subject ?? null,
    from: showAddress(fields.senderName, sender) || null,
    to: showRecipients(fields, 'to'),
    cc: showRecipients(fields, 'cc'),
    dateText: sent ?? null,
    date: Number.isNaN(date) ? null : date,
    messageId: fields.messageId ?? null,
    html,
    text,
    ...sortAttachments(fields.attachments ?? [], attachment),
    encrypted: html === null && !text?.trim() && /smime(?!\.multipartsigned)/i.test(fields.messageClass ?? ''),
  }
}

function showRecipients({ recipients = [] }: FieldsData, kind: 'to' | 'cc'): string | null {
  const shown = recipients
    .filter(({ recipType }) => (recipType ?? 'to') === kind)
    .map(({ name, smtpAddress, email }) => showAddress(name, smtpAddress ?? email))
  return shown.length === 0 ? null : shown.join(', ')
}

function sortAttachments(
  attachments: readonly FieldsData[],
  open: OpenMessage['attachment'],
): Pick<MailMessage, 'attachments' | 'warnings'> {
  const pathOf = createMemberPaths()
  const members: MemberFile[] = []
  const warnings = new Set<WarningCode>()
  for (const attachment of attachments) {
    if (isInlinePicture(attachment)) continue
    try {
      const { fileName, content } = open(attachment)
      const name = attachment.innerMsgContent ? `${attachment.name ?? fileName}.msg` : fileName
      members.push({ path: pathOf(name), bytes: new Uint8Array(content), modifiedAt: null })
    } catch {
      // Whatever the library throws at the bytes of one attachment says nothing of the message around it.
      warnings.add('ATTACHMENT_DAMAGED')
    }
  }
  return { attachments: members, warnings: [...warnings] }
}

/** Shown in the text, which refers to it by its content id. */
function isInlinePicture({ attachmentHidden, pidContentId, attachMimeTag, extension }: FieldsData): boolean {
  const isPicture = attachMimeTag?.startsWith('image/') || /^\.(?:png|jpe?g|gif|bmp)$/i.test(extension ?? '')
  return isPicture && (attachmentHidden === true || pidContentId !== undefined)
}

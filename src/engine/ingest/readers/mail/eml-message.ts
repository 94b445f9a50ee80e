import type { Address, Attachment, Email } from 'postal-mime'
import type { WarningCode } from '../../../../contract/warnings.ts'
import { createMemberPaths } from '../../members.ts'
import type { MemberFile } from '../../reading/extracted.ts'
import { ReadRefusal } from '../reader.ts'
import { unifyCharsets } from './mail-bytes.ts'
import { type MailMessage, showAddress } from './mail-message.ts'
import { signedContent } from './signed-content.ts'

const limits = { nesting: 256, headerBytes: 32_000_000 }

/** Reads one message of RFC 5322 with MIME. Throws ARCHIVE_LIMIT when it nests too deep or is all header. */
export async function parseMessage(bytes: Uint8Array): Promise<MailMessage> {
  const { default: PostalMime } = await import('postal-mime')
  try {
    const email = await PostalMime.parse(unifyCharsets(bytes), {
      // A message inside the message is a document of its own.
      forceRfc822Attachments: true,
      maxNestingDepth: limits.nesting,
      maxHeadersSize: limits.headerBytes,
    })
    return await openSigned(toMessage(email))
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('Maximum '))) throw error
    throw new ReadRefusal('ARCHIVE_LIMIT', 'a message that nests too deep or is all header', { cause: error })
  }
}

/** A message whose body is packed into its signature, as the message that was signed; others as they are. */
export async function openSigned(message: MailMessage): Promise<MailMessage> {
  const [signed] = message.encrypted ? message.attachments : []
  const content = signed === undefined ? null : signedContent(signed.bytes)
  if (content === null) return message
  const { html, text, attachments, warnings, encrypted } = await parseMessage(content)
  return { ...message, html, text, attachments, warnings: [...message.warnings, ...warnings], encrypted }
}

function toMessage(email: Email): MailMessage {
  const dateText = email.headers.find(({ key }) => key === 'date')?.value ?? null
  const date = dateText === null ? Number.NaN : Date.parse(dateText)
  const text = email.text ?? null
  const html = email.html ?? null
  return {
    subject: email.subject ?? null,
    from: showAddresses(email.from ?? email.sender),
    to: showAddresses(email.to),
    cc: showAddresses(email.cc),
    dateText,
    date: Number.isNaN(date) ? null : date,
    messageId: email.messageId ?? null,
    html,
    text,
    ...sortAttachments(email.attachments),
    encrypted: isEncrypted(email),
  }
}

function showAddresses(addresses: Address | readonly Address[] | undefined): string | null {
  const all = [addresses ?? []].flat() as Address[]
  const shown = all.map(({ name, address, group }) =>
    group ? `${name}: ${showAddresses(group) ?? ''}` : showAddress(name, address),
  )
  return shown.length === 0 ? null : shown.join(', ')
}

const armoured = /^\s*-----BEGIN PGP MESSAGE-----[\s\S]*-----END PGP MESSAGE-----\s*$/

function isEncrypted({ text, html, attachments }: Email): boolean {
  if (html === undefined && armoured.test(text ?? '')) return true
  if (html?.trim() || text?.trim()) return false
  return attachments.some(({ mimeType }) => /^application\/(?:(?:x-)?pkcs7-mime|pgp-encrypted)$/.test(mimeType))
}

/** Proofs and keys, which hold no text. */
const signature = /^application\/(?:(?:x-)?pkcs7-signature|pgp-signature|pgp-keys|pgp-encrypted)$/

function sortAttachments(attachments: readonly Attachment[]): Pick<MailMessage, 'attachments' | 'warnings'> {
  const pathOf = createMemberPaths()
  const members: MemberFile[] = []
  const warnings: WarningCode[] = []
  for (const attachment of attachments) {
    const { mimeType, filename } = attachment
    if (mimeType === 'application/ms-tnef' || /^winmail\.dat$/i.test(filename ?? '')) warnings.push('WINMAIL_IGNORED')
    else if (!signature.test(mimeType) && !isInlinePicture(attachment)) {
      const path = pathOf(filename || nameOf(mimeType))
      members.push({ path, bytes: bytesOf(attachment), modifiedAt: null })
    }
  }
  return { attachments: members, warnings }
}

/** A logo or a picture in the text, which the text refers to. What is attached by itself is none. */
function isInlinePicture({ mimeType, disposition, related, contentId }: Attachment): boolean {
  if (!mimeType.startsWith('image/')) return false
  return related === true || (contentId !== undefined && disposition !== 'attachment')
}

const extensions: Record<string, string> = {
  'message/rfc822': 'message.eml',
  'message/delivery-status': 'delivery-status.txt',
  'text/rfc822-headers': 'headers.txt',
  'text/plain': 'attachment.txt',
  'text/html': 'attachment.html',
  'text/calendar': 'invitation.ics',
  'application/pdf': 'attachment.pdf',
}

/** A name for a part that has none; it is only ever shown. */
function nameOf(mimeType: string): string {
  return extensions[mimeType] ?? 'attachment'
}

function bytesOf({ content }: Attachment): Uint8Array<ArrayBuffer> {
  if (content instanceof ArrayBuffer) return new Uint8Array(content)
  return new Uint8Array(typeof content === 'string' ? Buffer.from(content) : content)
}

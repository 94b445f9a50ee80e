import type { WarningCode } from '../../../../contract/warnings.ts'
import type { MemberFile } from '../../reading/extracted.ts'
import type { DocumentBuilder } from '../document-builder.ts'
import { addHtmlBlocks } from '../html/html-blocks.ts'
import { asPage, type ParseDom } from '../html/html-dom.ts'
import { collapseSpaces } from '../text/clean-text.ts'
import { addMailText } from './mail-text.ts'

/** A message, whatever format it came in. Texts are decoded; nothing of them is cleaned yet. */
export type MailMessage = {
  subject: string | null
  /** As a person reads them: `Ann Lee <ann@example.org>, …`. */
  from: string | null
  to: string | null
  cc: string | null
  /** As the sender wrote it, with the sender's time zone. */
  dateText: string | null
  /** The same in milliseconds since 1970; null when it can't be understood. */
  date: number | null
  messageId: string | null
  html: string | null
  text: string | null
  attachments: MemberFile[]
  /** Codes of what was left out, such as `WINMAIL_IGNORED`. */
  warnings: WarningCode[]
  /** The body is there, and only who has the key can read it. */
  encrypted: boolean
}

/** Adds a message's subject, the facts of its header, and its body. `untitled` is the heading without a subject. */
export function addMail(
  builder: DocumentBuilder,
  message: MailMessage,
  { parse, page = null, untitled = '' }: { parse: ParseDom; page?: number | null; untitled?: string },
): void {
  const subject = oneLine(message.subject)
  builder.add('heading', subject === '' ? untitled : subject, { level: 1, page })
  builder.add('paragraph', headerFacts(message), { page })
  for (const code of message.warnings) builder.warn(code, page)
  if (message.encrypted) return
  const before = builder.blocks.length
  if (message.html !== null) {
    const document = parse(asPage(message.html))
    addHtmlBlocks(builder, document.body ?? document.documentElement ?? document, { page })
  }
  if (builder.blocks.length === before && message.text !== null) addMailText(builder, message.text, page)
}

/** What the message says of itself, under the names that all formats share. */
export function mailProperties(message: MailMessage): Record<string, string | null> {
  const created = message.date === null ? null : new Date(message.date).toISOString()
  const { from, to, cc, subject, messageId } = message
  return { from, to, cc, subject, created, messageId }
}

/** A mailbox as it is read: `Ann Lee <ann@example.org>`, or the one of both that there is. */
export function showAddress(name: string | undefined, address: string | undefined): string {
  if (!name || name === address) return address ?? ''
  return address ? `${name} <${address}>` : name
}

function headerFacts({ from, to, cc, dateText, subject }: MailMessage): string {
  const facts = Object.entries({ From: from, To: to, Cc: cc, Date: dateText, Subject: subject })
  return facts
    .map(([name, value]) => [name, oneLine(value)])
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')
}

function oneLine(text: string | null): string {
  return collapseSpaces(text ?? '').trim()
}

import { beginsMailbox } from './mbox-messages.ts'

/** Fields that mostly messages have; `From` alone may stand in any notes. */
const messageField =
  /^(?:message-id|mime-version|received|return-path|delivered-to|x-mailer|dkim-signature|in-reply-to)$/
const addressField = /^(?:from|to|cc|subject|date|sender|reply-to)$/

/**
 * What kind of mail the beginning of a file is; null when it is none. A message is a block of nothing but header fields,
 * with one that only messages have, or with sender, date or receiver, and subject.
 */
export function detectMail(head: string): 'eml' | 'mbox' | null {
  const start = head.trimStart()
  if (beginsMailbox(start)) return 'mbox'
  const lines = headerLines(start)
  const fields = lines.filter((line) => !/^[ \t]/.test(line)).map((line) => /^([!-9;-~]+)[ \t]*:/.exec(line)?.[1])
  const names = fields.flatMap((field) => field?.toLowerCase() ?? [])
  const broken = fields.length - names.length
  if (names.length < 3) return null
  // Servers and mail programs have broken lines of a header before now.
  if (names.some((name) => messageField.test(name))) return broken * 4 <= names.length ? 'eml' : null
  const addressed = new Set(names.filter((name) => addressField.test(name)))
  const isComplete = addressed.has('from') && addressed.has('subject') && addressed.size >= 3
  return broken === 0 && isComplete ? 'eml' : null
}

/** All lines to the first empty one; without the last when the header goes on behind the end of `start`. */
function headerLines(start: string): string[] {
  const [header = '', body] = start.split(/\r?\n[ \t]*\r?\n/, 2)
  const lines = header.split(/\r?\n/)
  return body === undefined && lines.length > 1 ? lines.slice(0, -1) : lines
}

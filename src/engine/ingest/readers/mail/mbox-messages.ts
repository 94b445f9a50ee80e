/** The line before each message of a mailbox: `From ann@example.org Mon Jun 01 10:00:00 2009`. */
const postmark =
  /^From .*?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:[A-Z][a-z]{2} +\d{1,2}|\d{1,2} +[A-Z][a-z]{2}),? .*\d{1,2}:\d{2}.*$/

const longestPostmark = 1_000

/** Whether a text begins with a postmark. */
export function beginsMailbox(text: string): boolean {
  return postmark.test(firstLine(text))
}

export type MailboxMessage = {
  /** Without the leading `From `. */
  postmark: string
  /** The message as it was before it came into the mailbox; a part of the mailbox's bytes where nothing had to be undone. */
  bytes: Uint8Array
}

/**
 * The messages of a mailbox in order. A postmark counts where a message can begin: at the start, after an empty line, or
 * before a header line, so that a body that speaks `From Mon…` is not torn.
 */
export function* splitMailbox(mailbox: Uint8Array): Generator<MailboxMessage> {
  const buffer = Buffer.from(mailbox.buffer, mailbox.byteOffset, mailbox.byteLength)
  let begun: { postmark: string; start: number } | null = null
  for (const start of candidates(buffer)) {
    const line = lineAt(buffer, start)
    const next = buffer.indexOf(10, start) + 1
    if (!postmark.test(line) || !(begun === null || isApart(buffer, start) || isHeader(lineAt(buffer, next)))) continue
    if (begun !== null) yield toMessage(begun.postmark, buffer.subarray(begun.start, start))
    begun = { postmark: line.slice('From '.length), start: next === 0 ? buffer.length : next }
  }
  if (begun !== null) yield toMessage(begun.postmark, buffer.subarray(begun.start))
}

/** Where a line begins with `From `. */
function* candidates(buffer: Buffer): Generator<number> {
  for (let found = buffer.indexOf('From '); found !== -1; found = buffer.indexOf('From ', found + 5)) {
    if (found === 0 || buffer[found - 1] === 10 || isByteOrderMark(buffer, found)) yield found
  }
}

function isByteOrderMark(buffer: Buffer, found: number): boolean {
  return found === 3 && buffer[0] === 0xef
}

function lineAt(buffer: Buffer, start: number): string {
  return firstLine(buffer.toString('latin1', start, start + longestPostmark))
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.trimEnd() ?? ''
}

function isApart(buffer: Buffer, start: number): boolean {
  return /(?:^|\n)\r?\n$/.test(buffer.toString('latin1', Math.max(0, start - 3), start))
}

function isHeader(line: string): boolean {
  return /^[!-9;-~]+:/.test(line)
}

/** Mailboxes write a body's line `From ` as `>From `, and that again with one more; `\n>From` has no other meaning. */
function toMessage(postmarkText: string, bytes: Buffer): MailboxMessage {
  if (!bytes.includes('>From ')) return { postmark: postmarkText, bytes }
  const unescaped = bytes.toString('latin1').replace(/^>(>*From )/gm, '$1')
  return { postmark: postmarkText, bytes: Buffer.from(unescaped, 'latin1') }
}

import { addAbortSignal } from 'node:stream'

/**
 * What a command sees of the terminal it runs in: results go to one stream, everything said beside them to the other.
 * Whatever is shown passes `toPlainText` here, once for all commands: names and texts of documents are in most lines.
 */
export type Terminal = {
  /** A line of the result. */
  print(line: string): void
  /** A piece of the result that goes on in the same line. */
  write(text: string): void
  /** A line for the person at the terminal, which a script that reads the result never sees. */
  say(line: string): void
  /** Shows how far something is: a line that is written over on a terminal, a line now and then elsewhere. */
  progress(line: string): void
  /** Takes the progress line away. */
  endProgress(): void
  /** Whether a person is there to be asked. */
  interactive: boolean
  ask(question: string): Promise<string>
  /** All of standard input, as UTF-8. */
  readInput(): Promise<string>
  workingFolder: string
  /** Aborted by Ctrl-C, by the end of the terminal, or when nobody reads the result any more. */
  signal: AbortSignal
}

type Output = { write(text: string): unknown; isTTY?: boolean; columns?: number }

/** Lines that are not on a terminal: one in this many milliseconds. */
const sparseMilliseconds = 5_000

export function createTerminal(options: {
  output: Output
  messages: Output
  input: NodeJS.ReadStream
  workingFolder: string
  signal: AbortSignal
  now: () => number
}): Terminal {
  const { output, messages, input } = options
  let shown = false
  let lastSparse = Number.NEGATIVE_INFINITY
  const endProgress = () => {
    if (shown) messages.write('\r\u001B[2K')
    shown = false
  }
  return {
    signal: options.signal,
    workingFolder: options.workingFolder,
    interactive: Boolean(messages.isTTY && input.isTTY),
    print(line) {
      endProgress()
      output.write(`${toPlainText(line)}\n`)
    },
    write(text) {
      endProgress()
      output.write(toPlainText(text))
    },
    say(line) {
      endProgress()
      messages.write(`${toPlainText(line)}\n`)
    },
    progress(line) {
      const text = toPlainText(line).replaceAll('\n', ' ')
      if (messages.isTTY) {
        messages.write(`\r\u001B[2K${text.slice(0, Math.max(20, (messages.columns ?? 80) - 1))}`)
        shown = true
      } else if (options.now() - lastSparse >= sparseMilliseconds) {
        lastSparse = options.now()
        messages.write(`${text}\n`)
      }
    },
    endProgress,
    async readInput() {
      const pieces: Buffer[] = []
      for await (const piece of addAbortSignal(options.signal, input)) pieces.push(Buffer.from(piece))
      return new TextDecoder().decode(Buffer.concat(pieces))
    },
    async ask(question) {
      const { createInterface } = await import('node:readline/promises')
      const lines = createInterface({ input, output: process.stderr })
      try {
        return await lines.question(toPlainText(question), { signal: options.signal })
      } finally {
        lines.close()
      }
    },
  }
}

/** Control characters but line ends and tabs, and what turns the writing direction for a stretch of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not pass
const commanding = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g

/**
 * Text as it may be shown on a terminal: characters that could move the cursor, change the window, hide text or make a
 * name read as another become visible marks.
 */
export function toPlainText(text: string): string {
  return text.replace(commanding, '\uFFFD')
}

/** JSON of the same value that `toPlainText` leaves as it is. */
export function toPlainJson(value: unknown): string {
  return JSON.stringify(value).replace(
    commanding,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** What a command sees of the terminal it runs in: results go to one stream, everything said beside them to the other. */
export type Terminal = {
  /** A line of the result. */
  print(line: string): void
  /** A line for the person at the terminal, which a script that reads the result never sees. */
  say(line: string): void
  /** Shows how far something is: a line that is written over on a terminal, a line now and then elsewhere. */
  progress(line: string): void
  /** Takes the progress line away. */
  endProgress(): void
  /** Whether a person is there to be asked. */
  interactive: boolean
  ask(question: string): Promise<string>
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
      output.write(`${line}\n`)
    },
    say(line) {
      endProgress()
      messages.write(`${line}\n`)
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
    async ask(question) {
      const { createInterface } = await import('node:readline/promises')
      const lines = createInterface({ input, output: process.stderr })
      try {
        return await lines.question(question, { signal: options.signal })
      } finally {
        lines.close()
      }
    },
  }
}

/**
 * Text of a document or file name as it may be shown on a terminal: control characters, which could move the cursor,
 * change the window or hide text, become visible marks; overrides of the writing direction, which can make a name read
 * as another, go. Line ends and tabs stay.
 */
export function toPlainText(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not pass
      .replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, '\uFFFD')
      .replace(/[\u202D\u202E]/g, '')
  )
}

import { expect, test } from 'vitest'
import { createTerminal, toPlainText } from './terminal.ts'

function open(isTTY: boolean) {
  const written = { output: '', messages: '' }
  let now = 0
  const terminal = createTerminal({
    output: {
      write: (text) => {
        written.output += text
      },
    },
    messages: {
      write: (text) => {
        written.messages += text
      },
      isTTY,
      columns: 30,
    },
    input: process.stdin,
    workingFolder: '/',
    signal: new AbortController().signal,
    now: () => now,
  })
  return {
    terminal,
    written,
    pass: (milliseconds: number) => {
      now += milliseconds
    },
  }
}

// Catches progress that ends up in what a script reads, or that fills a log.
test('progress is one line on a terminal, cut to its width and gone before the result', () => {
  const { terminal, written } = open(true)
  terminal.progress('Reading 1 of 200 files · a file with a long name.md')
  terminal.progress('Reading 2 of 200 files')
  terminal.print('done')
  expect(written).toEqual({
    output: 'done\n',
    messages: '\r\u001B[2KReading 1 of 200 files · a fi\r\u001B[2KReading 2 of 200 files\r\u001B[2K',
  })
})

test('elsewhere progress is a line now and then', () => {
  const { terminal, written, pass } = open(false)
  for (let second = 0; second < 12; second += 1) {
    terminal.progress(`at ${second}`)
    pass(1_000)
  }
  expect(written).toEqual({ output: '', messages: 'at 0\nat 5\nat 10\n' })
})

// Catches a document or file name that moves the cursor, renames the window or reads as another.
test('text of documents cannot command the terminal', () => {
  expect(toPlainText('a\u001B]0;title\u0007b\u009B31mc\r\n\td\u202Efdp.exe')).toBe(
    'a\uFFFD]0;title\uFFFDb\uFFFD31mc\uFFFD\n\tdfdp.exe',
  )
  expect(toPlainText('مرحبا 你好 👩‍💻')).toBe('مرحبا 你好 👩‍💻')
})

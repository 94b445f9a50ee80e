import { expect, test } from 'vitest'
import { createTerminal, toPlainJson, toPlainText } from './terminal.ts'

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
    'a\uFFFD]0;title\uFFFDb\uFFFD31mc\uFFFD\n\td\uFFFDfdp.exe',
  )
  expect(toPlainText('\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069')).toBe('\uFFFD'.repeat(9))
  expect(toPlainText('مرحبا 你好 👩‍💻')).toBe('مرحبا 你好 👩‍💻')
})

// Catches the one line that forgot to clean what it shows, such as the message of an error that quotes a name.
test('nothing that is shown commands the terminal, and JSON still holds what it held', () => {
  const { terminal, written } = open(true)
  const hostile = '\u001B]0;title\u0007\u009B31m\u2066gpj.exe'
  terminal.print(hostile)
  terminal.say(hostile)
  const shown = '\uFFFD]0;title\uFFFD\uFFFD31m\uFFFDgpj.exe\n'
  expect(written).toEqual({ output: shown, messages: shown })
  terminal.print(toPlainJson({ hostile }))
  expect(JSON.parse(written.output.slice(shown.length))).toEqual({ hostile })
})

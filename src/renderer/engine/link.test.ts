import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import type { CallMark, Channel } from './channel.ts'
import { createLink } from './link.ts'

type Answer = (context: CallMark) => unknown

function linkTo(answer: Answer | null) {
  const channel: Channel | null =
    answer === null
      ? null
      : {
          link: { call: async (_path, _input, { context }) => answer(context) },
          closed: new Promise(() => undefined),
          close: () => undefined,
        }
  return createLink({ channel: async () => channel })
}

const call = (link: ReturnType<typeof linkTo>, signal?: AbortSignal) =>
  link.call(['health', 'ping'], undefined, signal === undefined ? { context: {} } : { context: {}, signal })

test('API-5.trace: every call has a correlation id of its own that the engine accepts', async () => {
  // Would catch: calls that cannot be found in the log.
  const ids: string[] = []
  const link = linkTo(({ correlationId }) => ids.push(correlationId))
  await call(link)
  await call(link)
  expect(new Set(ids).size).toBe(2)
  for (const id of ids) expect(id).toMatch(/^[\w-]{8,64}$/)
})

test('a call without an engine fails at once and is not kept for later', async () => {
  // Would catch: a call that is silently repeated when the engine is back.
  await expect(call(linkTo(null))).rejects.toMatchObject({
    code: 'ENGINE_UNAVAILABLE',
    data: { reason: 'disconnected' },
  })
})

test('declared errors keep their code and data; anything else is INTERNAL with the id of the call', async () => {
  // Would catch: an error that the page has no sentence for, or an internal one without its number.
  const declared = linkTo(() => {
    throw new ORPCError('LIBRARY_NAME_TAKEN', { defined: true, data: { name: 'docs' } })
  })
  await expect(call(declared)).rejects.toMatchObject({ code: 'LIBRARY_NAME_TAKEN', data: { name: 'docs' } })
  let sent = ''
  const broken = linkTo(({ correlationId }) => {
    sent = correlationId
    throw new TypeError('undefined is not a function')
  })
  const failure = await call(broken).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'INTERNAL', correlationId: sent })
})

test('a stream that breaks in the middle fails with the same kind of error', async () => {
  // Would catch: an answer that stops without a word.
  const link = linkTo(async function* stream() {
    yield 'one'
    throw new ORPCError('DISK_FULL', { defined: true, data: {} })
  })
  const events = (await call(link)) as AsyncIterable<unknown>
  const seen: unknown[] = []
  await expect(
    (async () => {
      for await (const event of events) seen.push(event)
    })(),
  ).rejects.toMatchObject({ code: 'DISK_FULL' })
  expect(seen).toEqual(['one'])
})

test('a call that its own caller stopped is no failure', async () => {
  // Would catch: an error message for pressing Stop.
  const controller = new AbortController()
  const link = linkTo(() => {
    controller.abort()
    throw new DOMException('stopped', 'AbortError')
  })
  await expect(call(link, controller.signal)).rejects.toMatchObject({ name: 'AbortError' })
})

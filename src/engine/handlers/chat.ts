import { suggestNext } from '../retrieval/ahead/suggest-next.ts'
import { orAll } from '../retrieval/chat/answering.ts'
import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function chatHandlers(procedures: Procedures, { store, retrieval, conversing, ingest, languages }: Rooms) {
  const { ask, answerAgain, waiting, stopWaiting, stop, attach, plan, check, conversations } = procedures.chat
  return {
    ask: ask.handler(({ input, signal }) => conversing.ask({ ...input, signal })),
    answerAgain: answerAgain.handler(({ input, signal }) => conversing.answerAgain({ ...input, signal })),
    waiting: waiting.handler(({ input }) => conversing.waiting.list(input.conversationId)),
    stopWaiting: stopWaiting.handler(async ({ input }) => {
      await conversing.waiting.stop(input.messageId)
      return input
    }),
    stop: stop.handler(async ({ input }) => {
      await conversing.stop(input.messageId)
      return input
    }),
    attach: attach.handler(async ({ input, signal }) => {
      const read = await ingest.readAttachment(input.file, signal)
      return store.write('chatAttachments.keep', { ...read, now: Date.now() })
    }),
    plan: plan.handler(({ input, signal }) => conversing.plan({ ...input, signal })),
    check: check.handler(({ input, signal }) =>
      retrieval.check({ ...input, libraries: orAll(input.libraries), signal }),
    ),

    conversations: {
      list: conversations.list.handler(({ input }) => store.read('conversations.list', input)),
      get: conversations.get.handler(({ input }) => store.read('conversations.get', input)),
      next: conversations.next.handler(async ({ input, signal }) => {
        const next = await suggestNext(store, { ...input, now: Date.now(), signal })
        return { messageId: next?.last.messageId ?? null, questions: next?.questions ?? [] }
      }),
      configure: conversations.configure.handler(({ input }) => store.write('conversations.configure', input)),
      rename: conversations.rename.handler(({ input }) => store.write('conversations.rename', input)),
      delete: conversations.delete.handler(async ({ input }) => {
        const deleted = await store.write('conversations.delete', input)
        await conversing.forget(input.conversationId)
        conversing.waiting.look()
        await languages.forgetConversations()
        return deleted
      }),
    },
  }
}

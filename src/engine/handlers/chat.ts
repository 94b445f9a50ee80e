import type { AnswerEvent } from '../../contract/chat.ts'
import { conversationTitle } from '../../domain/conversation-title.ts'
import { notYet } from './not-yet.ts'
import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function chatHandlers(procedures: Procedures, { store, retrieval, settings }: Rooms) {
  const { ask, plan, check, conversations } = procedures.chat
  return {
    ask: ask.handler(async ({ input, signal }) => {
      // Everything that can refuse the question is asked before the stream begins.
      const { libraryIds, ...place } = await store.write('conversations.ask', {
        conversationId: input.conversationId ?? null,
        title: conversationTitle(input.question),
        question: input.question,
        libraries: input.libraries ?? null,
        now: Date.now(),
      })
      const { passages } = (await settings.values()).answers

      async function* stream(): AsyncGenerator<AnswerEvent, void> {
        const answer = await retrieval.answer({
          question: input.question,
          libraries: libraryIds.length > 0 ? libraryIds : undefined,
          filter: input.filter,
          passages,
          signal,
        })
        // Kept before it is shown: a reader that leaves in the middle finds the whole answer when it returns.
        await store.write('messages.finish', { messageId: place.messageId, answer })
        yield { type: 'answer-start', ...place, mode: answer.mode }
        for (const [index, citation] of answer.citations.entries()) yield { type: 'citation-add', index, citation }
        for (const sentence of answer.sentences) yield { type: 'sentence-add', sentence }
        yield { type: 'answer-end', answer }
      }
      return stream()
    }),

    plan: plan.handler(notYet),
    check: check.handler(notYet),

    conversations: {
      list: conversations.list.handler(({ input }) => store.read('conversations.list', input)),
      get: conversations.get.handler(({ input }) => store.read('conversations.get', input)),
      rename: conversations.rename.handler(({ input }) => store.write('conversations.rename', input)),
      delete: conversations.delete.handler(({ input }) => store.write('conversations.delete', input)),
    },
  }
}

import type { AnswerEvent } from '../../contract/chat.ts'
import { conversationTitle } from '../../domain/conversation-title.ts'
import { suggestNext } from '../retrieval/ahead/suggest-next.ts'
import { notYet } from './not-yet.ts'
import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function chatHandlers(procedures: Procedures, { store, retrieval, settings }: Rooms) {
  const { ask, answerAgain, stop, attach, plan, check, conversations } = procedures.chat
  const questionsBefore = async (conversationId: string | undefined) =>
    conversationId === undefined ? [] : store.read('conversations.questions', { conversationId })
  const librariesOf = async (conversationId: string | undefined) =>
    conversationId === undefined
      ? []
      : (await store.read('conversations.get', { conversationId })).conversation.libraryIds
  return {
    ask: ask.handler(async ({ input, signal }) => {
      // Everything that can refuse the question is asked before the stream begins.
      const { libraryIds, parentId, ...asked } = await store.write('conversations.ask', {
        conversationId: input.conversationId ?? null,
        parentId: input.parentId,
        title: conversationTitle(input.question),
        question: input.question,
        libraries: input.libraries ?? null,
        attachmentIds: input.attachments,
        model: input.model ?? null,
        options: input.options,
        now: Date.now(),
      })
      const { conversationId, questionId, messageId } = asked
      const place = { conversationId, questionId, messageId }
      const { questions: earlier } = await store.read('messages.branch', { headId: parentId })
      const { passages, reuse } = (await settings.values()).answers

      async function* stream(): AsyncGenerator<AnswerEvent, void> {
        const answer = await retrieval.answer({
          question: input.question,
          libraries: orAll(libraryIds),
          filter: input.filter,
          scope: input.scope,
          reuse: reuse && input.reuse,
          retrieval: input.retrieval,
          earlier,
          passages,
          signal,
        })
        // Kept before it is shown: a reader that leaves in the middle finds the whole answer when it returns.
        await store.write('messages.finish', { messageId: place.messageId, answer })
        const { mode, coverage, reused, understoodAs, notices } = answer
        yield { type: 'answer-start', ...place, mode, coverage, reused, understoodAs, notices }
        for (const [index, citation] of answer.citations.entries()) yield { type: 'citation-add', index, citation }
        for (const sentence of answer.sentences) yield { type: 'sentence-add', sentence }
        yield { type: 'answer-end', answer }
      }
      return stream()
    }),

    answerAgain: answerAgain.handler(notYet),
    stop: stop.handler(notYet),
    attach: attach.handler(notYet),
    plan: plan.handler(async ({ input, signal }) => {
      const { conversationId, libraries, ...asked } = input
      const earlier = await questionsBefore(conversationId)
      const searched = libraries ?? (await librariesOf(conversationId))
      return retrieval.plan({ ...asked, libraries: orAll(searched), earlier, signal })
    }),
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
      delete: conversations.delete.handler(({ input }) => store.write('conversations.delete', input)),
    },
  }
}

/** No library named means all of them. */
function orAll(libraries: readonly string[] | undefined): readonly string[] | undefined {
  return libraries?.length === 0 ? undefined : libraries
}

import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../contract/chat.ts'
import { go, routes } from '../../app/routes.ts'
import { useViewState } from '../../app/view-state.ts'
import { showToast } from '../../components/toasts.tsx'
import { answerAgain, ask, dropLive, newConversation, stopAnswers, useAsking } from '../../engine/asking.ts'
import { client, engine } from '../../engine/client.ts'
import { describeFailure } from '../../engine/describe-failure.ts'
import { isBusy } from '../../engine/live-answer.ts'
import { queryClient } from '../../engine/query-client.ts'
import { stopWaiting } from '../../engine/waiting-answers.ts'
import { useCompared } from './compared.ts'
import { useDrafts } from './drafts.ts'
import { endOf } from './exchanges.ts'
import { questionThatWaits } from './question-that-waits.ts'
import { keptExchanges, withLive } from './shown-exchanges.ts'
import { useExchangeActions } from './use-exchange-actions.ts'
import { type NewQuestion, usePlannedQuestion } from './use-planned-question.ts'
import { useWaitingAnswers } from './use-waiting-answers.ts'

/** Milliseconds after which an answer that is written elsewhere is looked at again. */
const lookAgainAfter = 1_000

const noMessages: readonly Message[] = []

type Configuration = Omit<Parameters<typeof client.chat.conversations.configure>[0], 'conversationId'>

/** A conversation as it is shown: what the engine has kept of it, what is being answered, and what can be done with both. */
export function useChat(conversationId: string | null) {
  const { t } = useTranslation()
  const key = conversationId ?? newConversation
  const live = useAsking((state) => state.live[key]) ?? null
  const query = useQuery({
    ...engine.chat.conversations.get.queryOptions({ input: { conversationId: conversationId ?? '' } }),
    enabled: conversationId !== null,
    refetchInterval: ({ state }) =>
      live === null && state.data?.messages.some((message) => message.state === 'streaming') === true
        ? lookAgainAfter
        : false,
  })
  const conversation = query.data?.conversation ?? null
  const messages = query.data?.messages ?? noMessages
  const isNew = conversationId === null && live === null
  const isAnswering = isBusy(live ?? undefined)
  const libraryIds = useStable(conversation?.libraryIds ?? noIds)
  const headId = conversation?.headId ?? null
  const waiting = useWaitingAnswers(conversationId, messages)
  const kept = useMemo(() => keptExchanges(messages, headId, waiting), [messages, headId, waiting])
  const exchanges = useMemo(() => withLive(kept, live), [kept, live])
  const giveBack = ({ question, libraryIds: chosen, attachments, models, how }: NewQuestion) => {
    const typed = useDrafts.getState().drafts[key]?.text ?? ''
    if (typed !== '') return
    useDrafts.getState().change(key, {
      text: question,
      libraryIds: chosen,
      attachments,
      ...(models.length === 0 ? {} : { models }),
      ...(how.options === undefined ? {} : { options: how.options }),
    })
  }
  const send = (asked: NewQuestion) => {
    const { question, parentId, libraryIds: chosen, attachments, how, models } = asked
    void ask({
      question,
      conversationId,
      parentId,
      libraries: chosen,
      attachments,
      how,
      models,
      onStart: (id, questionId) => {
        if (models.length > 1) useCompared.getState().show(questionId)
        if (id === conversationId) return
        useDrafts.getState().change(id, { libraryIds: chosen, models: models.length > 1 ? models : null })
        useDrafts.getState().clearText(newConversation)
        if (isAt(key)) go(routes.conversation(id), { replace: true })
      },
      onRefused: () => giveBack(asked),
    })
  }
  const planned = usePlannedQuestion({
    conversationId,
    before: kept.at(-1)?.answer?.answer ?? null,
    onAsk: send,
    onCancel: giveBack,
  })
  const configure = async (choice: Configuration) => {
    if (conversationId === null) return
    try {
      const changed = await client.chat.conversations.configure({ conversationId, ...choice })
      queryClient.setQueryData(
        engine.chat.conversations.get.queryKey({ input: { conversationId } }),
        (known: typeof query.data) => (known === undefined ? known : { ...known, conversation: changed }),
      )
    } catch (error) {
      showToast({ text: describeFailure(t, error).happened })
    }
  }
  const tell = (call: Promise<unknown>) =>
    call.catch((error: unknown) => showToast({ text: describeFailure(t, error).happened })).then(() => query.refetch())
  const stop = () => {
    planned.stop()
    stopAnswers(key)
  }
  const plain = { libraryIds, how: {}, models: noIds, attachments: [] }
  const actions = useExchangeActions({
    askNext: (question) => planned.ask({ ...plain, question }),
    askInOtherWay: (question, how) => planned.ask({ ...plain, question, how }),
    answerAgain: ({ id, text }, models) => {
      if (conversationId === null) return
      if (models.length > 1) useCompared.getState().show(id)
      void answerAgain({
        conversationId,
        question: text,
        questionId: id,
        libraries: libraryIds,
        how: { reuse: false },
        models,
      })
    },
    edit: ({ parentId }, question) => planned.ask({ ...plain, question, parentId }),
    show: (messageId) => void configure({ headId: endOf(messages, messageId) }),
    retry: () => {
      if (live === null) return
      const { question, libraries: asked, how, parentId, attachments, answers } = live
      dropLive(key)
      useDrafts.getState().clearText(key)
      const models = answers.flatMap(({ model }) => model ?? [])
      send({ question, libraryIds: asked, how, models, attachments, ...(parentId === undefined ? {} : { parentId }) })
    },
    askAndWait: () => {
      if (live === null) return
      dropLive(key)
      useDrafts.getState().clearText(key)
      send(questionThatWaits(live, messages))
    },
    stopWaiting: (messageId) => void tell(stopWaiting(messageId)),
    stop: (messageId) => void tell(client.chat.stop({ messageId })),
  })
  useEffect(() => {
    if (!isAnswering) return
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || useViewState.getState().source !== null) return
      if (document.querySelector('dialog[open], [data-radix-popper-content-wrapper]') === null) stopAnswers(key)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [isAnswering, key])

  return {
    key,
    query,
    conversation,
    exchanges,
    libraryIds,
    planned,
    actions,
    isNew,
    isAnswering,
    isLoading: query.isLoading && live === null,
    configure: (choice: Configuration) => void configure(choice),
    stop,
  }
}

/** Whether the conversation is still the one on screen when its answer begins. */
function isAt(key: string): boolean {
  const hash = window.location.hash.slice(1)
  return key === newConversation ? hash === routes.chat || hash === '' || hash === '/' : hash.endsWith(key)
}

const noIds: readonly string[] = []

/** The same object as long as it holds the same ids. */
function useStable(ids: readonly string[]): readonly string[] {
  const joined = ids.join(' ')
  return useMemo(() => (joined === '' ? noIds : joined.split(' ')), [joined])
}

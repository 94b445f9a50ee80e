import { useQuery } from '@tanstack/react-query'
import { MessageSquarePlus } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation, Message } from '../../../contract/chat.ts'
import { go, routes } from '../../app/routes.ts'
import { startConversation } from '../../app/shortcuts.ts'
import { ViewFrame } from '../../app/view-frame.tsx'
import { useViewState } from '../../app/view-state.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { showToast } from '../../components/toasts.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { answerAgain, ask, dropLive, newConversation, stopAnswers, useAsking } from '../../engine/asking.ts'
import { client, engine } from '../../engine/client.ts'
import { describeFailure } from '../../engine/describe-failure.ts'
import { isBusy } from '../../engine/live-answer.ts'
import { queryClient } from '../../engine/query-client.ts'
import { useLibraries } from '../../engine/use-libraries.ts'
import { cn } from '../../lib/cn.ts'
import { useFormat } from '../../lib/use-format.ts'
import { FirstRun } from '../libraries/first-run.tsx'
import { JobStrip } from '../libraries/job-strip.tsx'
import { useCompared } from './compared.ts'
import { Composer } from './composer.tsx'
import { ConversationList } from './conversation-list.tsx'
import { useDrafts } from './drafts.ts'
import { ActionsContext, type ExchangeActions } from './exchange-actions.ts'
import { endOf } from './exchanges.ts'
import { PlanNote } from './plan-note.tsx'
import { keptExchanges, withLive } from './shown-exchanges.ts'
import { Thread } from './thread.tsx'
import { type NewQuestion, usePlannedQuestion } from './use-planned-question.ts'

/** Milliseconds after which an answer that is written elsewhere is looked at again. */
const lookAgainAfter = 1_000

const noMessages: readonly Message[] = []

/** The conversation: questions as titles, their answers, the composer at the foot. */
export function ChatView({ conversationId }: { conversationId: string | null }) {
  const { t } = useTranslation()
  const key = conversationId ?? newConversation
  const live = useAsking((state) => state.live[key]) ?? null
  const libraries = useLibraries()
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
  const kept = useMemo(() => keptExchanges(messages, headId), [messages, headId])
  const exchanges = useMemo(() => withLive(kept, live), [kept, live])
  const giveBack = ({ question, libraryIds: chosen }: NewQuestion) => {
    const typed = useDrafts.getState().drafts[key]?.text ?? ''
    if (typed === '') useDrafts.getState().change(key, { text: question, libraryIds: chosen })
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
  const configure = async (
    choice: Omit<Parameters<typeof client.chat.conversations.configure>[0], 'conversationId'>,
  ) => {
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
  const stop = () => {
    planned.stop()
    stopAnswers(key)
  }
  const plain = { libraryIds, how: {}, models: noIds, attachments: noIds }
  const actions = useActions({
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
    stop: (messageId) => {
      void client.chat
        .stop({ messageId })
        .catch((error: unknown) => showToast({ text: describeFailure(t, error).happened }))
        .then(() => query.refetch())
    },
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

  return (
    <ViewFrame
      listTitle={t('chat.conversations')}
      listAction={<NewButton />}
      list={<ConversationList current={conversationId} />}
      title={conversationId === null ? t('chat.new') : (conversation?.title ?? '')}
      actions={conversation === null ? null : <Spent spent={conversation.spent} />}
    >
      {libraries.data?.length === 0 && isNew ? (
        <FirstRun />
      ) : (
        <div className="flex min-h-0 flex-1 flex-col">
          <div className={cn('flex min-h-0 flex-col', isNew ? 'flex-[2] justify-end' : 'flex-1')}>
            {isNew ? <Welcome /> : null}
            {query.isError ? (
              <div className="mx-auto w-full max-w-180 px-4 py-6 sm:px-6">
                <FailureNote error={query.error} onRetry={() => void query.refetch()} />
              </div>
            ) : null}
            {isNew ? null : (
              <ActionsContext value={actions}>
                <Thread
                  conversationKey={key}
                  conversationId={conversationId}
                  exchanges={exchanges}
                  loading={query.isLoading && live === null}
                  isBusy={isAnswering}
                  libraryIds={libraryIds}
                />
              </ActionsContext>
            )}
          </div>
          <div className="foot-of-thread relative mx-auto w-full max-w-180 shrink-0 px-4 pb-4 sm:px-6">
            <JobStrip />
            {planned.waiting === null ? null : <PlanNote {...planned.waiting} />}
            <Composer
              key={key}
              draftKey={key}
              libraries={libraries.data ?? []}
              usualLibraryIds={libraryIds}
              conversation={conversation}
              busy={isAnswering || planned.isPlanning}
              onSend={planned.ask}
              onConfigure={(choice) => void configure(choice)}
              onStop={stop}
            />
          </div>
          {isNew ? <div className="flex-[3] max-sm:hidden" /> : null}
        </div>
      )}
    </ViewFrame>
  )
}

const noIds: readonly string[] = []

/** The same object as long as it holds the same ids. */
function useStable(ids: readonly string[]): readonly string[] {
  const joined = ids.join(' ')
  return useMemo(() => (joined === '' ? noIds : joined.split(' ')), [joined])
}

/** The same object for as long as the page lives, so that exchanges are not drawn anew for what they may do. */
function useActions(actions: ExchangeActions): ExchangeActions {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  return useMemo(
    () => ({
      askNext: (...given) => latest.current.askNext(...given),
      askInOtherWay: (...given) => latest.current.askInOtherWay(...given),
      answerAgain: (...given) => latest.current.answerAgain(...given),
      edit: (...given) => latest.current.edit(...given),
      show: (...given) => latest.current.show(...given),
      retry: () => latest.current.retry(),
      stop: (...given) => latest.current.stop(...given),
    }),
    [],
  )
}

/** What the whole conversation has cost; nothing where that is nothing. */
function Spent({ spent: { nanoDollars, inputTokens, outputTokens } }: Pick<Conversation, 'spent'>) {
  const { t } = useTranslation()
  const format = useFormat()
  if (inputTokens + outputTokens === 0) return null
  return (
    <span
      className="tabular shrink-0 text-ink-faint text-xs"
      title={t('cost.tokens', { input: format.count(inputTokens), output: format.count(outputTokens) })}
    >
      {t('cost.conversation', { money: format.money(nanoDollars) })}
    </span>
  )
}

/** Whether the conversation is still the one on screen when its answer begins. */
function isAt(key: string): boolean {
  const hash = window.location.hash.slice(1)
  return key === newConversation ? hash === routes.chat || hash === '' || hash === '/' : hash.endsWith(key)
}

function Welcome() {
  const { t } = useTranslation()
  return (
    <div className="mx-auto w-full max-w-180 px-4 pb-6 sm:px-6">
      <h2 className="reading-title text-2xl">{t('chat.welcome')}</h2>
      <p className="mt-1.5 text-pretty text-ink-soft">{t('chat.welcomeText')}</p>
    </div>
  )
}

function NewButton() {
  const { t } = useTranslation()
  return (
    <Tooltip label={t('chat.new')} keys="N">
      <Button look="quiet" size="icon" aria-label={t('chat.new')} onClick={startConversation}>
        <MessageSquarePlus />
      </Button>
    </Tooltip>
  )
}

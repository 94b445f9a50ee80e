import { useQuery } from '@tanstack/react-query'
import { MessageSquarePlus } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { go, routes } from '../../app/routes.ts'
import { startConversation } from '../../app/shortcuts.ts'
import { ViewFrame } from '../../app/view-frame.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { type AskedHow, ask, dropLiveAnswer, newConversation, useAsking } from '../../engine/asking.ts'
import { engine } from '../../engine/client.ts'
import { useLibraries } from '../../engine/use-libraries.ts'
import { cn } from '../../lib/cn.ts'
import { FirstRun } from '../libraries/first-run.tsx'
import { JobStrip } from '../libraries/job-strip.tsx'
import { Composer } from './composer.tsx'
import { ConversationList } from './conversation-list.tsx'
import { useDrafts } from './drafts.ts'
import { pairMessages } from './exchanges.ts'
import { PlanNote } from './plan-note.tsx'
import { Thread } from './thread.tsx'
import { usePlannedQuestion } from './use-planned-question.ts'

/** The conversation: questions as titles, quoted answers, the composer at the foot. */
export function ChatView({ conversationId }: { conversationId: string | null }) {
  const { t } = useTranslation()
  const key = conversationId ?? newConversation
  const live = useAsking((state) => state.live[key])
  const libraries = useLibraries()
  const conversation = useQuery({
    ...engine.chat.conversations.get.queryOptions({ input: { conversationId: conversationId ?? '' } }),
    enabled: conversationId !== null,
  })
  const isNew = conversationId === null && live === undefined
  const send = (question: string, libraryIds: readonly string[], how: AskedHow = {}) => {
    void ask({
      question,
      conversationId,
      libraries: libraryIds,
      how,
      onStart: (id) => {
        if (id === conversationId) return
        useDrafts.getState().change(id, { libraryIds })
        useDrafts.getState().clearText(newConversation)
        if (isAt(key)) go(routes.conversation(id), { replace: true })
      },
      onRefused: () => {
        const typed = useDrafts.getState().drafts[key]?.text ?? ''
        if (typed === '') useDrafts.getState().change(key, { text: question, libraryIds })
      },
    })
  }
  const retry = () => {
    if (live === undefined) return
    dropLiveAnswer(key)
    useDrafts.getState().clearText(key)
    send(live.question, live.libraries, live.how)
  }
  const exchanges = pairMessages((conversation.data?.messages ?? []).filter((message) => !isLive(message.id)))
  const kept = conversation.data?.conversation.libraryIds
  const libraryIds = useMemo(() => kept ?? [], [kept])
  const planned = usePlannedQuestion({
    conversationId,
    before: exchanges.at(-1)?.answer?.answer ?? null,
    onAsk: send,
    onCancel: (question, chosen) => {
      const typed = useDrafts.getState().drafts[key]?.text ?? ''
      if (typed === '') useDrafts.getState().change(key, { text: question, libraryIds: chosen })
    },
  })

  function isLive(id: string): boolean {
    return live !== undefined && live.messageId === id
  }

  return (
    <ViewFrame
      listTitle={t('chat.conversations')}
      listAction={<NewButton />}
      list={<ConversationList current={conversationId} />}
      title={conversationId === null ? t('chat.new') : (conversation.data?.conversation.title ?? '')}
    >
      {libraries.data?.length === 0 && isNew ? (
        <FirstRun />
      ) : (
        <div className="flex min-h-0 flex-1 flex-col">
          <div className={cn('flex min-h-0 flex-col', isNew ? 'flex-[2] justify-end' : 'flex-1')}>
            {isNew ? <Welcome /> : null}
            {conversation.isError ? (
              <div className="mx-auto w-full max-w-180 px-4 py-6 sm:px-6">
                <FailureNote error={conversation.error} onRetry={() => void conversation.refetch()} />
              </div>
            ) : null}
            {isNew ? null : (
              <Thread
                conversationKey={key}
                exchanges={exchanges}
                loading={conversation.isLoading && live === undefined}
                live={live ?? null}
                libraryIds={libraryIds}
                onRetry={retry}
                onAskAgain={(question, how) => planned.ask(question, libraryIds, how)}
                onAskNext={(question) => planned.ask(question, libraryIds, {})}
              />
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
              busy={live?.state === 'asking' || planned.isPlanning}
              onSend={(question, chosen) => planned.ask(question, chosen, {})}
              onStop={() => {
                planned.stop()
                live?.controller.abort()
              }}
            />
          </div>
          {isNew ? <div className="flex-[3] max-sm:hidden" /> : null}
        </div>
      )}
    </ViewFrame>
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

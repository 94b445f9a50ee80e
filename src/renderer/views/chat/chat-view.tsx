import { MessageSquarePlus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../contract/chat.ts'
import { startConversation } from '../../app/shortcuts.ts'
import { ViewFrame } from '../../app/view-frame.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { useLibraries } from '../../engine/use-libraries.ts'
import { cn } from '../../lib/cn.ts'
import { useFormat } from '../../lib/use-format.ts'
import { FirstRun } from '../libraries/first-run.tsx'
import { JobStrip } from '../libraries/job-strip.tsx'
import { Composer } from './composer.tsx'
import { ConversationList } from './conversation-list.tsx'
import { ActionsContext } from './exchange-actions.ts'
import { PlanNote } from './plan-note.tsx'
import { Thread } from './thread.tsx'
import { useChat } from './use-chat.ts'

/** The conversation: questions as titles, their answers, the composer at the foot. */
export function ChatView({ conversationId }: { conversationId: string | null }) {
  const { t } = useTranslation()
  const libraries = useLibraries()
  const chat = useChat(conversationId)
  const { key, conversation, planned, isNew, isAnswering, libraryIds, query } = chat

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
              <ActionsContext value={chat.actions}>
                <Thread
                  conversationKey={key}
                  conversationId={conversationId}
                  exchanges={chat.exchanges}
                  loading={chat.isLoading}
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
              onConfigure={chat.configure}
              onStop={chat.stop}
            />
          </div>
          {isNew ? <div className="flex-[3] max-sm:hidden" /> : null}
        </div>
      )}
    </ViewFrame>
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

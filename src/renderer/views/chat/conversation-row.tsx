import { useMutation } from '@tanstack/react-query'
import { MoreHorizontal, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Conversation } from '../../../contract/chat.ts'
import { go, routes } from '../../app/routes.ts'
import { useViewState } from '../../app/view-state.ts'
import { RenameField } from '../../components/rename-field.tsx'
import { ActionMenu, type MenuAction, RightClickMenu } from '../../components/ui/menu.tsx'
import { client, engine } from '../../engine/client.ts'
import { useDeferredDeletion } from '../../engine/deferred-deletion.ts'
import { queryClient } from '../../engine/query-client.ts'
import { cn } from '../../lib/cn.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'

const refresh = () => queryClient.invalidateQueries({ queryKey: engine.chat.conversations.key() })

/** One conversation of the list, with its name to change and itself to delete. */
export function ConversationRow({ conversation, current }: { conversation: Conversation; current: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const setOverlay = useViewState((state) => state.setOverlay)
  const deleteLater = useDeferredDeletion()
  const [renaming, setRenaming] = useState(false)
  const rename = useMutation(engine.chat.conversations.rename.mutationOptions({ onSuccess: refresh }))

  const remove = () => {
    if (current) go(routes.chat)
    deleteLater({
      id: conversation.id,
      text: t('chat.deleted', { title: conversation.title }),
      run: async () => {
        await client.chat.conversations.delete({ conversationId: conversation.id })
        await queryClient.invalidateQueries({ queryKey: engine.chat.conversations.list.key() })
      },
    })
  }
  const actions: readonly MenuAction[] = [
    { label: t('action.rename'), icon: <Pencil />, onSelect: () => setRenaming(true) },
    { label: t('action.delete'), icon: <Trash2 />, danger: true, onSelect: remove },
  ]
  if (renaming) {
    return (
      <RenameField
        value={conversation.title}
        label={t('chat.name')}
        error={rename.error}
        onCancel={() => setRenaming(false)}
        onSave={async (title) => {
          await rename.mutateAsync({ conversationId: conversation.id, title })
          setRenaming(false)
        }}
      />
    )
  }
  return (
    <RightClickMenu actions={actions}>
      <div
        className={cn('group relative flex h-8.5 items-center rounded-md', current ? 'bg-chosen' : 'hover:bg-hover')}
      >
        <Link
          href={routes.conversation(conversation.id)}
          data-item
          aria-current={current ? 'page' : undefined}
          onClick={() => setOverlay(null)}
          className="flex h-full min-w-0 flex-1 items-center gap-2 rounded-md ps-2.5 pe-2 -outline-offset-2"
        >
          <span className={cn('min-w-0 flex-1 truncate', current ? 'text-ink' : 'text-ink-soft')}>
            {conversation.title}
          </span>
          <time
            dateTime={new Date(conversation.updatedAt).toISOString()}
            className="tabular shrink-0 text-ink-faint text-xs group-focus-within:invisible group-hover:invisible [@media(hover:none)]:hidden"
          >
            {format.when(conversation.updatedAt, now)}
          </time>
        </Link>
        <ActionMenu actions={actions}>
          <button
            type="button"
            aria-label={t('action.moreFor', { name: conversation.title })}
            className="reveal absolute end-1 flex size-7 items-center justify-center rounded-sm text-ink-soft hover:text-ink"
          >
            <MoreHorizontal className="size-4" />
          </button>
        </ActionMenu>
      </div>
    </RightClickMenu>
  )
}

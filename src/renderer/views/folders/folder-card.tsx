import { useMutation } from '@tanstack/react-query'
import { FolderSync, FolderX, MoreHorizontal, Pause, Play, RefreshCw, SlidersHorizontal, Unlink } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoundFolder } from '../../../contract/folders.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { ActionMenu } from '../../components/ui/menu.tsx'
import { client } from '../../engine/client.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { FolderRulesDialog } from './folder-rules-dialog.tsx'
import { ReviewDialog } from './review-dialog.tsx'
import { UnbindDialog } from './unbind-dialog.tsx'
import { refreshFolders } from './use-folders.ts'

/** One followed folder: its state in words, what waits for a decision, and the ways to hold or end it. */
export function FolderCard({ folder }: { folder: BoundFolder }) {
  const { t } = useTranslation()
  const [dialog, setDialog] = useState<'review' | 'rules' | 'unbind' | null>(null)
  const act = useMutation({
    mutationFn: (action: 'pause' | 'resume' | 'look') =>
      action === 'look'
        ? client.folders.reconcile({ folderId: folder.id })
        : client.folders.update({ folderId: folder.id, paused: action === 'pause' }),
    onSuccess: refreshFolders,
  })
  const { waiting } = folder.files
  const paused = folder.state === 'paused'
  const close = () => setDialog(null)
  return (
    <section aria-label={t('folders.of', { path: folder.path })} className="rounded-md border border-line bg-panel">
      <div className="flex flex-wrap items-start gap-x-2.5 gap-y-1.5 py-2 ps-3.5 pe-2">
        {folder.state === 'missing' || folder.state === 'failed' ? (
          <FolderX aria-hidden className="mt-1 size-4 shrink-0 text-amber" />
        ) : (
          <FolderSync aria-hidden className="mt-1 size-4 shrink-0 text-ink-faint" />
        )}
        <Facts folder={folder} />
        {waiting === 0 ? null : (
          <div className="max-sm:order-last max-sm:basis-full max-sm:ps-6.5">
            <Button size="small" onClick={() => setDialog('review')}>
              {t('folders.waiting', { count: waiting })}
            </Button>
          </div>
        )}
        <ActionMenu
          actions={[
            { label: t('folders.look'), icon: <RefreshCw />, disabled: paused, onSelect: () => act.mutate('look') },
            paused
              ? { label: t('folders.resume'), icon: <Play />, onSelect: () => act.mutate('resume') }
              : { label: t('folders.pause'), icon: <Pause />, onSelect: () => act.mutate('pause') },
            { label: t('folders.rules'), icon: <SlidersHorizontal />, onSelect: () => setDialog('rules') },
            { label: t('folders.unbind'), icon: <Unlink />, danger: true, onSelect: () => setDialog('unbind') },
          ]}
        >
          <Button look="quiet" size="icon-small" aria-label={t('action.moreFor', { name: folder.path })}>
            <MoreHorizontal />
          </Button>
        </ActionMenu>
      </div>
      {act.isError ? (
        <div className="p-2">
          <FailureNote error={act.error} />
        </div>
      ) : null}
      {dialog === 'review' ? <ReviewDialog folder={folder} onClose={close} /> : null}
      {dialog === 'rules' ? <FolderRulesDialog folder={folder} onClose={close} /> : null}
      {dialog === 'unbind' ? <UnbindDialog folder={folder} onClose={close} /> : null}
    </section>
  )
}

function Facts({ folder }: { folder: BoundFolder }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const { followed, excluded } = folder.files
  const facts = [
    t(`folders.state.${folder.state}`),
    t('folders.followed', { count: followed }),
    ...(excluded === 0 ? [] : [t('folders.excluded', { count: excluded })]),
    ...(folder.reconciledAt === null ? [] : [t('folders.reconciled', { when: format.when(folder.reconciledAt, now) })]),
  ]
  return (
    <div className="min-w-0 flex-1 text-sm">
      <p dir="ltr" className="w-fit max-w-full truncate font-medium" title={folder.path}>
        {folder.path}
      </p>
      <p className="tabular text-pretty text-ink-soft">{facts.join(' · ')}</p>
      {folder.state === 'missing' ? <p className="mt-0.5 text-pretty text-amber">{t('folders.missingText')}</p> : null}
      {folder.error === null || folder.state === 'missing' ? null : (
        <p className="mt-0.5 text-pretty text-red">
          {t('folders.failedText')} <span className="font-mono text-xs">{folder.error}</span>
        </p>
      )}
    </div>
  )
}

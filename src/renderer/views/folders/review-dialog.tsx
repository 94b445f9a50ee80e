import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoundFolder } from '../../../contract/folders.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { client, engine } from '../../engine/client.ts'
import { useFormat } from '../../lib/use-format.ts'
import { refreshFolders } from './use-folders.ts'

const shown = 500

/** New and changed files that wait for a yes. Without a choice, a decision is one on all of them. */
export function ReviewDialog({ folder, onClose }: { folder: BoundFolder; onClose(): void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const { data, error, isLoading } = useQuery(
    engine.folders.waiting.queryOptions({ input: { folderId: folder.id, limit: shown } }),
  )
  const decide = useMutation({
    mutationFn: (decision: 'accept' | 'exclude') =>
      client.folders.review({
        folderId: folder.id,
        decision,
        ...(chosen.size === 0 ? {} : { paths: [...chosen] }),
      }),
    onSuccess: ({ files }) => {
      setChosen(new Set())
      refreshFolders()
      if (files.waiting === 0) onClose()
    },
  })
  const total = data?.total ?? 0
  const toggle = (path: string) =>
    setChosen((before) =>
      before.has(path) ? new Set([...before].filter((other) => other !== path)) : new Set([...before, path]),
    )
  return (
    <Dialog title={t('folders.reviewTitle')} onClose={onClose} className="w-[min(40rem,calc(100vw-2rem))]">
      <p className="px-5 pb-2 text-ink-soft text-sm">{t('folders.reviewHow')}</p>
      <div className="min-h-0 flex-1 overflow-y-auto px-3">
        {isLoading ? <Skeleton className="p-2" /> : null}
        {error === null ? null : <FailureNote error={error} />}
        <ul className="flex flex-col">
          {(data?.items ?? []).map((file) => (
            <li key={file.path}>
              <label className="flex items-center gap-2.5 rounded-md px-2 py-1.5 text-sm hover:bg-hover">
                <input
                  type="checkbox"
                  className="size-4 shrink-0 accent-accent"
                  checked={chosen.has(file.path)}
                  onChange={() => toggle(file.path)}
                />
                <span className="min-w-0 flex-1 break-all">{file.path}</span>
                <span className="shrink-0 text-ink-soft text-xs">{t(`folders.change.${file.change}`)}</span>
                <span className="tabular w-16 shrink-0 text-end text-ink-faint text-xs">
                  {format.bytes(file.bytes)}
                </span>
              </label>
            </li>
          ))}
        </ul>
        {total > shown ? (
          <p className="px-2 py-2 text-ink-faint text-sm">{t('folders.more', { count: total - shown })}</p>
        ) : null}
      </div>
      <div className="flex flex-wrap justify-end gap-2 px-5 pt-3 pb-5">
        {decide.isError ? (
          <div className="basis-full">
            <FailureNote error={decide.error} />
          </div>
        ) : null}
        <Button disabled={decide.isPending || total === 0} onClick={() => decide.mutate('exclude')}>
          {chosen.size === 0 ? t('folders.excludeAll') : t('folders.exclude', { count: chosen.size })}
        </Button>
        <Button look="primary" disabled={decide.isPending || total === 0} onClick={() => decide.mutate('accept')}>
          {chosen.size === 0 ? t('folders.acceptAll') : t('folders.accept', { count: chosen.size })}
        </Button>
      </div>
    </Dialog>
  )
}

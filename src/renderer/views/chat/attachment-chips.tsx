import { ImageIcon, LoaderCircle, Paperclip, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Attachment } from '../../../contract/chat.ts'
import { type Attaching, dropAttaching } from '../../engine/attaching.ts'
import { describeFailure } from '../../engine/describe-failure.ts'
import { cn } from '../../lib/cn.ts'
import { useFormat } from '../../lib/use-format.ts'

type AttachmentChipsProps = {
  draftKey: string
  attachments: readonly Attachment[]
  attaching: readonly Attaching[]
  onRemove(id: string): void
}

/** Files that go with the question: read, on their way, or refused with the reason. */
export function AttachmentChips({ draftKey, attachments, attaching, onRemove }: AttachmentChipsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  if (attachments.length + attaching.length === 0) return null
  return (
    <ul aria-label={t('attach.title')} className="flex flex-wrap gap-1.5 px-2 pt-2">
      {attachments.map(({ id, name, kind, bytes, tokens }) => (
        <Chip
          key={id}
          icon={kind === 'image' ? <ImageIcon /> : <Paperclip />}
          name={name}
          fact={tokens === null ? format.bytes(bytes) : t('count.tokens', { count: tokens })}
          onRemove={() => onRemove(id)}
        />
      ))}
      {attaching.map(({ id, name, error }) => (
        <Chip
          key={id}
          icon={error === null ? <LoaderCircle className="motion-safe:animate-spin" /> : <TriangleAlert />}
          name={name}
          fact={error === null ? t('attach.reading') : describeFailure(t, error).happened}
          failed={error !== null}
          onRemove={() => dropAttaching(draftKey, id)}
        />
      ))}
    </ul>
  )
}

type ChipProps = { icon: ReactNode; name: string; fact: string; failed?: boolean; onRemove(): void }

function Chip({ icon, name, fact, failed = false, onRemove }: ChipProps) {
  const { t } = useTranslation()
  return (
    <li
      className={cn(
        'inline-flex max-w-full items-center gap-1.5 rounded-sm px-2 py-1 text-xs [&_svg]:size-3.5 [&_svg]:shrink-0',
        failed ? 'bg-red-wash text-red' : 'bg-chosen text-ink',
      )}
    >
      <span aria-hidden>{icon}</span>
      <span className="max-w-48 truncate">{name}</span>
      <span role={failed ? 'alert' : undefined} className={cn('tabular', failed ? '' : 'text-ink-soft')}>
        {fact}
      </span>
      <button
        type="button"
        aria-label={t('attach.remove', { name })}
        onClick={onRemove}
        className="rounded-sm p-0.5 text-ink-soft hover:bg-hover hover:text-ink"
      >
        <X aria-hidden />
      </button>
    </li>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Paperclip } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Document, DocumentType } from '../../../contract/document.ts'
import { useViewState } from '../../app/view-state.ts'
import { DocumentIcon } from '../../components/document-icon.tsx'
import { engine } from '../../engine/client.ts'
import { useFormat } from '../../lib/use-format.ts'

const mailTypes: ReadonlySet<DocumentType> = new Set(['eml', 'msg', 'mbox'])
const headers = ['from', 'to', 'cc', 'date', 'subject'] as const

/** Who wrote a mail to whom, when and about what, and what came with it. Nothing for what is no mail. */
export function MailHead({ document }: { document: Document }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (document.type === null || !mailTypes.has(document.type)) return null
  const told = headers.flatMap((name) => {
    const value = document.properties[name]
    return value === undefined || value === '' ? [] : [{ name, value }]
  })
  const dated = told.some(({ name }) => name === 'date')
  return (
    <div className="mx-auto w-full max-w-180 px-5 pt-5 sm:px-7">
      <section aria-label={t('mail.head')} className="rounded-md border border-line bg-panel px-4 py-3 text-sm">
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
          {told.map(({ name, value }) => (
            <div key={name} className="contents">
              <dt className="text-ink-faint">{t(`mail.${name}`)}</dt>
              <dd dir="auto" className={name === 'subject' ? 'break-words font-medium' : 'break-words'}>
                {name === 'date' ? readDate(value, format.dateTime) : value}
              </dd>
            </div>
          ))}
          {dated || document.modifiedAt === null ? null : (
            <div className="contents">
              <dt className="text-ink-faint">{t('mail.date')}</dt>
              <dd className="tabular">{format.dateTime(document.modifiedAt)}</dd>
            </div>
          )}
        </dl>
        <Attachments documentId={document.id} />
      </section>
    </div>
  )
}

/** A date as the page's language writes it; one that is none is shown as the mail has it. */
function readDate(value: string, show: (timestamp: number) => string): string {
  const timestamp = Date.parse(value)
  return Number.isNaN(timestamp) ? value : show(timestamp)
}

function Attachments({ documentId }: { documentId: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const showSource = useViewState((state) => state.showSource)
  const { data = [] } = useQuery(engine.documents.attachments.queryOptions({ input: { documentId } }))
  if (data.length === 0) return null
  return (
    <div className="mt-3 border-line border-t pt-2.5">
      <h3 className="flex items-center gap-1.5 text-ink-soft text-xs">
        <Paperclip aria-hidden className="size-3.5" />
        {t('mail.attachments', { count: data.length })}
      </h3>
      <ul className="mt-1.5 flex flex-wrap gap-1.5">
        {data.map((attachment) => (
          <li key={attachment.id} className="max-w-full">
            <button
              type="button"
              onClick={() => showSource({ kind: 'document', documentId: attachment.id })}
              className="flex max-w-full items-center gap-2 rounded-md border border-line bg-raised px-2.5 py-1 hover:border-line-strong"
            >
              <DocumentIcon type={attachment.type} className="size-4 text-ink-faint" />
              <span className="truncate">{nameInside(attachment.name)}</span>
              <span className="tabular shrink-0 text-ink-faint text-xs">{format.bytes(attachment.bytes)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** A member's name without the container's. */
function nameInside(name: string): string {
  return name.split('!/').at(-1) ?? name
}

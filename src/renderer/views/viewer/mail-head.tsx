import { useQuery } from '@tanstack/react-query'
import { Paperclip } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Document, DocumentType } from '../../../contract/document.ts'
import { useViewState } from '../../app/view-state.ts'
import { DocumentIcon } from '../../components/document-icon.tsx'
import { engine } from '../../engine/client.ts'
import { cn } from '../../lib/cn.ts'
import { useFormat } from '../../lib/use-format.ts'

const mailTypes: ReadonlySet<DocumentType> = new Set(['eml', 'msg', 'mbox'])
const headers = ['from', 'to', 'cc', 'date', 'subject'] as const

/** Who wrote a mail to whom, when and about what, and what came with it. Nothing for what is no mail. */
export function MailHead({ document }: { document: Document }) {
  const { t } = useTranslation()
  const format = useFormat()
  const isMail = document.type !== null && mailTypes.has(document.type)
  const { data: attachments = [] } = useQuery({
    ...engine.documents.attachments.queryOptions({ input: { documentId: document.id } }),
    enabled: isMail,
  })
  const { created, ...properties } = document.properties
  const known: Readonly<Record<string, string | undefined>> = { date: created, ...properties }
  const told = headers.flatMap((name) => {
    const value = known[name]
    return value === undefined || value === '' ? [] : [{ name, value }]
  })
  if (!isMail || told.length + attachments.length === 0) return null
  return (
    <div className="mx-auto w-full max-w-180 px-5 pt-5 sm:px-7">
      <section aria-label={t('mail.head')} className="rounded-md border border-line bg-panel px-4 py-3 text-sm">
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
          {told.map(({ name, value }) => (
            <div key={name} className="contents">
              <dt className="text-ink-faint">{t(`mail.${name}`)}</dt>
              <dd
                dir="auto"
                className={cn('justify-self-start [overflow-wrap:anywhere]', name === 'subject' && 'font-medium')}
              >
                {name === 'date' ? readDate(value, format.dateTime) : value}
              </dd>
            </div>
          ))}
        </dl>
        {attachments.length === 0 ? null : <Attachments mail={document} attachments={attachments} />}
      </section>
    </div>
  )
}

/** A date as the page's language writes it; one that is none is shown as the mail has it. */
function readDate(value: string, show: (timestamp: number) => string): string {
  const timestamp = Date.parse(value)
  return Number.isNaN(timestamp) ? value : show(timestamp)
}

type AttachmentsProps = { mail: Document; attachments: readonly Document[] }

function Attachments({ mail, attachments }: AttachmentsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const showSource = useViewState((state) => state.showSource)
  return (
    <div className="border-line [dl:not(:empty)+&]:mt-3 [dl:not(:empty)+&]:border-t [dl:not(:empty)+&]:pt-2.5">
      <h3 className="flex items-center gap-1.5 text-ink-soft text-xs">
        <Paperclip aria-hidden className="size-3.5" />
        {t('mail.attachments', { count: attachments.length })}
      </h3>
      <ul className="mt-1.5 flex flex-wrap gap-1.5">
        {attachments.map((attachment) => (
          <li key={attachment.id} className="max-w-full">
            <button
              type="button"
              onClick={() => showSource({ kind: 'document', documentId: attachment.id })}
              className="flex max-w-full items-center gap-2 rounded-md border border-line bg-raised px-2.5 py-1 hover:border-line-strong"
            >
              <DocumentIcon type={attachment.type} className="size-4 text-ink-faint" />
              <span className="truncate">{nameInside(attachment, mail)}</span>
              <span className="tabular shrink-0 text-ink-faint text-xs">{format.bytes(attachment.bytes)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** A member's name without that of the mail it came in. */
function nameInside({ name }: Document, mail: Document): string {
  return name.startsWith(`${mail.name}/`) ? name.slice(mail.name.length + 1) : name
}

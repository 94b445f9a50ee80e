import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import en from '../../../../resources/locales/en.json'
import type { Document } from '../../../contract/document.ts'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { TagEditor } from '../../components/tag-editor.tsx'
import { changeTags } from '../../engine/document-care.ts'
import { useFormat } from '../../lib/use-format.ts'
import { MetadataEditor } from './metadata-editor.tsx'
import { TitleEditor } from './title-editor.tsx'

/** What is said of a document: by a person, who can change it here, and by the file itself. */
export function DetailsTab({ document }: { document: Document }) {
  const { t } = useTranslation()
  const format = useFormat()
  const told = (value: string) => (isTime(value) ? format.dateTime(Date.parse(value)) : value)
  const selection = { documentIds: [document.id] }
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('details.place'), <span key="uri">{document.uri}</span>],
    [t('documents.size'), format.bytes(document.bytes)],
    [t('documents.added'), format.dateTime(document.addedAt)],
    ...(document.modifiedAt === null ? [] : [[t('details.modified'), format.dateTime(document.modifiedAt)] as const]),
    ...(document.contentHash === null ? [] : [['SHA-256', <code key="hash">{document.contentHash}</code>] as const]),
  ]
  return (
    <ScrollRegion label={t('viewer.tab.details')} className="bg-paper px-5 py-4">
      {document.available ? null : (
        <p role="status" className="mb-4 rounded-md bg-amber-wash px-3 py-2 text-sm">
          {t('details.unavailable')}
        </p>
      )}
      <TitleEditor key={document.title} document={document} />
      <Section title={t('tags.label')}>
        <TagEditor
          libraryId={document.libraryId}
          tags={document.tags}
          onAdd={(tag) => changeTags({ selection, add: [tag], remove: [] })}
          onRemove={(tag) => changeTags({ selection, add: [], remove: [tag] })}
        />
      </Section>
      <Section title={t('details.metadata')}>
        <MetadataEditor document={document} />
      </Section>
      {Object.keys(document.properties).length === 0 ? null : (
        <Section title={t('details.properties')}>
          <Facts
            facts={Object.entries(document.properties).map(
              ([name, value]) => [isKnown(name) ? t(`details.property.${name}`) : name, told(value)] as const,
            )}
          />
        </Section>
      )}
      <Section title={t('details.file')}>
        <Facts facts={facts} />
      </Section>
    </ScrollRegion>
  )
}

/** Whether the catalogue has a word for what a file says; others are shown as the file names them. */
function isKnown(name: string): name is keyof typeof en.details.property {
  return Object.hasOwn(en.details.property, name)
}

/** Whether a value is a moment as readers write it, `2026-11-21T13:12:17Z`. */
function isTime(value: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value))
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="pt-5">
      <h3 className="pb-1.5 font-semibold text-sm">{title}</h3>
      {children}
    </section>
  )
}

function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[minmax(5rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-soft [overflow-wrap:anywhere]">{name}</dt>
          <dd dir="auto" className="tabular justify-self-start [overflow-wrap:anywhere]">
            {value}
          </dd>
        </div>
      ))}
    </dl>
  )
}

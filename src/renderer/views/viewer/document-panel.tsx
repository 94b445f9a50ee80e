import { Tabs } from 'radix-ui'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Span } from '../../../contract/common.ts'
import type { Document } from '../../../contract/document.ts'
import { ChunksTab } from './chunks-tab.tsx'
import { DetailsTab } from './details-tab.tsx'
import { DocumentActions } from './document-actions.tsx'
import { DocumentNotes } from './document-notes.tsx'
import { DocumentView } from './document-view.tsx'
import { FindBar } from './find-bar.tsx'
import { ReportTab } from './report-tab.tsx'
import { useFind } from './use-find.ts'

const tabs = ['read', 'chunks', 'report', 'details'] as const
type Tab = (typeof tabs)[number]

/** One document: to be read and searched, with the pieces it was cut into, what reading it gave, and what is said of it. */
export function DocumentPanel({ document, cited }: { document: Document; cited: Span | null }) {
  const { t } = useTranslation()
  const [tab, setTab] = useState<Tab>('read')
  const [shown, setShown] = useState<{ chunk: Span; cited: Span | null } | null>(null)
  const find = useFind(document.id)
  // A piece that was chosen stays marked until another passage is cited.
  const passage = shown !== null && shown.cited === cited ? shown.chunk : cited
  const highlights = useMemo(
    () => ({ cited: passage, found: find.matches, current: find.current }),
    [passage, find.matches, find.current],
  )
  const readable = document.state === 'ready'
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(value) => setTab(tabs.find((name) => name === value) ?? 'read')}
      className="flex min-h-0 flex-1 flex-col"
      onKeyDown={(event) => {
        if (!readable || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'f') return
        event.preventDefault()
        setTab('read')
        find.show()
      }}
    >
      <div className="flex h-10 shrink-0 items-center border-line border-b bg-panel ps-2 pe-2">
        <Tabs.List
          aria-label={t('viewer.tabs')}
          className="flex min-w-0 flex-1 self-stretch overflow-x-auto [scrollbar-width:none]"
        >
          {tabs.map((name) => (
            <Tabs.Trigger
              key={name}
              value={name}
              disabled={name === 'chunks' && !readable}
              className="border-transparent border-b-2 px-2.5 text-ink-soft text-sm -outline-offset-2 max-sm:px-1.5 hover:text-ink disabled:opacity-45 data-[state=active]:border-accent data-[state=active]:text-ink"
            >
              {t(`viewer.tab.${name}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <DocumentActions
          document={document}
          onFind={() => {
            setTab('read')
            find.show()
          }}
        />
      </div>
      <Tabs.Content
        value="read"
        forceMount
        tabIndex={-1}
        className="flex min-h-0 flex-1 flex-col outline-none data-[state=inactive]:hidden"
      >
        {find.open ? <FindBar find={find} /> : null}
        {readable ? <DocumentNotes document={document} /> : null}
        <DocumentView document={document} highlights={highlights} matches={find.matches} />
      </Tabs.Content>
      <Tabs.Content value="chunks" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
        <ChunksTab
          document={document}
          onShow={(chunk) => {
            setShown({ chunk, cited })
            setTab('read')
          }}
        />
      </Tabs.Content>
      <Tabs.Content value="report" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
        <ReportTab document={document} />
      </Tabs.Content>
      <Tabs.Content value="details" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
        <DetailsTab document={document} />
      </Tabs.Content>
    </Tabs.Root>
  )
}

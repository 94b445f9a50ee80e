import { ChevronLeft, ChevronRight, Waypoints, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../../contract/document.ts'
import { placesOf, type Source, useViewState } from '../../app/view-state.ts'
import { DocumentIcon } from '../../components/document-icon.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { describePlace, unitOf } from '../../lib/place.ts'
import { useFormat } from '../../lib/use-format.ts'
import { ExplainDialog } from '../explain/explain-dialog.tsx'

/** Which document, which place in it, which of how many citations. */
export function SourcesHeader({ source, document }: { source: Source; document: Document | null }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { closeSource, walkCitations } = useViewState()
  const [explaining, setExplaining] = useState(false)
  const citation = source.kind === 'citation' ? source.citations[source.index] : undefined
  const mention = source.kind === 'mention' ? source.mentions[source.index] : undefined
  const cited =
    citation ?? (mention === undefined ? undefined : { ...mention, title: mention.document, headingPath: [] })
  const words = source.kind === 'mention' ? ('sources.mention' as const) : ('sources' as const)
  const title = document?.title ?? cited?.title ?? ''
  const place =
    cited === undefined
      ? document === null
        ? []
        : [
            ...(document.type === null ? [] : [t(`documentType.${document.type}`)]),
            ...(document.pages === null ? [] : [t(`count.${pagesWord(document)}`, { count: document.pages })]),
            format.bytes(document.bytes),
          ]
      : describePlace(t, cited)
  return (
    <header className="flex h-14 shrink-0 items-center gap-2 border-line border-b bg-panel ps-4 pe-2">
      <DocumentIcon type={document?.type ?? cited?.type ?? null} className="size-4 text-ink-faint" />
      <div className="min-w-0 flex-1">
        <h2 className="truncate font-medium text-sm">{title}</h2>
        <p className="tabular truncate text-ink-faint text-xs">{place.join(' · ')}</p>
      </div>
      {source.kind === 'citation' && source.asked !== null ? (
        <Tooltip label={t('explain.why')}>
          <Button look="quiet" size="icon" aria-label={t('explain.why')} onClick={() => setExplaining(true)}>
            <Waypoints />
          </Button>
        </Tooltip>
      ) : null}
      {source.kind === 'document' ? null : (
        <div className="flex shrink-0 items-center">
          <Tooltip label={t(`${words}.previous`)} keys="[">
            <Button look="quiet" size="icon" aria-label={t(`${words}.previous`)} onClick={() => walkCitations(-1)}>
              <ChevronLeft className="rtl:-scale-x-100" />
            </Button>
          </Tooltip>
          <p className="tabular text-ink-soft text-xs" aria-live="polite">
            <span className="sr-only">{t(`${words}.citation`)} </span>
            {t('sources.position', { position: source.index + 1, total: placesOf(source).length })}
          </p>
          <Tooltip label={t(`${words}.next`)} keys="]">
            <Button look="quiet" size="icon" aria-label={t(`${words}.next`)} onClick={() => walkCitations(1)}>
              <ChevronRight className="rtl:-scale-x-100" />
            </Button>
          </Tooltip>
        </div>
      )}
      <Tooltip label={t('sources.close')} keys="Esc">
        <Button look="quiet" size="icon" aria-label={t('sources.close')} onClick={closeSource}>
          <X />
        </Button>
      </Tooltip>
      {explaining && source.kind === 'citation' && citation !== undefined ? (
        <ExplainDialog
          document={{ id: citation.documentId, title: citation.title }}
          asked={source.asked}
          cited={citation}
          onClose={() => setExplaining(false)}
        />
      ) : null}
    </header>
  )
}

function pagesWord({ type }: Document) {
  return `${unitOf(type)}s` as const
}

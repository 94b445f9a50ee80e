import { useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Span } from '../../../contract/common.ts'
import type { Asked } from '../../app/view-state.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { Input } from '../../components/ui/field.tsx'
import { engine } from '../../engine/client.ts'
import { ExplainedChunks } from './explained-chunks.tsx'
import { StageTable } from './stage-table.tsx'
import { UnderstoodQuestion } from './understood-question.tsx'
import { useCutText } from './use-cut-text.ts'

type ExplainDialogProps = {
  document: { id: string; title: string }
  /** What was asked; null lets the person ask. */
  asked: Asked | null
  /** The passage that is asked about. */
  cited: Span | null
  onClose(): void
}

/** Why a document is found where it is for a question, or not at all: its place in each list, scores, and what cut it. */
export function ExplainDialog({ document, asked, cited, onClose }: ExplainDialogProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(asked?.query ?? '')
  const [query, setQuery] = useState(asked?.query ?? '')
  const libraries = asked?.libraryIds ?? []
  const { data, error, isFetching, refetch } = useQuery({
    ...engine.search.explain.queryOptions({
      input: { query, documentId: document.id, ...(libraries.length === 0 ? {} : { libraries: [...libraries] }) },
    }),
    enabled: query !== '',
    staleTime: 0,
  })
  return (
    <Dialog
      title={t('explain.title', { name: document.title })}
      onClose={onClose}
      className="w-[min(48rem,calc(100vw-2rem))]"
    >
      <div className="flex min-h-0 flex-col overflow-y-auto px-5 pt-1 pb-5" tabIndex={-1}>
        <form
          className="flex gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            setQuery(typed.trim())
          }}
        >
          <Input
            aria-label={t('explain.question')}
            placeholder={t('explain.question')}
            {...(asked === null ? { 'data-initial-focus': true } : {})}
            maxLength={8_000}
            className="min-w-0 flex-1"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Button type="submit" look="primary" disabled={typed.trim() === '' || isFetching}>
            <Search />
            {t('explain.ask')}
          </Button>
        </form>
        {isFetching && data === undefined ? <Skeleton className="pt-5" lines={6} /> : null}
        {error === null ? null : (
          <div className="pt-4">
            <FailureNote error={error} onRetry={() => void refetch()} />
          </div>
        )}
        {data === undefined ? null : (
          <>
            <Verdict rank={data.rank} cut={data.cut} />
            <UnderstoodQuestion explanation={data} />
            <ExplainedChunks explanation={data} cited={cited} />
            <StageTable stages={data.stages} />
          </>
        )}
      </div>
    </Dialog>
  )
}

type VerdictProps = { rank: number | null; cut: Parameters<ReturnType<typeof useCutText>>[0] }

function Verdict({ rank, cut }: VerdictProps) {
  const { t } = useTranslation()
  const cutText = useCutText()
  return (
    <p role="status" className="pt-4 text-lg">
      {rank === null ? t('explain.notFound') : t('explain.rank', { rank })} {cutText(cut) ?? t('explain.used')}
    </p>
  )
}

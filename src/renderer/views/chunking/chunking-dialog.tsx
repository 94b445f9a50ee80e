import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Chunking } from '../../../contract/chunking.ts'
import type { Library } from '../../../contract/libraries.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { noteJob } from '../../engine/add-documents.ts'
import { client } from '../../engine/client.ts'
import { refreshDocuments } from '../../engine/document-care.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { ChunkPreview } from './chunk-preview.tsx'
import { type ChunkingDraft, ChunkingForm } from './chunking-form.tsx'

/** How a library's documents are cut, tried on one of them before it is applied to all. */
export function ChunkingDialog({ library, onClose }: { library: Library; onClose(): void }) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<ChunkingDraft>(library.chunking)
  const [rechunk, setRechunk] = useState(true)
  const parsed = useMemo(() => parseDraft(draft), [draft])
  const chunking = parsed.success ? parsed.data : null
  const tried = useDebounced(chunking, 300)
  const problems = new Set(parsed.success ? [] : parsed.error.issues.map(({ path }) => String(path[0])))
  const apply = useMutation({
    mutationFn: (wanted: Chunking) => client.libraries.configure({ library: library.id, chunking: wanted, rechunk }),
    onSuccess: ({ job }) => {
      if (job !== null) noteJob(job)
      refreshDocuments()
      onClose()
    },
  })
  return (
    <Dialog
      title={t('chunking.title', { name: library.name })}
      onClose={onClose}
      className="h-[min(44rem,calc(100dvh-2rem))] w-[min(64rem,calc(100vw-2rem))]"
    >
      <div className="grid min-h-0 flex-1 grid-cols-[19rem_minmax(0,1fr)] max-md:grid-cols-1 max-md:overflow-y-auto">
        <div className="overflow-y-auto border-line border-e px-5 pt-2 pb-4 max-md:overflow-visible max-md:border-e-0">
          <ChunkingForm
            draft={draft}
            problems={problems}
            onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
          />
        </div>
        <ChunkPreview libraryId={library.id} chunking={tried} />
      </div>
      <div className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-2 border-line border-t px-5 py-3">
        <label className="flex min-w-52 flex-1 items-center gap-2.5 text-sm max-sm:basis-full">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={rechunk}
            onChange={(event) => setRechunk(event.target.checked)}
          />
          {t('chunking.rechunk', { count: library.documents.ready })}
        </label>
        {apply.isError ? (
          <div className="order-last basis-full">
            <FailureNote error={apply.error} />
          </div>
        ) : null}
        <Button className="ms-auto" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button
          look="primary"
          disabled={chunking === null || apply.isPending}
          onClick={() => {
            if (chunking !== null) apply.mutate(chunking)
          }}
        >
          {t('action.apply')}
        </Button>
      </div>
    </Dialog>
  )
}

/** What was typed as the contract has it; an empty field is no number. */
function parseDraft(draft: ChunkingDraft) {
  return Chunking.safeParse(
    Object.fromEntries(
      Object.entries(draft).map(([name, value]) => {
        const typed = name === 'strategy' || typeof value === 'number' ? value : value.trim()
        return [name, typeof typed === 'string' && name !== 'strategy' ? (typed === '' ? null : Number(typed)) : typed]
      }),
    ),
  )
}

import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EvaluationQuestion } from '../../../contract/evaluation.ts'
import type { Library } from '../../../contract/libraries.ts'
import { go, routes } from '../../app/routes.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { Input } from '../../components/ui/field.tsx'
import { client } from '../../engine/client.ts'
import { toJudgements } from './judgement-lines.ts'
import { QuestionFields } from './question-fields.tsx'
import { saveQuestions } from './set-questions.ts'

const sources = ['draft', 'files', 'hand'] as const
type Source = (typeof sources)[number]

type NewSetDialogProps = { library: Library; taken: readonly string[]; onClose(): void }

/** A set from the library's own documents, from the two files of a test set, or written by hand. */
export function NewSetDialog({ library, taken, onClose }: NewSetDialogProps) {
  const { t } = useTranslation()
  const id = useId()
  const [name, setName] = useState('')
  const [source, setSource] = useState<Source>('draft')
  const [count, setCount] = useState('50')
  const [files, setFiles] = useState<{ queries: File | null; qrels: File | null }>({ queries: null, qrels: null })
  const [text, setText] = useState('')
  const [documents, setDocuments] = useState('')
  const [nothing, setNothing] = useState(false)
  const isTaken = taken.some((other) => other.toLowerCase() === name.trim().toLowerCase())
  const wanted = /^\d{1,3}$/.test(count) ? Number(count) : 0
  const isReady = {
    draft: wanted >= 1 && wanted <= 500,
    files: files.queries !== null && files.qrels !== null,
    hand: text.trim() !== '' && documents.trim() !== '',
  }[source]

  async function make(): Promise<EvaluationQuestion[]> {
    if (source === 'draft') return client.evaluation.sets.draft({ library: library.id, count: wanted })
    if (source === 'hand') return [{ id: 'q1', text: text.trim(), judgements: toJudgements(documents) }]
    const [queries = '', qrels = ''] = await Promise.all([files.queries?.text(), files.qrels?.text()])
    return client.evaluation.sets.read({ queries, qrels })
  }
  const create = useMutation({
    mutationFn: async () => {
      const questions = await make()
      setNothing(questions.length === 0)
      return questions.length === 0 ? null : saveQuestions({ libraryId: library.id, name: name.trim() }, questions)
    },
    onSuccess(set) {
      if (set === null) return
      onClose()
      go(routes.evaluation(library.id, set.id))
    },
  })
  return (
    <Dialog title={t('evaluation.newSet')} onClose={onClose}>
      <form
        className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 pt-1 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate()
        }}
      >
        <div>
          <label htmlFor={`${id}-name`} className="block pb-1.5 font-medium text-sm">
            {t('evaluation.setName')}
          </label>
          <Input
            id={`${id}-name`}
            data-initial-focus
            className="w-full"
            maxLength={120}
            aria-invalid={isTaken}
            aria-describedby={`${id}-taken`}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <p id={`${id}-taken`} role="alert" className="text-red text-xs">
            {isTaken ? t('evaluation.taken') : null}
          </p>
        </div>
        <fieldset className="flex flex-col gap-1.5">
          <legend className="pb-1.5 font-medium text-sm">{t('evaluation.source')}</legend>
          {sources.map((each) => (
            <label key={each} className="flex items-center gap-2.5 text-sm">
              <input
                type="radio"
                name={`${id}-source`}
                className="size-4 accent-accent"
                checked={source === each}
                onChange={() => setSource(each)}
              />
              {t(`evaluation.from.${each}`)}
            </label>
          ))}
        </fieldset>
        {source === 'draft' ? (
          <div>
            <div className="flex items-center justify-between gap-4">
              <label htmlFor={`${id}-count`} className="text-sm">
                {t('evaluation.draftCount')}
              </label>
              <Input
                id={`${id}-count`}
                inputMode="numeric"
                className="tabular w-20 text-end"
                title={t('settings.between', { least: 1, most: 500 })}
                aria-invalid={!isReady}
                value={count}
                onChange={(event) => setCount(event.target.value)}
              />
            </div>
            <p className="pt-1.5 text-pretty text-ink-soft text-xs">{t('evaluation.draftHint')}</p>
          </div>
        ) : null}
        {source === 'files' ? (
          <div className="flex flex-col gap-3">
            <FileField label={t('evaluation.queriesFile')} onChoose={(queries) => setFiles({ ...files, queries })} />
            <FileField label={t('evaluation.qrelsFile')} onChoose={(qrels) => setFiles({ ...files, qrels })} />
          </div>
        ) : null}
        {source === 'hand' ? (
          <QuestionFields
            libraryId={library.id}
            text={text}
            documents={documents}
            onText={setText}
            onDocuments={setDocuments}
          />
        ) : null}
        {nothing ? (
          <p role="alert" className="text-red text-sm">
            {t('evaluation.noDrafts')}
          </p>
        ) : null}
        {create.isError ? <FailureNote error={create.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" disabled={name.trim() === '' || isTaken || !isReady || create.isPending}>
            {t('evaluation.make')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function FileField({ label, onChoose }: { label: string; onChoose(file: File | null): void }) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="block pb-1 text-sm">
        {label}
      </label>
      <input
        id={id}
        type="file"
        className="w-full text-ink-soft text-sm file:me-3 file:h-8 file:rounded-md file:border file:border-line file:bg-raised file:px-3 file:text-ink"
        onChange={(event) => onChoose(event.target.files?.[0] ?? null)}
      />
    </div>
  )
}

import { useMutation } from '@tanstack/react-query'
import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EvaluationQuestion, QuestionSet } from '../../../contract/evaluation.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { showToast } from '../../components/toasts.tsx'
import { Button } from '../../components/ui/button.tsx'
import { client } from '../../engine/client.ts'
import { QuestionDialog } from './question-dialog.tsx'
import { saveQuestions } from './set-questions.ts'

const shownAtOnce = 20

type QuestionListProps = { set: QuestionSet; questions: readonly EvaluationQuestion[] }

/** A set's questions, to be looked through, mended, added to and thinned out. */
export function QuestionList({ set, questions }: QuestionListProps) {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const [most, setMost] = useState(shownAtOnce)
  const [edited, setEdited] = useState<EvaluationQuestion | 'new' | null>(null)
  const wanted = words.trim().toLocaleLowerCase()
  const matching = questions.filter(({ text }) => text.toLocaleLowerCase().includes(wanted))
  const restore = useMutation({
    mutationFn: async ({ question, place }: { question: EvaluationQuestion; place: number }) => {
      // What was changed since it went stays.
      const now = await client.evaluation.sets.get({ setId: set.id })
      return saveQuestions(set, now.questions.toSpliced(place, 0, question))
    },
  })
  const remove = useMutation({
    mutationFn: (gone: EvaluationQuestion) =>
      saveQuestions(
        set,
        questions.filter(({ id }) => id !== gone.id),
      ),
    onSuccess: (_saved, question) => {
      const place = questions.indexOf(question)
      showToast({
        text: t('evaluation.removed'),
        action: { label: t('action.undo'), run: () => restore.mutate({ question, place }) },
      })
    },
  })
  const failed = remove.error ?? restore.error
  return (
    <section aria-labelledby="evaluation-questions" className="pt-4">
      <div className="flex flex-wrap items-center gap-3 pb-2">
        <h2 id="evaluation-questions" className="font-semibold text-lg">
          {t('evaluation.questions', { count: questions.length })}
        </h2>
        <SearchField label={t('evaluation.filter')} value={words} onChange={setWords} className="min-w-44 flex-1" />
        <Button onClick={() => setEdited('new')}>
          <Plus />
          {t('evaluation.addQuestion')}
        </Button>
      </div>
      {failed === null ? null : (
        <div className="pb-2">
          <FailureNote error={failed} />
        </div>
      )}
      <ul className="divide-y divide-line rounded-md border border-line">
        {matching.slice(0, most).map((question) => (
          <li key={question.id} className="flex items-start gap-2 px-3 py-2">
            <div className="min-w-0 flex-1">
              <p className="text-sm [overflow-wrap:anywhere]">{question.text}</p>
              <p className="text-ink-faint text-xs [overflow-wrap:anywhere]">{describeJudged(question) || '–'}</p>
            </div>
            <Button
              look="quiet"
              size="icon-small"
              aria-label={t('evaluation.editOf', { text: question.text })}
              onClick={() => setEdited(question)}
            >
              <Pencil />
            </Button>
            <Button
              look="quiet"
              size="icon-small"
              aria-label={t('evaluation.removeOf', { text: question.text })}
              disabled={remove.isPending}
              onClick={() => remove.mutate(question)}
            >
              <Trash2 />
            </Button>
          </li>
        ))}
        {matching.length === 0 ? <li className="px-3 py-4 text-ink-soft text-sm">{t('evaluation.noMatch')}</li> : null}
      </ul>
      {matching.length > most ? (
        <Button className="mt-3" onClick={() => setMost(most + 5 * shownAtOnce)}>
          {t('evaluation.more', { count: matching.length - most })}
        </Button>
      ) : null}
      {edited === null ? null : (
        <QuestionDialog
          set={set}
          questions={questions}
          question={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </section>
  )
}

const namesShown = 3

function describeJudged({ judgements }: EvaluationQuestion): string {
  const names = Object.entries(judgements).flatMap(([name, grade]) => (grade > 0 ? [name] : []))
  return names.length > namesShown ? `${names.slice(0, namesShown).join(', ')} …` : names.join(', ')
}

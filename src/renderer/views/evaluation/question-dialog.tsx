import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EvaluationQuestion, QuestionSet } from '../../../contract/evaluation.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { toJudgements, toLines, withNewId } from './judgement-lines.ts'
import { QuestionFields } from './question-fields.tsx'
import { saveQuestions } from './set-questions.ts'

type QuestionDialogProps = {
  set: QuestionSet
  questions: readonly EvaluationQuestion[]
  /** Null for a new one. */
  question: EvaluationQuestion | null
  onClose(): void
}

/** The words of a question and the documents that answer it. */
export function QuestionDialog({ set, questions, question, onClose }: QuestionDialogProps) {
  const { t } = useTranslation()
  const formId = useId()
  const [text, setText] = useState(question?.text ?? '')
  const [documents, setDocuments] = useState(toLines(question?.judgements ?? {}))
  const save = useMutation({
    mutationFn: () => {
      const typed = { text: text.trim(), judgements: toJudgements(documents, question?.judgements) }
      return saveQuestions(
        set,
        question === null
          ? [...questions, withNewId(typed, questions)]
          : questions.map((other) => (other.id === question.id ? { id: question.id, ...typed } : other)),
      )
    },
    onSuccess: onClose,
  })
  return (
    <Dialog title={t(question === null ? 'evaluation.addQuestion' : 'evaluation.editQuestion')} onClose={onClose}>
      <form
        id={formId}
        className="flex flex-col gap-4 overflow-y-auto px-5 pt-1 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <QuestionFields
          libraryId={set.libraryId}
          text={text}
          documents={documents}
          onText={setText}
          onDocuments={setDocuments}
        />
        {save.isError ? <FailureNote error={save.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" disabled={text.trim() === '' || save.isPending}>
            {t('evaluation.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

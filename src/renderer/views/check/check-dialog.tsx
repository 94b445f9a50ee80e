import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { client } from '../../engine/client.ts'
import { CheckedText } from './checked-text.tsx'

/** Characters that the contract takes in one text. */
const longest = 100_000

/** Holds a text against the documents, sentence by sentence: a draft, a mail, an answer from elsewhere. */
export function CheckDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation()
  const id = useId()
  const [text, setText] = useState('')
  const check = useMutation({ mutationFn: () => client.chat.check({ text }) })
  return (
    <Dialog title={t('check.title')} onClose={onClose} className="w-[min(48rem,calc(100vw-2rem))]">
      <form
        className="flex min-h-0 flex-col overflow-y-auto px-5 pt-1 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          check.mutate()
        }}
      >
        <label htmlFor={id} className="pb-2 text-pretty text-ink-soft text-sm">
          {t('check.text')}
        </label>
        <textarea
          id={id}
          data-initial-focus
          rows={6}
          dir="auto"
          maxLength={longest}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="reading min-h-32 shrink-0 resize-y rounded-md border border-line bg-raised px-3 py-2"
        />
        <div className="flex justify-end pt-3">
          <Button type="submit" look="primary" disabled={text.trim() === '' || check.isPending}>
            {t('check.start')}
          </Button>
        </div>
        {check.isPending ? <Skeleton className="pt-2" lines={4} /> : null}
        {check.isError ? (
          <div className="pt-3">
            <FailureNote error={check.error} onRetry={() => check.mutate()} />
          </div>
        ) : null}
        {check.data === undefined || check.isPending ? null : <CheckedText {...check.data} onOpen={onClose} />}
      </form>
    </Dialog>
  )
}

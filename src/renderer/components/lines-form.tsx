import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from './failure-note.tsx'
import { Button } from './ui/button.tsx'

type LinesFormProps = {
  /** What belongs on the lines. */
  label: string
  placeholder?: string
  text: string
  onText(text: string): void
  /** Whether what was typed can be added. */
  ready: boolean
  error: unknown
  onCancel(): void
  onSubmit(): void
  /** What is to be known before adding, under the field. */
  children?: ReactNode
}

/** A field of paths or addresses, one on each line, and the buttons that add them or leave. */
export function LinesForm(props: LinesFormProps) {
  const { label, placeholder, text, onText, ready, error, onCancel, onSubmit, children } = props
  const { t } = useTranslation()
  const id = useId()
  return (
    <form
      className="flex min-h-0 flex-col gap-3 overflow-y-auto px-5 pt-1 pb-5"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <label htmlFor={id} className="text-pretty text-ink-soft text-sm">
        {label}
      </label>
      <textarea
        id={id}
        data-initial-focus
        rows={4}
        dir="ltr"
        value={text}
        spellCheck={false}
        placeholder={placeholder}
        onChange={(event) => onText(event.target.value)}
        className="-mt-1 shrink-0 resize-y rounded-md border border-line bg-paper px-3 py-2 font-mono text-sm"
      />
      {children}
      {error === null ? null : <FailureNote error={error} />}
      <div className="mt-1 flex justify-end gap-2">
        <Button onClick={onCancel}>{t('action.cancel')}</Button>
        <Button type="submit" look="primary" disabled={!ready}>
          {t('action.add')}
        </Button>
      </div>
    </form>
  )
}

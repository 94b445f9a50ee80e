import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { describeFailure } from '../engine/describe-failure.ts'
import { Input } from './ui/field.tsx'

type RenameFieldProps = {
  value: string
  label: string
  error: unknown
  onSave(value: string): Promise<void>
  onCancel(): void
}

/** A name being changed in its place. Enter and leaving the field keep it, Escape leaves it as it was. */
export function RenameField({ value, label, error, onSave, onCancel }: RenameFieldProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  const errorId = useId()
  const settled = useRef(false)
  const cancel = () => {
    settled.current = true
    onCancel()
  }
  const save = () => {
    if (settled.current) return
    const name = text.trim()
    if (name === '' || name === value) {
      cancel()
      return
    }
    settled.current = true
    onSave(name).catch(() => {
      // The mutation keeps the failure, which is shown below the field.
      settled.current = false
    })
  }
  return (
    <div>
      <Input
        autoFocus
        aria-label={label}
        aria-invalid={error !== null && error !== undefined}
        aria-describedby={errorId}
        value={text}
        maxLength={200}
        className="w-full"
        onFocus={(event) => event.target.select()}
        onChange={(event) => setText(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save()
          if (event.key === 'Escape') cancel()
          event.stopPropagation()
        }}
      />
      <p id={errorId} className="text-red text-xs" role="alert">
        {error === null || error === undefined ? null : describeFailure(t, error).happened}
      </p>
    </div>
  )
}

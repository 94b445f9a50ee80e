import { useEffect, useState } from 'react'
import { Input } from '../../components/ui/field.tsx'
import type { SettingField } from './setting-fields.ts'

type ControlProps<Value> = {
  id: string
  describedBy: string
  invalid: boolean
  value: Value
  onSave(value: Value): void
}

type TextField = Extract<SettingField, { kind: 'text' }>

/** Saved when the field is left or on Enter. */
export function TextControl(props: ControlProps<string> & { field: TextField }) {
  const { id, describedBy, invalid, field, value, onSave } = props
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const save = () => {
    if (text.trim() !== value) onSave(text.trim())
  }
  return (
    <Input
      id={id}
      dir="ltr"
      spellCheck={false}
      autoComplete="off"
      aria-describedby={describedBy}
      aria-invalid={invalid}
      placeholder={field.example}
      className="w-full"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save()
        if (event.key === 'Escape') setText(value)
      }}
    />
  )
}

/** A list, one on each line. Saved when the field is left. */
export function LinesControl({ id, describedBy, invalid, value, onSave }: ControlProps<string[]>) {
  const kept = value.join('\n')
  const [text, setText] = useState(kept)
  useEffect(() => setText(kept), [kept])
  const save = () => {
    const lines = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
    if (lines.join('\n') !== kept) onSave(lines)
  }
  return (
    <textarea
      id={id}
      dir="ltr"
      rows={2}
      spellCheck={false}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      className="w-full resize-y rounded-md border border-line bg-raised px-2.5 py-1.5 font-mono text-xs aria-invalid:border-red"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setText(kept)
      }}
    />
  )
}

import { useMutation, useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { engine } from '../engine/client.ts'
import { FailureNote } from './failure-note.tsx'
import { Input } from './ui/field.tsx'

type TagEditorProps = {
  /** The library whose tags are offered. */
  libraryId: string
  tags: readonly string[]
  onAdd(tag: string): Promise<unknown>
  onRemove(tag: string): Promise<unknown>
}

/** Tags as chips with a field for more; tags that the library knows are offered while typing. */
export function TagEditor({ libraryId, tags, onAdd, onRemove }: TagEditorProps) {
  const { t } = useTranslation()
  const id = useId()
  const [text, setText] = useState('')
  const { data: libraries = [] } = useQuery(engine.libraries.list.queryOptions())
  const known = libraries.find((library) => library.id === libraryId)?.tags ?? []
  const change = useMutation({ mutationFn: (run: () => Promise<unknown>) => run() })
  const add = () => {
    const tag = text.trim()
    if (tag === '') return
    setText('')
    change.mutate(() => onAdd(tag))
  }
  return (
    <div>
      <ul className="flex flex-wrap items-center gap-1.5">
        {tags.map((tag) => (
          <li key={tag} className="flex items-center rounded-full border border-line bg-panel ps-2.5 text-sm">
            <span dir="auto">{tag}</span>
            <button
              type="button"
              aria-label={t('tags.remove', { tag })}
              className="flex size-6 items-center justify-center rounded-full text-ink-faint hover:text-ink [&_svg]:size-3.5"
              onClick={() => change.mutate(() => onRemove(tag))}
            >
              <X />
            </button>
          </li>
        ))}
        <li>
          <Input
            aria-label={t('tags.add')}
            placeholder={t('tags.add')}
            list={id}
            maxLength={60}
            className="h-7 w-32"
            value={text}
            onChange={(event) => setText(event.target.value)}
            onBlur={add}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ',') return
              event.preventDefault()
              add()
            }}
          />
        </li>
      </ul>
      <datalist id={id}>
        {known
          .filter(({ tag }) => !tags.includes(tag))
          .map(({ tag }) => (
            <option key={tag} value={tag} />
          ))}
      </datalist>
      {change.isError ? (
        <div className="pt-2">
          <FailureNote error={change.error} />
        </div>
      ) : null}
    </div>
  )
}

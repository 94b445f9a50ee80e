import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../../contract/document.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Input } from '../../components/ui/field.tsx'
import { client } from '../../engine/client.ts'
import { refreshDocuments } from '../../engine/document-care.ts'

/** The title, changed in its place: kept on Enter and when the field is left, as it was on Escape. */
export function TitleEditor({ document }: { document: Document }) {
  const { t } = useTranslation()
  const id = useId()
  const [text, setText] = useState(document.title)
  const save = useMutation({
    mutationFn: (title: string) => client.documents.describe({ documentId: document.id, title }),
    onSuccess: refreshDocuments,
  })
  const keep = () => {
    const title = text.trim()
    if (title === '') setText(document.title)
    else if (title !== document.title) save.mutate(title)
  }
  return (
    <div>
      <label htmlFor={id} className="block pb-1.5 font-semibold text-sm">
        {t('details.title')}
      </label>
      <Input
        id={id}
        dir="auto"
        className="w-full"
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter') keep()
          if (event.key !== 'Escape' || text === document.title) return
          event.preventDefault()
          setText(document.title)
        }}
      />
      {save.isError ? (
        <div className="pt-2">
          <FailureNote error={save.error} />
        </div>
      ) : null}
    </div>
  )
}

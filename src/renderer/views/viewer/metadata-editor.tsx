import { useMutation } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../../contract/document.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Input } from '../../components/ui/field.tsx'
import { client } from '../../engine/client.ts'
import { refreshDocuments } from '../../engine/document-care.ts'

/** Named values that a person keeps with a document: changed in their place, taken away, added below. */
export function MetadataEditor({ document }: { document: Document }) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const save = useMutation({
    mutationFn: (metadata: Record<string, string | null>) =>
      client.documents.describe({ documentId: document.id, metadata }),
    onSuccess: refreshDocuments,
  })
  return (
    <div className="flex flex-col gap-2">
      {Object.entries(document.metadata).map(([known, before]) => (
        <div key={`${known} ${before}`} className="flex items-center gap-2">
          <span className="w-28 shrink-0 truncate text-ink-soft text-sm">{known}</span>
          <Input
            aria-label={known}
            dir="auto"
            className="min-w-0 flex-1"
            maxLength={2_000}
            defaultValue={before}
            onBlur={(event) => {
              if (event.target.value !== before) save.mutate({ [known]: event.target.value })
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') event.currentTarget.blur()
            }}
          />
          <Button
            look="quiet"
            size="icon-small"
            aria-label={t('details.removeField', { name: known })}
            onClick={() => save.mutate({ [known]: null })}
          >
            <X />
          </Button>
        </div>
      ))}
      <form
        className="flex items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ [name.trim()]: value.trim() })
          setName('')
          setValue('')
        }}
      >
        <Input
          aria-label={t('details.fieldName')}
          placeholder={t('details.fieldName')}
          className="w-28 shrink-0"
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Input
          aria-label={t('details.fieldValue')}
          placeholder={t('details.fieldValue')}
          className="min-w-0 flex-1"
          maxLength={2_000}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
        <Button
          type="submit"
          look="quiet"
          size="icon-small"
          aria-label={t('details.addField')}
          disabled={name.trim() === '' || value.trim() === ''}
        >
          <Plus />
        </Button>
      </form>
      {save.isError ? <FailureNote error={save.error} /> : null}
    </div>
  )
}

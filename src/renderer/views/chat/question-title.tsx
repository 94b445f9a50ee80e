import { Paperclip, Pencil } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Attachment } from '../../../contract/chat.ts'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { cn } from '../../lib/cn.ts'

type QuestionTitleProps = {
  text: string
  attachments?: readonly Attachment[]
  /** Asks it in other words, as a branch; null where that is not offered. */
  onEdit?: ((text: string) => void) | null
}

/** The question as a title: large while it is short enough to be one. */
export function QuestionTitle({ text, attachments = [], onEdit = null }: QuestionTitleProps) {
  const { t } = useTranslation()
  const [isEditing, setEditing] = useState(false)
  if (isEditing && onEdit !== null) {
    return <QuestionEditor text={text} onCancel={() => setEditing(false)} onAsk={onEdit} />
  }
  return (
    <div className="group mb-4">
      <div className="flex items-start gap-2">
        <h2
          dir="auto"
          className={cn(
            'reading-title min-w-0 flex-1 whitespace-pre-wrap',
            text.length > 160 ? 'text-lg' : 'text-xl sm:text-2xl',
          )}
        >
          {text}
        </h2>
        {onEdit === null ? null : (
          <Tooltip label={t('question.edit')}>
            <Button
              look="quiet"
              size="icon-small"
              className="reveal"
              aria-label={t('question.edit')}
              onClick={() => setEditing(true)}
            >
              <Pencil />
            </Button>
          </Tooltip>
        )}
      </div>
      {attachments.length === 0 ? null : (
        <ul aria-label={t('attach.title')} className="mt-2 flex flex-wrap gap-1.5">
          {attachments.map(({ id, name }) => (
            <li key={id} className="inline-flex max-w-60 items-center gap-1 rounded-sm bg-chosen px-1.5 py-0.5 text-xs">
              <Paperclip aria-hidden className="size-3 shrink-0 text-ink-faint" />
              <span className="truncate">{name}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

type QuestionEditorProps = { text: string; onCancel(): void; onAsk(text: string): void }

function QuestionEditor({ text, onCancel, onAsk }: QuestionEditorProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(text)
  const question = typed.trim()
  const send = () => {
    if (question === '' || question === text) return
    onCancel()
    onAsk(question)
  }
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      send()
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      onCancel()
    }
  }
  return (
    <div className="mb-4 rounded-md border border-accent bg-raised p-2">
      <div className="composer-field px-1" data-text={typed}>
        <textarea
          // biome-ignore lint/a11y/noAutofocus: the person has just asked for this field
          autoFocus
          rows={1}
          dir="auto"
          maxLength={8_000}
          value={typed}
          aria-label={t('question.label')}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={press}
        />
      </div>
      <div className="mt-2 flex items-center gap-2">
        <p className="min-w-0 flex-1 ps-1 text-ink-faint text-xs">{t('question.hint')}</p>
        <Button look="quiet" size="small" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
        <Button look="primary" size="small" disabled={question === '' || question === text} onClick={send}>
          {t('composer.send')}
        </Button>
      </div>
    </div>
  )
}

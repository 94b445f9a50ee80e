import { ArrowUp, Square } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import { focusComposerEvent, takeComposerWish } from '../../app/shortcuts.ts'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { ComposerLine } from './composer-line.tsx'
import { useDraft, useDrafts } from './drafts.ts'
import { findMention, type Mention, matchLibraries, removeMention } from './library-mention.ts'
import { LibraryPicker } from './library-picker.tsx'

/** Characters that the contract takes in one question. */
const longest = 8_000

type ComposerProps = {
  draftKey: string
  libraries: readonly Library[]
  /** What the conversation searched last; used until the person chooses. */
  usualLibraryIds: readonly string[]
  busy: boolean
  onSend(question: string, libraryIds: readonly string[]): void
  onStop(): void
}

/** One field that grows. Enter sends, Shift and Enter make a new line, `#` picks libraries. */
export function Composer({ draftKey, libraries, usualLibraryIds, busy, onSend, onStop }: ComposerProps) {
  const { t } = useTranslation()
  const field = useRef<HTMLTextAreaElement>(null)
  const pickerId = useId()
  const draft = useDraft(draftKey)
  const { change, clearText } = useDrafts.getState()
  const [mention, setMention] = useState<Mention | null>(null)
  const [active, setActive] = useState(0)
  const known = new Set(libraries.map(({ id }) => id))
  const chosen = (draft.libraryIds ?? usualLibraryIds).filter((id) => known.has(id))
  const offered = mention === null ? [] : matchLibraries(libraries, mention.query)
  const question = draft.text.trim()
  const tooLong = draft.text.length > longest

  useEffect(() => {
    const focus = () => {
      takeComposerWish()
      field.current?.focus()
    }
    if (takeComposerWish()) focus()
    window.addEventListener(focusComposerEvent, focus)
    return () => window.removeEventListener(focusComposerEvent, focus)
  }, [])

  const choose = (ids: readonly string[]) => change(draftKey, { libraryIds: ids })
  const toggle = (id: string) => choose(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id])

  const type = (text: string, caret: number) => {
    change(draftKey, { text })
    setMention(findMention(text, caret))
    setActive(0)
  }
  const pick = (library: Library) => {
    if (mention !== null) change(draftKey, { text: removeMention(draft.text, mention) })
    toggle(library.id)
    setMention(null)
    field.current?.focus()
  }
  const send = () => {
    if (question === '' || tooLong || busy) return
    onSend(question, chosen)
    clearText(draftKey)
    setMention(null)
  }
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    if (mention !== null && pressInPicker(event)) {
      event.preventDefault()
      event.stopPropagation()
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      send()
    } else if (event.key === 'Escape') {
      field.current?.blur()
    }
  }
  /** True when the key was the picker's. */
  const pressInPicker = (event: KeyboardEvent): boolean => {
    const option = offered[active]
    if (event.key === 'Escape') setMention(null)
    else if (event.key === 'ArrowDown') setActive(Math.min(active + 1, offered.length - 1))
    else if (event.key === 'ArrowUp') setActive(Math.max(active - 1, 0))
    else if ((event.key === 'Enter' || event.key === 'Tab') && option !== undefined) pick(option)
    else return false
    return true
  }
  const startMention = () => {
    const text = draft.text === '' || draft.text.endsWith(' ') ? `${draft.text}#` : `${draft.text} #`
    field.current?.focus()
    type(text, text.length)
  }

  return (
    <div className="relative">
      {mention === null ? null : (
        <LibraryPicker id={pickerId} libraries={offered} chosen={chosen} active={active} onPick={pick} />
      )}
      <div className="flex items-end gap-2 rounded-md border border-line-strong/60 bg-raised py-1.5 ps-4 pe-1.5 transition-colors duration-120 focus-within:border-accent">
        <div className="composer-field min-w-0 flex-1" data-text={draft.text}>
          <textarea
            ref={field}
            rows={1}
            value={draft.text}
            dir="auto"
            placeholder={t('composer.placeholder')}
            aria-label={t('composer.label')}
            aria-invalid={tooLong}
            aria-autocomplete="list"
            {...(mention === null || offered.length === 0
              ? {}
              : { 'aria-controls': pickerId, 'aria-activedescendant': `${pickerId}-${active}` })}
            onChange={(event) => type(event.target.value, event.target.selectionStart)}
            onKeyDown={press}
            onBlur={() => setMention(null)}
          />
        </div>
        {busy ? (
          <Tooltip label={t('composer.stop')} side="top">
            <Button size="icon" aria-label={t('composer.stop')} onClick={onStop}>
              <Square className="fill-current" />
            </Button>
          </Tooltip>
        ) : (
          <Tooltip label={t('composer.send')} keys="Enter" side="top">
            <Button
              look="primary"
              size="icon"
              aria-label={t('composer.send')}
              disabled={question === '' || tooLong}
              onClick={send}
            >
              <ArrowUp />
            </Button>
          </Tooltip>
        )}
      </div>
      <ComposerLine
        libraries={libraries}
        chosen={chosen}
        onRemove={toggle}
        onPick={startMention}
        excess={tooLong ? draft.text.length - longest : 0}
      />
    </div>
  )
}

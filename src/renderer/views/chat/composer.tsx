import { ArrowUp, Square } from 'lucide-react'
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../contract/chat.ts'
import type { Library } from '../../../contract/libraries.ts'
import { focusComposerEvent, takeComposerWish } from '../../app/shortcuts.ts'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { attachFiles, useAttaching } from '../../engine/attaching.ts'
import { AttachmentChips } from './attachment-chips.tsx'
import { ComposerLine } from './composer-line.tsx'
import { CostGauge } from './cost-gauge.tsx'
import { useDraft, useDrafts } from './drafts.ts'
import { findMention, type Mention, matchLibraries, removeMention } from './library-mention.ts'
import { LibraryPicker } from './library-picker.tsx'
import { ModelPicker } from './model-picker.tsx'
import { OptionsPopover } from './options-popover.tsx'
import { type ModelChoices, useModelChoices } from './use-model-choices.ts'
import type { NewQuestion } from './use-planned-question.ts'

/** Characters that the contract takes in one question. */
const longest = 8_000

type ComposerProps = {
  draftKey: string
  libraries: readonly Library[]
  /** What the conversation searched last; used until the person chooses. */
  usualLibraryIds: readonly string[]
  /** Null for one that the engine has not numbered yet. */
  conversation: Conversation | null
  busy: boolean
  onSend(asked: NewQuestion): void
  /** Chooses for the questions to come of a conversation that the engine has. */
  onConfigure: ModelChoices['onConfigure']
  onStop(): void
}

const none: readonly never[] = []

/**
 * One field that grows. Enter sends, Shift and Enter make a new line, Escape stops, `#` picks libraries; files are pasted
 * and dropped into it.
 */
export function Composer(props: ComposerProps) {
  const { draftKey, libraries, usualLibraryIds, conversation, busy, onSend, onConfigure, onStop } = props
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
  const attaching = useAttaching(({ files }) => files[draftKey] ?? none)
  const isAttaching = attaching.some(({ error }) => error === null)
  const choices = useModelChoices({ draftKey, conversation, onConfigure })
  const { hasModel } = choices
  const isOpen = question !== '' && !tooLong
  /** It was sent while a file was still being read, and goes with that file. */
  const [isHeld, setHeld] = useState(false)

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
    setHeld(false)
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
    if (!isOpen || busy) return
    if (isAttaching) {
      setHeld(true)
      return
    }
    setHeld(false)
    onSend({
      question,
      libraryIds: chosen,
      how: conversation === null && draft.options !== null ? { options: draft.options } : {},
      // The conversation has its own model already, and a single one that was chosen for it.
      models: draft.models ?? none,
      attachments: draft.attachments,
    })
    clearText(draftKey)
    // Those that answer side by side do so until another is chosen.
    if (conversation !== null && draft.models !== null) change(draftKey, { models: draft.models })
    setMention(null)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: it goes once, when the last file has been read
  useEffect(() => {
    if (isHeld && !isAttaching) send()
  }, [isHeld, isAttaching])
  const attach = (files: readonly File[]) =>
    attachFiles(draftKey, files, (attachment) => useDrafts.getState().attach(draftKey, attachment))
  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files]
    if (!hasModel || files.length === 0) return
    event.preventDefault()
    attach(files)
  }
  const drop = (event: DragEvent) => {
    const files = [...event.dataTransfer.files]
    if (!hasModel || files.length === 0) return
    // The page as a whole takes what is dropped into a library, unless somebody has taken it before.
    event.preventDefault()
    attach(files)
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
      if (busy) onStop()
      else field.current?.blur()
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
      {/* biome-ignore lint/a11y/noStaticElementInteractions: files can be chosen with a button as well */}
      <div
        {...(hasModel ? { 'data-takes-files': '' } : {})}
        onDrop={drop}
        className="rounded-md border border-line-strong/60 bg-raised transition-colors duration-120 focus-within:border-accent"
      >
        <AttachmentChips
          draftKey={draftKey}
          attachments={draft.attachments}
          attaching={attaching}
          onRemove={(id) => change(draftKey, { attachments: draft.attachments.filter((each) => each.id !== id) })}
        />
        <div className="flex items-end gap-2 py-1.5 ps-4 pe-1.5">
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
              onPaste={paste}
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
              <Button look="primary" size="icon" aria-label={t('composer.send')} disabled={!isOpen} onClick={send}>
                <ArrowUp />
              </Button>
            </Tooltip>
          )}
        </div>
      </div>
      <ComposerLine
        libraries={libraries}
        chosen={chosen}
        onRemove={toggle}
        onPick={startMention}
        excess={tooLong ? draft.text.length - longest : 0}
        onAttach={hasModel ? attach : null}
        model={
          hasModel ? (
            <>
              <ModelPicker models={choices.models} chosen={choices.chosen} onChoose={choices.chooseModels} />
              <OptionsPopover options={choices.options} onChange={choices.chooseOptions} />
            </>
          ) : null
        }
        cost={
          choices.mayCost ? (
            <CostGauge
              question={tooLong ? '' : question}
              conversationId={conversation?.id ?? null}
              libraryIds={chosen}
              models={choices.chosen}
              options={choices.options}
              attachments={draft.attachments.map(({ id }) => id)}
            />
          ) : null
        }
      />
    </div>
  )
}

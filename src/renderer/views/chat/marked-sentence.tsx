import { CircleQuestionMark } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerSentence } from '../../../contract/answers.ts'
import { splitAtDoubts } from './doubts.ts'

/** A sentence; one that its sources do not support stands in amber, with a sign that tells what is in doubt. */
export function MarkedSentence({ sentence }: { sentence: Pick<AnswerSentence, 'text' | 'support' | 'doubts'> }) {
  if (sentence.support !== 'unsupported') return sentence.text
  return (
    <>
      <MarkedWords text={sentence.text} doubts={sentence.doubts} />
      <Doubts sentence={sentence} />
    </>
  )
}

/** Words of a sentence that is not supported; those that are in doubt are underlined. */
export function MarkedWords({ text, doubts }: Pick<AnswerSentence, 'text' | 'doubts'>) {
  return (
    <mark className="unsupported">
      {splitAtDoubts(text, doubts).map((part, position) =>
        part.doubt === null ? (
          part.text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a sentence's parts do not change
          <span key={position} className="doubted">
            {part.text}
          </span>
        ),
      )}
    </mark>
  )
}

/** The sign after a sentence that is not supported, which tells why. */
export function Doubts({ sentence: { text, doubts } }: { sentence: Pick<AnswerSentence, 'text' | 'doubts'> }) {
  const { t } = useTranslation()
  // A modal dialog hides what lies outside it.
  const [dialog, setDialog] = useState<HTMLElement | null>(null)
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <button
          ref={(button) => setDialog(button?.closest('dialog') ?? null)}
          type="button"
          aria-label={t('doubt.open', { sentence: text })}
          className="relative mx-0.5 inline-flex size-[1.15rem] items-center justify-center rounded-sm align-[-0.2em] text-amber after:absolute after:-inset-1.5 hover:bg-amber-wash"
        >
          <CircleQuestionMark aria-hidden className="size-4" />
        </button>
      </Popover.Trigger>
      <Popover.Portal container={dialog}>
        <Popover.Content
          side="bottom"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t('doubt.title')}
          className="z-50 w-[min(22rem,calc(100vw-2rem))] animate-rise rounded-md border border-line bg-raised p-3.5 text-ink text-sm shadow-float"
        >
          <p className="font-medium">{t('doubt.title')}</p>
          {doubts.length === 0 ? <p className="mt-1 text-ink-soft">{t('doubt.nothing')}</p> : null}
          <ul className="mt-1.5 flex flex-col gap-1">
            {doubts.map((doubt) => (
              <li key={`${doubt.kind} ${doubt.text}`} className="text-ink-soft">
                {t(`doubt.kind.${doubt.kind}`)}{' '}
                <span className="font-medium text-ink">{t('doubt.words', { text: doubt.text })}</span>
              </li>
            ))}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

import { useTranslation } from 'react-i18next'
import type { CheckedSentence, Citation } from '../../../contract/answers.ts'
import type { RetrievalNotice } from '../../../contract/retrieval-settings.ts'
import { useViewState } from '../../app/view-state.ts'
import { describePlace } from '../../lib/place.ts'
import { MarkedSentence } from '../chat/marked-sentence.tsx'

type CheckedTextProps = {
  sentences: readonly CheckedSentence[]
  citations: readonly Citation[]
  notices: readonly RetrievalNotice[]
  /** Called when a source is opened, which needs the place of the dialog. */
  onOpen(): void
}

/** A text after its check: each sentence with what supports it; in amber what nothing does. */
export function CheckedText({ sentences, citations, notices, onOpen }: CheckedTextProps) {
  const { t } = useTranslation()
  const held = sentences.filter(({ support }) => support !== 'none')
  const doubted = held.filter(({ support }) => support === 'unsupported').length
  const verdict = () => {
    if (held.length === 0) return t('check.nothing')
    if (doubted === 0) return t('check.allSupported', { count: held.length })
    return t('check.some', { count: doubted, held: held.length })
  }
  return (
    <section aria-label={t('check.result')} className="border-line border-t pt-4 mt-4">
      <p role="status" className={doubted === 0 ? 'font-medium' : 'font-medium text-amber'}>
        {verdict()}
      </p>
      {notices.map((notice) => (
        <p key={notice} className="mt-1 text-amber text-sm">
          {t(`retrievalNotice.${notice}`)}
        </p>
      ))}
      <ul className="mt-3 flex flex-col gap-3">
        {sentences.map((sentence) => (
          <li key={sentence.start} className="reading">
            <MarkedSentence sentence={sentence} />
            <Sources sentence={sentence} citations={citations} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </section>
  )
}

type SourcesProps = { sentence: CheckedSentence; citations: readonly Citation[]; onOpen(): void }

function Sources({ sentence, citations, onOpen }: SourcesProps) {
  const { t } = useTranslation()
  const showSource = useViewState((state) => state.showSource)
  const cited = sentence.citations.flatMap((index) => citations[index] ?? [])
  const labels = cited.map((citation) => [citation.title, ...describePlace(t, citation).slice(0, 1)].join(', '))
  if (cited.length === 0) return null
  return (
    <p className="flex flex-wrap gap-x-3 font-sans text-ink-faint text-xs">
      {sentence.support === 'unsupported' ? <span>{t('check.nearest')}</span> : null}
      {labels.map((label, index) =>
        // Two passages of one place would look like the same source twice.
        labels.indexOf(label) === index ? (
          <button
            key={label}
            type="button"
            onClick={() => {
              onOpen()
              showSource({ kind: 'citation', messageId: 'check', citations: cited, index, asked: null })
            }}
            className="rounded-sm text-start text-accent hover:underline"
          >
            {label}
          </button>
        ) : null,
      )}
    </p>
  )
}

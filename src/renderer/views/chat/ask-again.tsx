import { Expand, Library, RotateCcw, Rows3 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../../contract/answers.ts'
import { Button } from '../../components/ui/button.tsx'
import type { AskedHow } from '../../engine/live-answer.ts'

type AskAgainProps = { answer: Answer; onAskAgain(how: AskedHow): void }

/** Other ways to answer the same question, for the one who is not content. */
export function AskAgain({ answer: { mode, reused }, onAskAgain }: AskAgainProps) {
  const { t } = useTranslation()
  return (
    // biome-ignore lint/a11y/useSemanticElements: no fields, only buttons that belong together
    <div role="group" aria-label={t('askAgain.title')} className="flex flex-wrap gap-1">
      {reused === null ? null : (
        <Way label={t('askAgain.anew')} icon={<RotateCcw />} onClick={() => onAskAgain({ reuse: false })} />
      )}
      {mode === 'collection' ? (
        <Way label={t('askAgain.passages')} icon={<Rows3 />} onClick={() => onAskAgain({ scope: 'passages' })} />
      ) : (
        <>
          <Way
            label={t('askAgain.broad')}
            icon={<Expand />}
            onClick={() => onAskAgain({ broad: true, scope: 'passages' })}
          />
          <Way
            label={t('askAgain.collection')}
            icon={<Library />}
            onClick={() => onAskAgain({ scope: 'collection' })}
          />
        </>
      )}
    </div>
  )
}

function Way({ label, icon, onClick }: { label: string; icon: ReactNode; onClick(): void }) {
  return (
    <Button look="quiet" size="small" className="px-2 font-normal" onClick={onClick}>
      {icon}
      {label}
    </Button>
  )
}

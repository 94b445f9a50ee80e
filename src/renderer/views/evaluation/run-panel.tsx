import { Play, Square } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Progress } from '../../components/ui/progress.tsx'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { parseSettingsDraft, type SettingsDraft } from './evaluation-fields.ts'
import { type LiveRun, startRun, stopRun, useEvaluationRuns } from './evaluation-runs.ts'
import { SettingsForm } from './settings-form.tsx'

/** How a set is run: with one way of searching or two, with answers or without. */
export function RunPanel({ setId, onEnd }: { setId: string; onEnd(evaluationId: string): void }) {
  const { t } = useTranslation()
  const run = useEvaluationRuns(({ live }) => live[setId])
  const [first, setFirst] = useState<SettingsDraft>({})
  const [second, setSecond] = useState<SettingsDraft>({})
  const [compares, setCompares] = useState(false)
  const [answers, setAnswers] = useState(false)
  const [one, other] = [parseSettingsDraft(first), parseSettingsDraft(second)]
  const isSound = one.problems.length === 0 && (!compares || other.problems.length === 0)
  const isRunning = run !== undefined && run.error === null
  const start = async () => {
    const against = compares ? { against: other.retrieval } : {}
    const kept = await startRun({ setId, retrieval: one.retrieval, ...against, answers })
    if (kept !== null) onEnd(kept)
  }
  return (
    <section aria-labelledby="evaluation-run" className="pt-8">
      <h2 id="evaluation-run" className="pb-2 font-semibold text-lg">
        {t('evaluation.run')}
      </h2>
      <div className="flex gap-4 max-md:flex-col">
        <SettingsForm
          title={compares ? t('evaluation.first') : t('evaluation.settings')}
          draft={first}
          problems={one.problems}
          onChange={setFirst}
        />
        {compares ? (
          <SettingsForm title={t('evaluation.second')} draft={second} problems={other.problems} onChange={setSecond} />
        ) : (
          // One form is as wide as each of two: nothing moves when a second is asked for.
          <div className="flex-1 max-md:hidden" />
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2 pt-3">
        <Check label={t('evaluation.compare')} checked={compares} onChange={setCompares} />
        <Check label={t('evaluation.withAnswers')} checked={answers} onChange={setAnswers} />
        <span className="flex-1" />
        {isRunning ? (
          <Button onClick={() => stopRun(setId)}>
            <Square />
            {t('evaluation.stop')}
          </Button>
        ) : (
          <Button look="primary" disabled={!isSound} onClick={() => void start()}>
            <Play />
            {t('evaluation.start')}
          </Button>
        )}
      </div>
      {isRunning ? <RunProgress run={run} /> : null}
      {run === undefined || isRunning ? null : (
        <div className="pt-3">
          <FailureNote error={run.error} onRetry={() => void start()} />
        </div>
      )}
    </section>
  )
}

type CheckProps = { label: string; checked: boolean; onChange(checked: boolean): void }

function Check({ label, checked, onChange }: CheckProps) {
  return (
    <label className="flex items-center gap-2.5 text-sm">
      <input
        type="checkbox"
        className="size-4 accent-accent"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  )
}

function RunProgress({ run: { done, total, startedAt } }: { run: LiveRun }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow(1_000)
  const left = done === 0 ? null : ((now - startedAt) / done / 1_000) * (total - done)
  const asked = t('evaluation.asked', { done, total })
  return (
    <div className="pt-3">
      <Progress value={total === 0 ? null : done / total} label={t('evaluation.running')} />
      <p className="tabular pt-1.5 text-ink-soft text-sm" role="status">
        {left === null || left < 2 ? asked : t('evaluation.left', { asked, time: format.seconds(left) })}
      </p>
    </div>
  )
}

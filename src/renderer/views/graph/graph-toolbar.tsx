import { Network, Table2, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { EntityKind, type GraphPicture } from '../../../contract/graph.ts'
import { useViewState } from '../../app/view-state.ts'
import { Button } from '../../components/ui/button.tsx'
import { Select } from '../../components/ui/field.tsx'
import { cn } from '../../lib/cn.ts'
import { useFormat } from '../../lib/use-format.ts'
import { KindSign } from './kind-sign.tsx'

const limits = [40, 80, 150, 300]
const depths = [1, 2]

type GraphToolbarProps = {
  picture: GraphPicture
  /** The kinds that are shown; none means all. */
  kinds: readonly EntityKind[]
  onKinds(kinds: readonly EntityKind[]): void
  limit: number
  onLimit(limit: number): void
  around: { name: string; depth: number; onDepth(depth: number): void } | null
  onLeave(): void
}

/** What is shown, and how: the legend, which is the filter too, how many, around which one, picture or tables. */
export function GraphToolbar({ picture, kinds, onKinds, limit, onLimit, around, onLeave }: GraphToolbarProps) {
  const { t } = useTranslation()
  const { graphAsTable, setGraphAsTable } = useViewState()
  return (
    <div className="flex max-h-[45%] shrink-0 flex-col gap-2 overflow-y-auto border-line border-b px-4 pb-2.5 sm:px-6">
      <div className="flex flex-wrap items-center gap-2">
        <fieldset className="flex rounded-md border border-line p-0.5">
          <legend className="sr-only">{t('graph.show')}</legend>
          <Choice label={t('graph.asPicture')} isOn={!graphAsTable} onPress={() => setGraphAsTable(false)}>
            <Network />
          </Choice>
          <Choice label={t('graph.asTable')} isOn={graphAsTable} onPress={() => setGraphAsTable(true)}>
            <Table2 />
          </Choice>
        </fieldset>
        <Select
          aria-label={t('graph.limit')}
          className="min-w-0 max-sm:flex-1"
          value={limit}
          onChange={(event) => onLimit(Number(event.target.value))}
        >
          {limits.map((count) => (
            <option key={count} value={count}>
              {t('graph.strongest', { count })}
            </option>
          ))}
        </Select>
        {around === null ? null : (
          <>
            <Select
              aria-label={t('graph.depth')}
              value={around.depth}
              onChange={(event) => around.onDepth(Number(event.target.value))}
            >
              {depths.map((count) => (
                <option key={count} value={count}>
                  {t('graph.steps', { count })}
                </option>
              ))}
            </Select>
            <Button onClick={onLeave} className="min-w-0 shrink">
              <span dir="auto" className="truncate">
                {t('graph.around', { name: around.name })}
              </span>
              <X aria-hidden />
              <span className="sr-only">{t('graph.leave')}</span>
            </Button>
          </>
        )}
      </div>
      <Legend kinds={kinds} onKinds={onKinds} />
      <p role="status" className="tabular text-ink-faint text-xs">
        <Said picture={picture} isAround={around !== null} />
      </p>
    </div>
  )
}

type ChoiceProps = { label: string; isOn: boolean; onPress(): void; children: ReactNode }

function Choice({ label, isOn, onPress, children }: ChoiceProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onPress}
      className="flex h-6.5 items-center gap-1.5 rounded-sm px-2 text-ink-soft text-sm hover:bg-hover hover:text-ink aria-pressed:bg-chosen aria-pressed:text-ink [&_svg]:size-4"
    >
      {children}
      {label}
    </button>
  )
}

function Legend({ kinds, onKinds }: Pick<GraphToolbarProps, 'kinds' | 'onKinds'>) {
  const { t } = useTranslation()
  const toggle = (kind: EntityKind) => {
    const next = kinds.includes(kind) ? kinds.filter((other) => other !== kind) : [...kinds, kind]
    onKinds(next.length === EntityKind.options.length ? [] : next)
  }
  return (
    <fieldset className="flex flex-wrap gap-1 max-sm:-mx-4 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-4 [scrollbar-width:none]">
      <legend className="sr-only">{t('graph.kinds')}</legend>
      {EntityKind.options.map((kind) => (
        <button
          key={kind}
          type="button"
          aria-pressed={kinds.includes(kind)}
          onClick={() => toggle(kind)}
          className={cn(
            'flex h-7 shrink-0 items-center gap-1.5 rounded-full border px-2.5 text-sm hover:border-line-strong hover:text-ink',
            kinds.includes(kind) ? 'border-line-strong bg-chosen text-ink' : 'border-line text-ink-soft',
          )}
        >
          <KindSign kind={kind} />
          {t(`graph.kinds_of.${kind}`)}
        </button>
      ))}
      {kinds.length === 0 ? null : (
        <Button look="quiet" size="small" onClick={() => onKinds([])}>
          {t('graph.allKinds')}
        </Button>
      )}
    </fieldset>
  )
}

/** What is seen of what there is, and what is still to come. */
function Said({ picture, isAround }: { picture: GraphPicture; isAround: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { entities, relations, total, related, waiting } = picture
  const shown = format.count(entities.length)
  const parts = [
    total === null
      ? t('graph.shownOfMore', { shown })
      : total > entities.length
        ? t(isAround ? 'graph.nearestOf' : 'graph.shownOf', { shown, count: total })
        : t('graph.shownAll', { count: total }),
    related > relations.length
      ? t('graph.linesOf', { shown: format.count(relations.length), count: related })
      : t('graph.lines', { count: related }),
    ...(waiting === 0 ? [] : [t('graph.waiting', { count: waiting })]),
  ]
  return parts.join(' · ')
}

import { useTranslation } from 'react-i18next'
import type { UsageSums } from '../../../contract/usage.ts'
import { useFormat } from '../../lib/use-format.ts'
import { cell, headCell, ScrollTable } from './scroll-table.tsx'
import { narrowTo, useUsageChoice } from './usage-choice.ts'
import { useGroupTitle } from './use-group-title.ts'

export type UsageGroupRow = UsageSums & { key: string | null; title: string | null }

/** A row a group, dearest first. A click looks at its calls alone. */
export function GroupTable({ groups }: { groups: readonly UsageGroupRow[] }) {
  const { t } = useTranslation()
  const { by } = useUsageChoice()
  const heads = ['calls', 'failedCalls', 'input', 'output', 'saved', 'firstToken', 'cost'] as const
  return (
    <section>
      <h2 className="pb-3 font-semibold text-lg">{t(`usage.group.${by}`)}</h2>
      <ScrollTable label={t(`usage.group.${by}`)}>
        <thead>
          <tr className="text-ink-soft text-xs">
            <th scope="col" className="px-3 py-2 text-start font-medium">
              {t('usage.name')}
            </th>
            {heads.map((head) => (
              <th key={head} scope="col" className={headCell}>
                {t(`usage.column.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {groups.map((group) => (
            <GroupRow key={group.key ?? ''} group={group} />
          ))}
        </tbody>
      </ScrollTable>
    </section>
  )
}

function GroupRow({ group }: { group: UsageGroupRow }) {
  const format = useFormat()
  const { by, set } = useUsageChoice()
  const titleOf = useGroupTitle(by)
  const title = titleOf('', group.key, group.title)
  const filter = narrowTo(by, group.key)
  const { usage, firstTokenMs } = group
  return (
    <tr>
      <th scope="row" className="max-w-64 px-3 py-1.5 text-start font-normal">
        {filter === null ? (
          <span className="block truncate">
            <bdi>{title}</bdi>
          </span>
        ) : (
          <button
            type="button"
            className="block max-w-full truncate text-start underline decoration-line-strong underline-offset-3 hover:text-accent"
            onClick={() => set({ narrowing: { filter, group: by, title } })}
          >
            <bdi>{title}</bdi>
          </button>
        )}
      </th>
      <td className={cell}>{format.count(group.calls)}</td>
      <td className={group.failed > 0 ? `${cell} text-red` : cell}>{format.count(group.failed)}</td>
      <td className={cell}>{format.count(usage.inputTokens)}</td>
      <td className={cell}>{format.count(usage.outputTokens)}</td>
      <td className={cell}>{format.money(group.savedNanoDollars)}</td>
      <td className={cell}>{firstTokenMs === null ? '–' : format.milliseconds(firstTokenMs.p50)}</td>
      <td className={`${cell} font-medium`}>{format.money(group.nanoDollars)}</td>
    </tr>
  )
}

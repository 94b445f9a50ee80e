import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UsageCall, UsageFilter } from '../../../contract/usage.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { engine } from '../../engine/client.ts'
import { useFormat } from '../../lib/use-format.ts'
import { CallDialog } from './call-dialog.tsx'
import { cell, headCell, ScrollTable } from './scroll-table.tsx'

const pageSize = 50
/** Milliseconds between looks, as of the sums above it. */
const look = 10_000

/** The ledger's entries, latest first, a page at a time; each opens with everything that is known of it. */
export function CallList({ filter }: { filter: UsageFilter }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [offset, setOffset] = useState(0)
  const [opened, setOpened] = useState<UsageCall | null>(null)
  const { data, error, refetch } = useQuery({
    ...engine.usage.calls.queryOptions({ input: { filter, offset, limit: pageSize } }),
    placeholderData: keepPreviousData,
    refetchInterval: look,
  })
  if (data === undefined) {
    return error === null ? null : <FailureNote error={error} onRetry={() => void refetch()} />
  }
  const last = Math.min(offset + pageSize, data.total)
  return (
    <section>
      <h2 className="pb-3 font-semibold text-lg">{t('usage.everyCall')}</h2>
      <ScrollTable label={t('usage.everyCall')}>
        <thead>
          <tr className="text-ink-soft text-xs">
            <th scope="col" className="px-3 py-2 text-start font-medium">
              {t('usage.time')}
            </th>
            <th scope="col" className="px-3 py-2 text-start font-medium">
              {t('usage.group.model')}
            </th>
            {(['outcome', 'input', 'output', 'total', 'cost'] as const).map((head) => (
              <th key={head} scope="col" className={headCell}>
                {t(`usage.column.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {data.items.map((call) => (
            <CallRow key={call.id} call={call} onOpen={() => setOpened(call)} />
          ))}
        </tbody>
      </ScrollTable>
      {data.total <= pageSize ? null : (
        <div className="flex items-center justify-end gap-2 pt-2">
          <span className="tabular text-ink-soft text-sm">
            {t('usage.page', {
              first: format.count(offset + 1),
              last: format.count(last),
              total: format.count(data.total),
            })}
          </span>
          <Button size="small" disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - pageSize))}>
            {t('usage.newer')}
          </Button>
          <Button size="small" disabled={last >= data.total} onClick={() => setOffset(offset + pageSize)}>
            {t('usage.older')}
          </Button>
        </div>
      )}
      {opened === null ? null : <CallDialog call={opened} onClose={() => setOpened(null)} />}
    </section>
  )
}

function CallRow({ call, onOpen }: { call: UsageCall; onOpen(): void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { at, model, outcome, usage, totalMs, nanoDollars, priceKnown } = call
  return (
    <tr>
      <th scope="row" className="whitespace-nowrap px-3 py-1.5 text-start font-normal">
        <button
          type="button"
          className="underline decoration-line-strong underline-offset-3 hover:text-accent"
          onClick={onOpen}
        >
          {format.dateTime(at)}
        </button>
      </th>
      <td className="max-w-56 truncate px-3 py-1.5">
        <bdi>{model}</bdi>
      </td>
      <td className={outcome === 'failed' ? `${cell} text-red` : cell}>{t(`usage.outcome.${outcome}`)}</td>
      <td className={cell}>{format.count(usage.inputTokens)}</td>
      <td className={cell}>{format.count(usage.outputTokens)}</td>
      <td className={cell}>{format.milliseconds(totalMs)}</td>
      <td className={cell}>{priceKnown ? format.money(nanoDollars) : t('usage.priceUnknown')}</td>
    </tr>
  )
}

import { useMutation, useQuery } from '@tanstack/react-query'
import { FileUp, Plus, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelPrice } from '../../../contract/usage.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { showToast } from '../../components/toasts.tsx'
import { Button } from '../../components/ui/button.tsx'
import { client, engine } from '../../engine/client.ts'
import { describeFailure } from '../../engine/describe-failure.ts'
import { queryClient } from '../../engine/query-client.ts'
import { useFormat } from '../../lib/use-format.ts'
import { PriceDialog } from './price-dialog.tsx'
import { cell, headCell, ScrollTable } from './scroll-table.tsx'

const refresh = () => queryClient.invalidateQueries({ queryKey: engine.prices.key() })

/** What models cost, from which day on, and who said so. */
export function PriceSection() {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [isAdding, setAdding] = useState(false)
  const file = useRef<HTMLInputElement>(null)
  const { data = [], error } = useQuery(engine.prices.list.queryOptions({ input: {} }))
  const take = useMutation({
    mutationFn: async (chosen: File) => client.prices.import({ json: await chosen.text() }),
    onSuccess: refresh,
  })
  const wanted = typed.trim().toLowerCase()
  const found = data.filter(({ model }) => model.toLowerCase().includes(wanted))
  // What a person has said stands before what came with Diwan.
  const shown = found.toSorted((a, b) => Number(a.origin === 'shipped') - Number(b.origin === 'shipped'))
  return (
    <section>
      <div className="flex flex-wrap items-center gap-2 pb-1">
        <h2 className="flex-1 font-semibold text-lg">{t('usage.prices')}</h2>
        <Button size="small" disabled={take.isPending} onClick={() => file.current?.click()}>
          <FileUp />
          {t('usage.importPrices')}
        </Button>
        <Button size="small" onClick={() => setAdding(true)}>
          <Plus />
          {t('usage.addPrice')}
        </Button>
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          hidden
          aria-label={t('usage.importPrices')}
          onChange={(event) => {
            const [chosen] = event.target.files ?? []
            if (chosen !== undefined) take.mutate(chosen)
            event.target.value = ''
          }}
        />
      </div>
      <p className="text-pretty pb-3 text-ink-soft text-sm">{t('usage.aboutPrices')}</p>
      {take.isError ? <FailureNote error={take.error} /> : null}
      {take.data === undefined ? null : (
        <p role="status" className="pb-2 text-sm">
          {t('usage.imported', { count: take.data.added })}
        </p>
      )}
      {error === null ? null : <FailureNote error={error} />}
      <div className="pb-2">
        <SearchField label={t('usage.findPrice')} value={typed} onChange={setTyped} />
      </div>
      <PriceTable prices={shown} />
      {isAdding ? <PriceDialog onClose={() => setAdding(false)} onSaved={refresh} /> : null}
    </section>
  )
}

function PriceTable({ prices }: { prices: readonly ModelPrice[] }) {
  const { t } = useTranslation()
  return (
    <ScrollTable label={t('usage.prices')}>
      <thead>
        <tr className="text-ink-soft text-xs">
          <th scope="col" className="px-3 py-2 text-start font-medium">
            {t('usage.group.model')}
          </th>
          {(['input', 'cached', 'output', 'since', 'origin'] as const).map((head) => (
            <th key={head} scope="col" className={headCell}>
              {t(`usage.priceColumn.${head}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {prices.map((price) => (
          <PriceRow key={`${price.origin} ${price.model} ${price.validFrom}`} price={price} />
        ))}
      </tbody>
    </ScrollTable>
  )
}

function PriceRow({ price }: { price: ModelPrice }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { model, validFrom, origin } = price
  const putBack = () => {
    const { input, output, cachedInput, cacheWrite } = price
    client.prices
      .set({ model, validFrom, input, output, cachedInput, cacheWrite })
      .then(refresh)
      .catch((failure: unknown) => showToast({ text: describeFailure(t, failure).happened }))
  }
  const remove = useMutation({
    mutationFn: () => client.prices.remove({ model, validFrom }),
    onSuccess: () => {
      showToast({ text: t('usage.priceRemoved', { model }), action: { label: t('action.undo'), run: putBack } })
      return refresh()
    },
    onError: (failure) => showToast({ text: describeFailure(t, failure).happened }),
  })
  return (
    <tr>
      <th scope="row" className="max-w-72 truncate px-3 py-1.5 text-start font-normal">
        <bdi>{model}</bdi>
      </th>
      <td className={cell}>{format.money(price.input)}</td>
      <td className={cell}>{price.cachedInput === null ? '–' : format.money(price.cachedInput)}</td>
      <td className={cell}>{format.money(price.output)}</td>
      <td className={cell}>{format.date(validFrom)}</td>
      <td className={cell}>
        {origin === 'shipped' ? (
          t('usage.shipped')
        ) : (
          <Button
            look="quiet"
            size="icon-small"
            className="-my-1"
            aria-label={t('usage.removePrice', { model })}
            disabled={remove.isPending}
            onClick={() => remove.mutate()}
          >
            <Trash2 />
          </Button>
        )}
      </td>
    </tr>
  )
}

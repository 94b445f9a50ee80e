import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GraphPicture } from '../../../contract/graph.ts'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { Button } from '../../components/ui/button.tsx'
import { useFormat } from '../../lib/use-format.ts'
import { KindSign } from './kind-sign.tsx'
import { neighboursOf } from './walk.ts'

/** Rows that are added at a time: a thousand at once would hold the page up. */
const rowsTogether = 100
const head = 'border-line border-b py-1.5 pe-3 text-start font-normal text-ink-faint text-xs'
const cell = 'border-line border-b py-1.5 pe-3 align-baseline'
const number = 'tabular text-end'

type GraphTableProps = { picture: GraphPicture; chosen: string | null; onChoose(entityId: string): void }

/** The same as the picture, as two tables: the names, and what joins them. */
export function GraphTable({ picture, chosen, onChoose }: GraphTableProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [rows, setRows] = useState(rowsTogether)
  const neighbours = useMemo(() => neighboursOf(picture.relations), [picture])
  const left = picture.entities.length - rows
  return (
    <ScrollRegion label={t('graph.asTable')} className="min-w-0">
      <div className="px-4 pb-16 sm:px-6">
        <table className="w-full border-separate border-spacing-0 text-sm">
          <caption className="pt-4 pb-1 text-start font-semibold text-base">{t('graph.names')}</caption>
          <thead>
            <tr>
              <th scope="col" className={head}>
                {t('graph.name')}
              </th>
              <th scope="col" className={`${head} max-sm:hidden`}>
                {t('graph.kindOfNames')}
              </th>
              <th scope="col" className={`${head} text-end`}>
                {t('graph.documents')}
              </th>
              <th scope="col" className={`${head} text-end max-sm:hidden`}>
                {t('graph.mentionsHead')}
              </th>
              <th scope="col" className={`${head} pe-0 text-end`}>
                {t('graph.joined')}
              </th>
            </tr>
          </thead>
          <tbody>
            {picture.entities.slice(0, rows).map((entity) => (
              <tr key={entity.id} className={entity.id === chosen ? 'bg-chosen' : ''}>
                <th scope="row" className={`${cell} text-start font-normal`}>
                  <button
                    type="button"
                    data-item
                    aria-pressed={entity.id === chosen}
                    onClick={() => onChoose(entity.id)}
                    className="inline-flex max-w-full items-center gap-2 rounded-sm text-start hover:underline"
                  >
                    <KindSign kind={entity.kind} />
                    <span dir="auto" className="break-words">
                      {entity.name}
                    </span>
                  </button>
                </th>
                <td className={`${cell} text-ink-soft max-sm:hidden`}>{t(`graph.kind.${entity.kind}`)}</td>
                <td className={`${cell} ${number}`}>{format.count(entity.documents)}</td>
                <td className={`${cell} ${number} max-sm:hidden`}>{format.count(entity.mentions)}</td>
                <td className={`${cell} ${number} pe-0`}>{format.count(neighbours.get(entity.id)?.size ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {left <= 0 ? null : (
          <Button look="quiet" className="mt-2" onClick={() => setRows((before) => before + rowsTogether)}>
            {t('graph.more', { count: left })}
          </Button>
        )}
        <RelationTable picture={picture} />
      </div>
    </ScrollRegion>
  )
}

function RelationTable({ picture }: { picture: GraphPicture }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [rows, setRows] = useState(rowsTogether)
  const names = useMemo(() => new Map(picture.entities.map(({ id, name }) => [id, name])), [picture])
  const left = picture.relations.length - rows
  if (picture.relations.length === 0) return null
  return (
    <>
      <table className="mt-6 w-full border-separate border-spacing-0 text-sm">
        <caption className="pb-1 text-start font-semibold text-base">{t('graph.whatJoins')}</caption>
        <thead>
          <tr>
            {(['name', 'text', 'otherName'] as const).map((name) => (
              <th key={name} scope="col" className={head}>
                {t(`graph.${name}`)}
              </th>
            ))}
            <th scope="col" className={`${head} text-end max-sm:hidden`}>
              {t('graph.documents')}
            </th>
            <th scope="col" className={`${head} pe-0 text-end`}>
              {t('graph.times')}
            </th>
          </tr>
        </thead>
        <tbody>
          {picture.relations.slice(0, rows).map(({ from, to, label, documents, weight }) => (
            <tr key={`${from} ${to}`}>
              <td dir="auto" className={`${cell} break-words`}>
                {names.get(from)}
              </td>
              <td dir="auto" className={`${cell} text-ink-soft`}>
                {label ?? '–'}
              </td>
              <td dir="auto" className={`${cell} break-words`}>
                {names.get(to)}
              </td>
              <td className={`${cell} ${number} max-sm:hidden`}>{format.count(documents)}</td>
              <td className={`${cell} ${number} pe-0`}>{format.count(weight)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {left <= 0 ? null : (
        <Button look="quiet" className="mt-2" onClick={() => setRows((before) => before + rowsTogether)}>
          {t('graph.more', { count: left })}
        </Button>
      )}
    </>
  )
}

import { useTranslation } from 'react-i18next'
import type { Explanation } from '../../../contract/explain.ts'
import { useFormat } from '../../lib/use-format.ts'

/** The steps of the search in their order: what came out of each, how long it took, and why one did not run. */
export function StageTable({ stages }: Pick<Explanation, 'stages'>) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <section aria-labelledby="explained-stages" className="pt-6">
      <h3 id="explained-stages" className="pb-1 font-semibold">
        {t('explain.stages')}
      </h3>
      <table className="tabular w-full text-sm">
        <thead>
          <tr className="text-start text-ink-faint text-xs">
            <th className="py-1 text-start font-normal">{t('explain.step')}</th>
            <th className="py-1 text-end font-normal">{t('explain.passages')}</th>
            <th className="py-1 text-end font-normal">{t('explain.time')}</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {stages.map(({ stage, ran, remark, passages, milliseconds }) => (
            <tr key={stage} className={ran ? '' : 'text-ink-faint'}>
              <th scope="row" className="py-1 pe-3 text-start font-normal">
                {t(`explain.stage.${stage}`)}
                {remark === null ? null : (
                  <span className="text-ink-faint">
                    {' – '}
                    {t(`explain.remark.${remark.code}`, { count: remark.count ?? 0 })}
                  </span>
                )}
              </th>
              <td className="py-1 ps-3 text-end align-top">{passages === null ? '–' : format.count(passages)}</td>
              <td className="py-1 ps-3 text-end align-top">{ran ? format.milliseconds(milliseconds) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

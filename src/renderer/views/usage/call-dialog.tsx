import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { UsageCall } from '../../../contract/usage.ts'
import { routes } from '../../app/routes.ts'
import { Dialog } from '../../components/ui/dialog.tsx'
import { useLibraries } from '../../engine/use-libraries.ts'
import { useFormat } from '../../lib/use-format.ts'

/** Everything that the ledger knows of one call. */
export function CallDialog({ call, onClose }: { call: UsageCall; onClose(): void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data: libraries = [] } = useLibraries()
  const { usage } = call
  const names = call.libraryIds.map((id) => libraries.find((library) => library.id === id)?.name ?? t('usage.gone'))
  const facts: [string, string | null][] = [
    [t('usage.group.model'), call.model],
    [t('usage.group.purpose'), call.purpose],
    [t('usage.column.outcome'), t(`usage.outcome.${call.outcome}`)],
    [t('usage.group.code'), call.code],
    [t('usage.attempt'), format.count(call.attempt)],
    [t('usage.group.agent'), call.agent],
    [t('usage.group.workflow'), call.workflow],
    [t('usage.group.library'), names.length === 0 ? null : format.list(names)],
    [t('usage.column.input'), format.count(usage.inputTokens)],
    [t('usage.fromCache'), format.count(usage.cachedInputTokens)],
    [t('usage.intoCache'), format.count(usage.cacheWriteTokens)],
    [t('usage.column.output'), format.count(usage.outputTokens)],
    [t('usage.reasoning'), format.count(usage.reasoningTokens)],
    [t('usage.countedBy'), t(call.counted ? 'usage.countedHere' : 'usage.countedThere')],
    [t('usage.column.firstToken'), call.firstTokenMs === null ? null : format.milliseconds(call.firstTokenMs)],
    [t('usage.column.total'), format.milliseconds(call.totalMs)],
    [t('usage.reserved'), format.money(call.reservedNanoDollars)],
    [t('usage.column.cost'), call.priceKnown ? format.money(call.nanoDollars) : t('usage.priceUnknown')],
    [t('usage.column.saved'), format.money(call.savedNanoDollars)],
  ]
  return (
    <Dialog title={t('usage.callOf', { time: format.dateTime(call.at) })} onClose={onClose}>
      <dl className="tabular grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 overflow-y-auto px-5 pt-2 pb-5 text-sm">
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name} className="col-span-2 grid grid-cols-subgrid">
              <dt className="text-ink-soft">{name}</dt>
              <dd className="break-words text-end">
                <bdi>{value}</bdi>
              </dd>
            </div>
          ),
        )}
        {call.conversationId === null ? null : (
          <div className="col-span-2 pt-2">
            <Link href={routes.conversation(call.conversationId)} className="text-accent underline underline-offset-3">
              {t('usage.openConversation')}
            </Link>
          </div>
        )}
      </dl>
    </Dialog>
  )
}

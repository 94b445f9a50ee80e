import { useMutation } from '@tanstack/react-query'
import { FlaskConical, Hourglass, KeyRound, List, MoreHorizontal, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Provider } from '../../../contract/providers.ts'
import { Facts } from '../../components/facts.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { ActionMenu } from '../../components/ui/menu.tsx'
import { client, engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'
import { useFormat } from '../../lib/use-format.ts'
import { ProviderBatchDialog } from './provider-batch-dialog.tsx'
import { ProviderKeyDialog } from './provider-key-dialog.tsx'
import { ProviderModels } from './provider-models.tsx'
import { RemoveProviderDialog } from './remove-provider-dialog.tsx'

type ProviderRowProps = {
  provider: Provider
  /** It was added just now: it is tried by itself, so that a wrong key shows at once and its models are known. */
  isNew: boolean
}

/** One provider: where it is, whether its key works, what models it has, and whether it is being given time. */
export function ProviderRow({ provider, isNew }: ProviderRowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [dialog, setDialog] = useState<'key' | 'batch' | 'remove' | null>(null)
  const [isOpen, setOpen] = useState(false)
  const { name, kind, url, hasKey, isLocal, circuit, retryAt, usesBatches, batchPercent } = provider
  const test = useMutation({
    mutationFn: () => client.providers.test({ name }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: engine.providers.key() }),
  })
  const { mutate: tryIt } = test
  useEffect(() => {
    if (isNew) tryIt()
  }, [isNew, tryIt])
  const facts = [
    t(`providers.kind.${kind}`),
    t(isLocal ? 'providers.here' : 'providers.elsewhere'),
    t(hasKey ? 'providers.hasKey' : 'providers.noKey'),
    ...(usesBatches ? [t('providers.batch.isOn')] : []),
  ]
  return (
    <li className="py-4">
      <div className="flex items-start gap-4 max-sm:flex-col max-sm:gap-2">
        <div className="min-w-0 flex-1">
          <h3 className="break-all font-medium">{name}</h3>
          <Facts facts={facts} />
          <p className="break-all font-mono text-ink-faint text-xs">{url}</p>
        </div>
        <div className="flex shrink-0 items-center gap-1">
          <Button disabled={test.isPending} aria-label={t('providers.testOf', { name })} onClick={() => test.mutate()}>
            <FlaskConical />
            {test.isPending ? t('models.testing') : t('models.test')}
          </Button>
          <ActionMenu
            actions={[
              {
                label: t(hasKey ? 'providers.changeKey' : 'providers.giveKey'),
                icon: <KeyRound />,
                onSelect: () => setDialog('key'),
              },
              ...(batchPercent === null
                ? []
                : [{ label: t('providers.batch.open'), icon: <Hourglass />, onSelect: () => setDialog('batch') }]),
              { label: t('models.remove'), icon: <Trash2 />, danger: true, onSelect: () => setDialog('remove') },
            ]}
          >
            <Button look="quiet" size="icon" aria-label={t('providers.more', { name })}>
              <MoreHorizontal />
            </Button>
          </ActionMenu>
        </div>
      </div>
      {circuit === 'closed' ? null : (
        <p role="status" className="pt-1 text-amber text-sm">
          {retryAt === null ? t('providers.resting') : t('providers.restingUntil', { time: format.dateTime(retryAt) })}
        </p>
      )}
      <p role="status" className="tabular text-ink-soft text-sm">
        {test.data === undefined || test.isPending
          ? ''
          : t('providers.works', {
              count: test.data.models,
              time: format.milliseconds(test.data.milliseconds),
            })}
      </p>
      {test.error === null ? null : (
        <div className="pt-2">
          <FailureNote error={test.error} />
        </div>
      )}
      <Button look="quiet" size="small" className="-ms-2 mt-1" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <List />
        {t(isOpen ? 'providers.hideModels' : 'providers.showModels')}
      </Button>
      {isOpen ? <ProviderModels name={name} /> : null}
      {dialog === 'batch' ? <ProviderBatchDialog provider={provider} onClose={() => setDialog(null)} /> : null}
      {dialog === 'key' ? (
        <ProviderKeyDialog provider={provider} onSaved={tryIt} onClose={() => setDialog(null)} />
      ) : null}
      {dialog === 'remove' ? <RemoveProviderDialog name={name} onClose={() => setDialog(null)} /> : null}
    </li>
  )
}

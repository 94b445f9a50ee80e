import { useMutation } from '@tanstack/react-query'
import { Download, FlaskConical, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Model } from '../../../contract/models.ts'
import { Facts } from '../../components/facts.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { noteJob } from '../../engine/add-documents.ts'
import { client, engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'
import { useFormat } from '../../lib/use-format.ts'
import { DownloadProgress, forgetEndedDownloads } from './download-progress.tsx'
import { RemoveModelDialog } from './remove-model-dialog.tsx'
import { useModelFacts } from './use-model-facts.ts'

const refresh = () => queryClient.invalidateQueries({ queryKey: engine.models.key() })

/** One model: what it is, where it runs, what it takes, and what can be done with it. */
export function ModelRow({ model }: { model: Model }) {
  const { t } = useTranslation()
  const format = useFormat()
  const facts = useModelFacts(model)
  const [removing, setRemoving] = useState(false)
  const pull = useMutation({
    mutationFn: () => client.models.pull({ modelId: model.id }),
    onSuccess: async (job) => {
      forgetEndedDownloads(model.title)
      noteJob(job)
      await refresh()
    },
  })
  const test = useMutation({ mutationFn: () => client.models.test({ modelId: model.id }), onSuccess: refresh })
  const error = pull.error ?? test.error
  return (
    <li className="py-4">
      <div className="flex items-start gap-4 max-sm:flex-col max-sm:gap-2">
        <div className="min-w-0 flex-1">
          <h3 className="flex flex-wrap items-baseline gap-x-2 font-medium">
            <span className="break-all">{model.title}</span>
            {model.isDefault ? (
              <span className="rounded-full bg-chosen px-2 text-ink-soft text-xs">{t('models.recommended')}</span>
            ) : null}
          </h3>
          <Facts facts={facts} />
          <p className="break-all font-mono text-ink-faint text-xs">{model.url ?? model.id}</p>
        </div>
        <div className="flex shrink-0 items-center gap-1">
          {model.state === 'available' ? (
            <Button
              disabled={pull.isPending}
              aria-label={t('models.downloadOf', { name: model.title })}
              onClick={() => pull.mutate()}
            >
              <Download />
              {t('models.download')}
            </Button>
          ) : null}
          {model.state === 'installed' ? (
            <>
              <Button
                disabled={test.isPending}
                aria-label={t('models.testOf', { name: model.title })}
                onClick={() => test.mutate()}
              >
                <FlaskConical />
                {test.isPending ? t('models.testing') : t('models.test')}
              </Button>
              <Tooltip label={t('models.remove')}>
                <Button
                  look="quiet"
                  size="icon"
                  aria-label={t('models.removeOf', { name: model.title })}
                  onClick={() => setRemoving(true)}
                >
                  <Trash2 />
                </Button>
              </Tooltip>
            </>
          ) : null}
        </div>
      </div>
      {model.state === 'installed' ? null : <DownloadProgress title={model.title} />}
      <p role="status" className="tabular text-ink-soft text-sm">
        {test.data === undefined || test.isPending
          ? ''
          : t('models.works', { time: format.milliseconds(test.data.milliseconds) })}
      </p>
      {error === null ? null : (
        <div className="pt-2">
          <FailureNote error={error} />
        </div>
      )}
      {removing ? <RemoveModelDialog model={model} onClose={() => setRemoving(false)} /> : null}
    </li>
  )
}

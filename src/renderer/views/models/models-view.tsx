import { useQuery } from '@tanstack/react-query'
import { HardDriveDownload, Server } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelKind } from '../../../contract/models.ts'
import { ViewFrame } from '../../app/view-frame.tsx'
import { useViewState } from '../../app/view-state.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Button } from '../../components/ui/button.tsx'
import { engine } from '../../engine/client.ts'
import { AddServerModelDialog } from './add-server-model-dialog.tsx'
import { ImportModelDialog } from './import-model-dialog.tsx'
import { ModelRow } from './model-row.tsx'
import { PolicySection } from './policy-section.tsx'
import { ProviderSection } from './provider-section.tsx'

/** What a person looks for first comes first. */
const kinds = ['language', 'embedding', 'reranking', 'entailment'] as const satisfies readonly ModelKind[]
const sections = ['policy', 'providers', ...kinds] as const
type Section = (typeof sections)[number]

/** The models of this installation: what is here, what can be had, and the ways to add others. */
export function ModelsView() {
  const { t } = useTranslation()
  const [dialog, setDialog] = useState<'import' | 'server' | null>(null)
  const { data, error, isLoading, refetch } = useQuery(engine.models.list.queryOptions({ input: {} }))
  const close = () => setDialog(null)
  return (
    <ViewFrame
      listTitle={t('models.kinds')}
      list={<KindList />}
      title={t('models.title')}
      actions={
        <>
          <Button aria-label={t('models.import')} onClick={() => setDialog('import')}>
            <HardDriveDownload />
            <span className="max-sm:hidden">{t('models.import')}</span>
          </Button>
          <Button aria-label={t('models.addServer')} onClick={() => setDialog('server')}>
            <Server />
            <span className="max-sm:hidden">{t('models.addServer')}</span>
          </Button>
        </>
      }
    >
      <ScrollRegion label={t('models.title')}>
        <div className="mx-auto w-full max-w-180 px-4 pb-16 sm:px-6">
          <p className="text-pretty pt-4 text-ink-soft">{t('models.about')}</p>
          {isLoading ? <Skeleton className="pt-6" lines={8} /> : null}
          {error === null ? null : (
            <div className="pt-4">
              <FailureNote error={error} onRetry={() => void refetch()} />
            </div>
          )}
          <PolicySection />
          <ProviderSection />
          {data === undefined
            ? null
            : kinds.map((kind) => {
                const models = data.filter((model) => model.kind === kind)
                return (
                  <section key={kind} aria-labelledby={`models-${kind}`} className="pt-8">
                    <h2 id={`models-${kind}`} className="scroll-mt-4 font-semibold text-lg">
                      {t(`models.kind.${kind}`)}
                    </h2>
                    <p className="text-pretty pb-1 text-ink-soft text-sm">{t(`models.aboutKind.${kind}`)}</p>
                    {models.length === 0 ? <p className="py-3 text-ink-soft">{t('models.none')}</p> : null}
                    <ul className="divide-y divide-line">
                      {models.map((model) => (
                        <ModelRow key={model.id} model={model} />
                      ))}
                    </ul>
                  </section>
                )
              })}
        </div>
      </ScrollRegion>
      {dialog === 'import' ? <ImportModelDialog onClose={close} /> : null}
      {dialog === 'server' ? <AddServerModelDialog onClose={close} /> : null}
    </ViewFrame>
  )
}

function KindList() {
  const { t } = useTranslation()
  const setOverlay = useViewState((state) => state.setOverlay)
  const jump = (section: Section) => {
    setOverlay(null)
    requestAnimationFrame(() => document.getElementById(`models-${section}`)?.scrollIntoView({ block: 'start' }))
  }
  const titleOf = (section: Section) => {
    if (section === 'policy') return t('policy.title')
    return section === 'providers' ? t('providers.title') : t(`models.kind.${section}`)
  }
  return (
    <ul className="flex flex-col gap-px px-2">
      {sections.map((section) => (
        <li key={section}>
          <button
            type="button"
            data-item
            onClick={() => jump(section)}
            className="h-8.5 w-full rounded-md px-2.5 text-start text-ink-soft -outline-offset-2 hover:bg-hover hover:text-ink"
          >
            {titleOf(section)}
          </button>
        </li>
      ))}
    </ul>
  )
}

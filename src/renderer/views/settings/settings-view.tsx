import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ViewFrame } from '../../app/view-frame.tsx'
import { useViewState } from '../../app/view-state.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { engine } from '../../engine/client.ts'
import { AheadStatusLine } from './ahead-status.tsx'
import { HealthSection } from './health-section.tsx'
import { NetworkLog } from './network-log.tsx'
import { NetworkStateLines } from './network-state.tsx'
import { settingSections } from './setting-fields.ts'
import { SettingRow } from './setting-row.tsx'
import { SettingsFile } from './settings-file.tsx'

/** Every setting with where its value comes from, and the state of every part of the engine. */
export function SettingsView() {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const { data, error, isLoading, refetch } = useQuery(engine.settings.get.queryOptions())
  const wanted = words.trim().toLocaleLowerCase()
  const matches = (...texts: readonly string[]) => texts.some((text) => text.toLocaleLowerCase().includes(wanted))
  const sections = settingSections
    .map((section) => ({
      ...section,
      fields: section.fields.filter((field) =>
        matches(field.name, t(`setting.${field.name}.label`), t(`setting.${field.name}.text`)),
      ),
    }))
    .filter(({ fields }) => fields.length > 0)
  const showHealth = matches(t('settings.health'))
  return (
    <ViewFrame
      listTitle={t('settings.title')}
      list={<SectionList />}
      title={t('settings.title')}
      actions={data === undefined ? null : <SettingsFile settings={data} />}
    >
      <ScrollRegion label={t('settings.title')}>
        <div className="mx-auto w-full max-w-180 px-4 pt-2 pb-16 sm:px-6">
          <search className="block">
            <SearchField label={t('settings.search')} value={words} onChange={setWords} />
          </search>
          {isLoading ? <Skeleton className="pt-8" lines={8} /> : null}
          {error === null || data !== undefined ? null : (
            <div className="pt-6">
              <FailureNote error={error} onRetry={() => void refetch()} />
            </div>
          )}
          {data === undefined
            ? null
            : sections.map((section) => (
                <section key={section.name} aria-labelledby={`section-${section.name}`} className="pt-9">
                  <h2 id={`section-${section.name}`} className="scroll-mt-4 pb-1 font-semibold text-lg">
                    {t(`settings.${section.name}`)}
                  </h2>
                  {section.name === 'ahead' ? <AheadStatusLine /> : null}
                  {section.name === 'network' ? <NetworkStateLines /> : null}
                  <div className="divide-y divide-line">
                    {section.fields.map((field) => (
                      <SettingRow key={field.name} field={field} settings={data} />
                    ))}
                  </div>
                  {section.name === 'network' ? <NetworkLog /> : null}
                </section>
              ))}
          {showHealth ? <HealthSection /> : null}
          {sections.length === 0 && !showHealth ? (
            <EmptyState title={t('settings.noMatch')} text={t('settings.noMatchText')} />
          ) : null}
        </div>
      </ScrollRegion>
    </ViewFrame>
  )
}

function SectionList() {
  const { t } = useTranslation()
  const setOverlay = useViewState((state) => state.setOverlay)
  const jump = (name: string) => {
    setOverlay(null)
    requestAnimationFrame(() => document.getElementById(`section-${name}`)?.scrollIntoView({ block: 'start' }))
  }
  return (
    <ul className="flex flex-col gap-px px-2">
      {[...settingSections.map(({ name }) => name), 'health' as const].map((name) => (
        <li key={name}>
          <button
            type="button"
            data-item
            onClick={() => jump(name)}
            className="h-8.5 w-full rounded-md px-2.5 text-start text-ink-soft -outline-offset-2 hover:bg-hover hover:text-ink"
          >
            {t(`settings.${name}`)}
          </button>
        </li>
      ))}
    </ul>
  )
}

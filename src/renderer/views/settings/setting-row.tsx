import { useMutation } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { SettingsView } from '../../../contract/settings.ts'
import { routes } from '../../app/routes.ts'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { engine } from '../../engine/client.ts'
import { describeFailure } from '../../engine/describe-failure.ts'
import { queryClient } from '../../engine/query-client.ts'
import { cn } from '../../lib/cn.ts'
import { ChoiceControl, ChoicesControl, DollarsControl, NumberControl, SwitchControl } from './setting-controls.tsx'
import { readSetting, type SettingField } from './setting-fields.ts'
import { LinesControl, TextControl } from './text-controls.tsx'

/** One setting: what it means, its value, and whether that is the default or somebody's choice. */
export function SettingRow({ field, settings }: { field: SettingField; settings: SettingsView }) {
  const { t } = useTranslation()
  const id = useId()
  const update = useMutation(
    engine.settings.update.mutationOptions({
      onSuccess: (view) => queryClient.setQueryData(engine.settings.get.queryKey(), view),
    }),
  )
  const value = readSetting(settings.values, field.name)
  const changed = settings.changed.includes(field.name)
  const save = (next: SettingValue) => update.mutate({ changes: [{ setting: field.name, value: next }] })
  // Addresses and paths are long.
  const isLong = field.kind === 'text' || field.kind === 'lines'
  const described = { id, describedBy: `${id}-text`, invalid: update.isError }
  return (
    <div
      className={cn(
        'grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-6 gap-y-2 py-4 max-sm:grid-cols-1',
        isLong && 'grid-cols-1',
      )}
    >
      <div>
        <label htmlFor={id} className="font-medium">
          {t(`setting.${field.name}.label`)}
        </label>
        <p id={`${id}-text`} className="text-pretty text-ink-soft text-sm">
          {t(`setting.${field.name}.text`)}
        </p>
        {update.isError ? (
          <p role="alert" className="mt-1 text-red text-sm">
            {describeFailure(t, update.error).happened}
          </p>
        ) : null}
      </div>
      <div className={cn('flex flex-col items-start gap-1', isLong ? 'w-full' : 'w-44')}>
        <Control {...described} field={field} value={value} onSave={save} />
        <p className="flex h-6 items-center gap-0.5 text-ink-faint text-xs">
          {changed ? t('settings.changed') : t('settings.default')}
          {changed ? (
            <Tooltip label={t('settings.reset')}>
              <Button
                look="quiet"
                size="icon-small"
                className="size-6 [&_svg]:size-3.5"
                aria-label={t('settings.resetOf', { name: t(`setting.${field.name}.label`) })}
                onClick={() => save(null)}
              >
                <RotateCcw />
              </Button>
            </Tooltip>
          ) : null}
        </p>
      </div>
    </div>
  )
}

type SettingValue = string | number | boolean | string[] | null

type AnyControlProps = {
  id: string
  describedBy: string
  invalid: boolean
  field: SettingField
  value: unknown
  onSave(value: SettingValue): void
}

function Control({ field, value, ...rest }: AnyControlProps) {
  switch (field.kind) {
    case 'choice':
      return <ChoiceControl {...rest} field={field} value={String(value)} />
    case 'number':
      return <NumberControl {...rest} field={field} value={typeof value === 'number' ? value : null} />
    case 'switch':
      return <SwitchControl {...rest} field={field} value={value === true} />
    case 'text':
      return <TextControl {...rest} field={field} value={String(value)} />
    case 'lines':
      return <LinesControl {...rest} value={toLines(value)} />
    case 'choices':
      return <ChoicesControl {...rest} field={field} value={toLines(value)} />
    case 'dollars':
      return <DollarsControl {...rest} field={field} value={Number(value)} />
    case 'elsewhere':
      return <ModelsLink id={rest.id} />
  }
}

const toLines = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

/** Of settings that are chosen among the models themselves. */
function ModelsLink({ id }: { id: string }) {
  const { t } = useTranslation()
  return (
    <Link
      id={id}
      href={routes.models}
      className="flex h-8 items-center text-accent text-sm underline underline-offset-3"
    >
      {t('settings.underModels')}
    </Link>
  )
}

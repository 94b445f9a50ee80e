import { useMutation } from '@tanstack/react-query'
import { Download, MoreHorizontal, Upload } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { Settings, type SettingsView } from '../../../contract/settings.ts'
import { showToast } from '../../components/toasts.tsx'
import { Button } from '../../components/ui/button.tsx'
import { ActionMenu } from '../../components/ui/menu.tsx'
import { client, engine } from '../../engine/client.ts'
import { describeFailure } from '../../engine/describe-failure.ts'
import { queryClient } from '../../engine/query-client.ts'
import { flattenSettings } from './setting-fields.ts'

/** Settings to a file and back. A file that does not parse changes nothing. */
export function SettingsFile({ settings }: { settings: SettingsView }) {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  const bring = useMutation({
    mutationFn: async (file: File) => {
      const values = Settings.safeParse(readJson(await file.text()))
      if (!values.success) return null
      const changes = flattenSettings(values.data).map(({ setting, value }) => ({
        setting,
        value: z.json().parse(value),
      }))
      return await client.settings.update({ changes })
    },
    onSuccess: (view) => {
      if (view !== null) queryClient.setQueryData(engine.settings.get.queryKey(), view)
      showToast({ text: view === null ? t('settings.importInvalid') : t('settings.imported') })
    },
    onError: (error) => showToast({ text: describeFailure(t, error).happened }),
  })
  const save = () => {
    const address = URL.createObjectURL(
      new Blob([`${JSON.stringify(settings.values, null, 2)}\n`], { type: 'application/json' }),
    )
    const link = document.createElement('a')
    link.href = address
    link.download = 'diwan-settings.json'
    link.click()
    URL.revokeObjectURL(address)
  }
  return (
    <>
      <input
        ref={field}
        type="file"
        accept="application/json,.json"
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file !== undefined) bring.mutate(file)
          event.target.value = ''
        }}
      />
      <ActionMenu
        actions={[
          { label: t('settings.export'), icon: <Download />, onSelect: save },
          { label: t('settings.import'), icon: <Upload />, onSelect: () => field.current?.click() },
        ]}
      >
        <Button look="quiet" size="icon" aria-label={t('settings.file')}>
          <MoreHorizontal />
        </Button>
      </ActionMenu>
    </>
  )
}

/** Undefined when the text is no JSON: the settings' own schema then refuses it. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

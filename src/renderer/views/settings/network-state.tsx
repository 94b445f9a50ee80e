import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { NetworkState } from '../../../contract/network.ts'
import { engine } from '../../engine/client.ts'
import { ProxyLoginForm } from './proxy-login.tsx'

/** Milliseconds between looks: files go, and systems change their minds. */
const look = 10_000

/** How calls find their way, and what of that does not work; nothing while it is not known. */
export function NetworkStateLines() {
  const { t } = useTranslation()
  const { data } = useQuery({ ...engine.network.state.queryOptions(), refetchInterval: look })
  if (data === undefined) return null
  const { offline, certificates } = data
  return (
    <div className="flex flex-col gap-1 pb-2 text-ink-soft text-sm">
      <p className="text-pretty">
        {offline ? t('network.offline') : <Way proxy={data.proxy} />}{' '}
        {certificates.system === 0 ? null : t('network.certificates', { count: certificates.system })}
      </p>
      {certificates.files.map(({ path, problem }) =>
        problem === null ? null : (
          <p key={path} className="text-amber">
            {t(`network.file.${problem}`, { path })}
          </p>
        ),
      )}
      <ProxyLoginForm hasLogin={data.proxy.hasLogin} />
    </div>
  )
}

function Way({ proxy: { source, address } }: Pick<NetworkState, 'proxy'>) {
  const { t } = useTranslation()
  return t(`network.way.${source}`, { address: address ?? t('network.unknown') })
}

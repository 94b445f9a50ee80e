import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Input } from '../../components/ui/field.tsx'
import { engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'

/** User and password for proxies: they are given and forgotten here, and never come back. */
export function ProxyLoginForm({ hasLogin }: { hasLogin: boolean }) {
  const { t } = useTranslation()
  const id = useId()
  const [user, setUser] = useState('')
  const [password, setPassword] = useState('')
  const set = useMutation(
    engine.network.setProxyLogin.mutationOptions({
      onSuccess(state) {
        queryClient.setQueryData(engine.network.state.queryKey(), state)
        setUser('')
        setPassword('')
      },
    }),
  )
  return (
    <details className="pt-1">
      <summary className="w-fit cursor-pointer text-ink">{t('network.login.title')}</summary>
      <form
        className="flex flex-wrap items-end gap-x-3 gap-y-2 pt-2"
        onSubmit={(event) => {
          event.preventDefault()
          set.mutate({ login: { user, password } })
        }}
      >
        <p className="w-full text-pretty">
          {t('network.login.text')} {t(hasLogin ? 'network.login.kept' : 'network.login.none')}
        </p>
        <label htmlFor={`${id}-user`} className="flex flex-col gap-1">
          {t('network.login.user')}
          <Input
            id={`${id}-user`}
            dir="ltr"
            autoComplete="off"
            value={user}
            onChange={(event) => setUser(event.target.value)}
          />
        </label>
        <label htmlFor={`${id}-password`} className="flex flex-col gap-1">
          {t('network.login.password')}
          <Input
            id={`${id}-password`}
            dir="ltr"
            type="password"
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        <Button type="submit" disabled={user === '' || set.isPending}>
          {t('network.login.save')}
        </Button>
        {hasLogin ? (
          <Button look="quiet" disabled={set.isPending} onClick={() => set.mutate({ login: null })}>
            {t('network.login.forget')}
          </Button>
        ) : null}
        {set.error === null ? null : <FailureNote error={set.error} />}
      </form>
    </details>
  )
}

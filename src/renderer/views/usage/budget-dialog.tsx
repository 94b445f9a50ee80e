import { useMutation, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Budget, BudgetScope } from '../../../contract/usage.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { Input, Select } from '../../components/ui/field.tsx'
import { client, engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'
import { useLibraries } from '../../engine/use-libraries.ts'
import { readDollars, writeDollars } from '../../lib/dollars.ts'

const periodsOf = ['none', 'day', 'month'] as const

/** What a scope is about: nothing, one of a list, or a name that is typed. */
const subjects = {
  day: 'nothing',
  month: 'nothing',
  organisation: 'nothing',
  library: 'library',
  conversation: 'conversation',
  agent: 'name',
  workflow: 'name',
} as const satisfies Record<BudgetScope, string>

/** Makes a budget, or changes the limit and period of one. */
export function BudgetDialog({ budget, onClose }: { budget: Budget | null; onClose(): void }) {
  const { t } = useTranslation()
  const id = useId()
  const [scope, setScope] = useState<BudgetScope>(budget?.scope ?? 'month')
  const [subject, setSubject] = useState(budget?.subject ?? '')
  const [period, setPeriod] = useState<Budget['period']>(budget?.period ?? 'month')
  const [dollars, setDollars] = useState(budget === null ? '' : writeDollars(budget.limitNanoDollars))
  const limit = readDollars(dollars)
  const kind = subjects[scope]
  const hasPeriod = scope !== 'day' && scope !== 'month'
  const isReady = limit !== null && (kind === 'nothing' || subject.trim() !== '')
  const save = useMutation({
    mutationFn: () =>
      client.budgets.set({
        scope,
        ...(kind === 'nothing' ? {} : { subject: subject.trim() }),
        ...(hasPeriod ? { period } : {}),
        limitNanoDollars: limit ?? 0,
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: engine.budgets.key() })
      onClose()
    },
  })
  return (
    <Dialog title={t(budget === null ? 'usage.addBudget' : 'usage.editBudget')} onClose={onClose}>
      <form
        className="flex flex-col gap-4 overflow-y-auto px-5 pt-1 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <div>
          <label htmlFor={`${id}-scope`} className="block pb-1.5 font-medium text-sm">
            {t('usage.budgetFor')}
          </label>
          <Select
            id={`${id}-scope`}
            className="w-full"
            disabled={budget !== null}
            value={scope}
            onChange={(event) => {
              setScope(BudgetScope.parse(event.target.value))
              setSubject('')
            }}
          >
            {BudgetScope.options.map((each) => (
              <option key={each} value={each}>
                {t(`usage.scopeName.${each}`)}
              </option>
            ))}
          </Select>
        </div>
        {kind === 'nothing' ? null : (
          <SubjectField
            kind={kind}
            id={`${id}-subject`}
            isFixed={budget !== null}
            value={subject}
            onChange={setSubject}
          />
        )}
        {hasPeriod ? (
          <div>
            <label htmlFor={`${id}-period`} className="block pb-1.5 font-medium text-sm">
              {t('usage.startsAnew')}
            </label>
            <Select
              id={`${id}-period`}
              className="w-full"
              value={period}
              onChange={(event) => setPeriod(periodsOf.find((each) => each === event.target.value) ?? 'none')}
            >
              {periodsOf.map((each) => (
                <option key={each} value={each}>
                  {t(`usage.every.${each}`)}
                </option>
              ))}
            </Select>
          </div>
        ) : null}
        <div>
          <label htmlFor={`${id}-limit`} className="block pb-1.5 font-medium text-sm">
            {t('usage.limitInDollars')}
          </label>
          <Input
            id={`${id}-limit`}
            data-initial-focus
            inputMode="decimal"
            className="tabular w-full"
            aria-invalid={dollars !== '' && limit === null}
            aria-describedby={`${id}-hint`}
            value={dollars}
            onChange={(event) => setDollars(event.target.value)}
          />
          <p id={`${id}-hint`} className="text-pretty pt-1.5 text-ink-soft text-xs">
            {t('usage.limitHint')}
          </p>
        </div>
        {save.isError ? <FailureNote error={save.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" disabled={!isReady || save.isPending}>
            {t('usage.saveBudget')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

type SubjectFieldProps = {
  kind: 'library' | 'conversation' | 'name'
  id: string
  isFixed: boolean
  value: string
  onChange(subject: string): void
}

function SubjectField({ kind, id, isFixed, value, onChange }: SubjectFieldProps) {
  const { t } = useTranslation()
  const { data: libraries = [] } = useLibraries()
  const conversations = useQuery({
    ...engine.chat.conversations.list.queryOptions({ input: { limit: 200 } }),
    enabled: kind === 'conversation',
  })
  const choices =
    kind === 'library'
      ? libraries.map(({ id: key, name }) => ({ key, name }))
      : (conversations.data?.items ?? []).map(({ id: key, title }) => ({ key, name: title }))
  return (
    <div>
      <label htmlFor={id} className="block pb-1.5 font-medium text-sm">
        {t(`usage.subject.${kind}`)}
      </label>
      {kind === 'name' ? (
        <Input
          id={id}
          className="w-full"
          maxLength={200}
          disabled={isFixed}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <Select
          id={id}
          className="w-full"
          disabled={isFixed}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">{t('usage.choose')}</option>
          {choices.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </div>
  )
}

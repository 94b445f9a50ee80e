import { useId } from 'react'
import { useTranslation } from 'react-i18next'

/** What is followed of a folder: patterns of what is left out, and whether a person looks at new files first. */
export type FolderRules = { ignore: string; review: boolean }

/** The patterns, one on each line. */
export function toPatterns(ignore: string): string[] {
  return ignore
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

type FolderRuleFieldsProps = { rules: FolderRules; onChange(change: Partial<FolderRules>): void }

export function FolderRuleFields({ rules, onChange }: FolderRuleFieldsProps) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <>
      <div className="flex flex-col">
        <label htmlFor={id} className="mb-1.5 text-pretty text-ink-soft text-sm">
          {t('folders.ignoreText')}
        </label>
        <textarea
          id={id}
          rows={3}
          dir="ltr"
          spellCheck={false}
          placeholder={'drafts/\n*.tmp'}
          value={rules.ignore}
          onChange={(event) => onChange({ ignore: event.target.value })}
          className="resize-y rounded-md border border-line bg-paper px-3 py-2 font-mono text-sm"
        />
      </div>
      <label className="flex items-start gap-2.5 text-sm">
        <input
          type="checkbox"
          checked={rules.review}
          onChange={(event) => onChange({ review: event.target.checked })}
          className="mt-0.5 size-4 accent-accent"
        />
        <span>
          {t('folders.review')}
          <span className="block text-ink-soft">{t('folders.reviewText')}</span>
        </span>
      </label>
    </>
  )
}

import { KeyRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'

/** The whole page, in a browser that the host does not know: what is needed, and how to get it. */
export function FreshLink() {
  const { t } = useTranslation()
  return (
    <main className="mx-auto flex h-full max-w-md flex-col items-center justify-center px-6 py-12 text-center">
      <KeyRound className="mb-4 size-7 stroke-[1.4] text-ink-faint" aria-hidden />
      <h1 className="text-balance font-semibold text-lg">{t('freshLink.title')}</h1>
      <p className="mt-1.5 text-pretty text-ink-soft">{t('freshLink.why')}</p>
      <p className="mt-4 text-pretty text-ink-soft">{t('freshLink.how')}</p>
      <Command words="diwan serve" />
      <p className="mt-4 text-ink-soft">{t('freshLink.inClone')}</p>
      <Command words="npm start" />
    </main>
  )
}

/** Typed as it stands, in every language. */
function Command({ words }: { words: string }) {
  return (
    <pre className="mt-3 select-all rounded-md border border-line bg-raised px-4 py-2 text-sm">
      <code>{words}</code>
    </pre>
  )
}

import { useTranslation } from 'react-i18next'
import { Dialog } from '../components/ui/dialog.tsx'
import { Keys } from '../components/ui/keys.tsx'
import { useViewState } from './view-state.ts'

const groups = [
  {
    name: 'go',
    keys: [
      ['palette', 'Mod+K'],
      ['chat', 'G C'],
      ['libraries', 'G L'],
      ['models', 'G M'],
      ['usage', 'G U'],
      ['settings', 'G S'],
    ],
  },
  {
    name: 'work',
    keys: [
      ['newConversation', 'N'],
      ['composer', '/'],
      ['send', 'Enter'],
      ['newLine', 'Shift Enter'],
      ['library', '#'],
    ],
  },
  {
    name: 'read',
    keys: [
      ['nextItem', 'J'],
      ['previousItem', 'K'],
      ['open', 'Enter'],
      ['choose', 'X'],
      ['chooseAll', 'Mod+A'],
      ['find', 'Mod+F'],
      ['nextCitation', ']'],
      ['previousCitation', '['],
      ['back', 'Esc'],
      ['help', '?'],
    ],
  },
] as const

/** Every key, and the switch for the single ones. */
export function ShortcutSheet() {
  const { t } = useTranslation()
  const { setOverlay, singleKeys, setSingleKeys } = useViewState()
  return (
    <Dialog title={t('shortcuts.title')} onClose={() => setOverlay(null)} className="w-[min(34rem,calc(100vw-2rem))]">
      <div className="gap-x-10 overflow-y-auto px-5 pt-3 pb-5 sm:columns-2">
        {groups.map((group) => (
          <section key={group.name} aria-label={t(`shortcuts.${group.name}`)} className="mb-5 break-inside-avoid">
            <h3 className="mb-1.5 text-ink-faint text-xs">{t(`shortcuts.${group.name}`)}</h3>
            <dl className="flex flex-col">
              {group.keys.map(([name, keys]) => (
                <div key={name} className="flex h-7 items-center justify-between text-sm">
                  <dt>{t(`shortcuts.${name}`)}</dt>
                  <dd>
                    <Keys
                      keys={keys}
                      className="[&_kbd]:rounded-sm [&_kbd]:border [&_kbd]:border-line [&_kbd]:bg-panel [&_kbd]:px-1.5 [&_kbd]:text-xs"
                    />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <label className="mt-3 flex items-center gap-2.5 border-line border-t pt-4 text-sm [column-span:all]">
          <input
            type="checkbox"
            checked={singleKeys}
            onChange={(event) => setSingleKeys(event.target.checked)}
            className="size-4 accent-accent"
          />
          {t('shortcuts.singleKeys')}
        </label>
      </div>
    </Dialog>
  )
}

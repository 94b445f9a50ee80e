import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import {
  Boxes,
  ChartNoAxesColumn,
  FileCheck,
  Keyboard,
  LibraryBig,
  MessageSquarePlus,
  MessageSquareText,
  Monitor,
  Moon,
  Network,
  PanelLeft,
  Settings,
  Sun,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Settings as SettingValues } from '../../contract/settings.ts'
import { Dialog } from '../components/ui/dialog.tsx'
import { Keys } from '../components/ui/keys.tsx'
import { client, engine } from '../engine/client.ts'
import { queryClient } from '../engine/query-client.ts'
import { go, routes } from './routes.ts'
import { startConversation } from './shortcuts.ts'
import { useViewState } from './view-state.ts'

async function setTheme(theme: SettingValues['appearance']['theme']): Promise<void> {
  const view = await client.settings.update({ changes: [{ setting: 'appearance.theme', value: theme }] })
  queryClient.setQueryData(engine.settings.get.queryKey(), view)
}

/** Every typed word must stand in the label; labels that begin with the text come first. */
function score(_value: string, typed: string, labels: readonly string[] = []): number {
  const label = labels.join(' ').toLocaleLowerCase()
  const text = typed.trim().toLocaleLowerCase()
  if (label.startsWith(text)) return 1
  return text.split(/\s+/).every((word) => label.includes(word)) ? 0.5 : 0
}

/** Everything by its name: views, libraries, conversations, actions. */
export function Palette() {
  const { t } = useTranslation()
  const { setOverlay, toggleList } = useViewState()
  const { data: libraries = [] } = useQuery(engine.libraries.list.queryOptions())
  const { data: conversations } = useQuery(engine.chat.conversations.list.queryOptions({ input: { limit: 200 } }))
  // The library that is being looked at, or the largest.
  const shown =
    libraries.find(({ id }) => window.location.hash.includes(id)) ??
    libraries.toSorted((a, b) => b.chunks - a.chunks)[0]
  const run = (action: () => void) => () => {
    setOverlay(null)
    action()
  }
  return (
    <Dialog title={t('palette.title')} placement="top" hideTitle onClose={() => setOverlay(null)}>
      <Command label={t('palette.title')} loop filter={score} className="flex min-h-0 flex-col">
        <Command.Input
          data-initial-focus
          placeholder={t('palette.placeholder')}
          className="h-12 shrink-0 border-line border-b bg-transparent px-4 text-lg outline-none"
        />
        <Command.List className="palette-list min-h-0 overflow-y-auto p-1.5">
          <Command.Empty className="px-3 py-6 text-center text-ink-soft">{t('palette.empty')}</Command.Empty>
          <Command.Group heading={t('palette.go')}>
            <Item icon={<MessageSquarePlus />} label={t('chat.new')} keys="N" onSelect={run(startConversation)} />
            <Item
              icon={<MessageSquareText />}
              label={t('rail.chat')}
              keys="G C"
              onSelect={run(() => go(routes.chat))}
            />
            <Item
              icon={<LibraryBig />}
              label={t('rail.libraries')}
              keys="G L"
              onSelect={run(() => go(routes.libraries))}
            />
            {shown === undefined ? null : (
              <Item icon={<Network />} label={t('graph.title')} onSelect={run(() => go(routes.graph(shown.id)))} />
            )}
            <Item icon={<Boxes />} label={t('rail.models')} keys="G M" onSelect={run(() => go(routes.models))} />
            <Item
              icon={<ChartNoAxesColumn />}
              label={t('rail.usage')}
              keys="G U"
              onSelect={run(() => go(routes.usage))}
            />
            <Item icon={<Settings />} label={t('rail.settings')} keys="G S" onSelect={run(() => go(routes.settings))} />
          </Command.Group>
          <Command.Group heading={t('palette.do')}>
            <Item icon={<FileCheck />} label={t('check.open')} onSelect={() => setOverlay('check')} />
            <Item icon={<Sun />} label={t('palette.light')} onSelect={run(() => void setTheme('light'))} />
            <Item icon={<Moon />} label={t('palette.dark')} onSelect={run(() => void setTheme('dark'))} />
            <Item icon={<Monitor />} label={t('palette.system')} onSelect={run(() => void setTheme('system'))} />
            <Item icon={<PanelLeft />} label={t('palette.list')} onSelect={run(toggleList)} />
            <Item icon={<Keyboard />} label={t('shortcuts.title')} keys="?" onSelect={() => setOverlay('shortcuts')} />
          </Command.Group>
          {libraries.length === 0 ? null : (
            <Command.Group heading={t('library.list')}>
              {libraries.map(({ id, name }) => (
                <Item
                  key={id}
                  id={id}
                  icon={<LibraryBig />}
                  label={name}
                  onSelect={run(() => go(routes.library(id)))}
                />
              ))}
            </Command.Group>
          )}
          {conversations === undefined || conversations.items.length === 0 ? null : (
            <Command.Group heading={t('chat.conversations')}>
              {conversations.items.map(({ id, title }) => (
                <Item
                  key={id}
                  id={id}
                  icon={<MessageSquareText />}
                  label={title}
                  onSelect={run(() => go(routes.conversation(id)))}
                />
              ))}
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </Dialog>
  )
}

type ItemProps = { icon: ReactNode; label: string; keys?: string; id?: string; onSelect(): void }

/** `id` tells two things of one name apart. */
function Item({ icon, label, keys, id, onSelect }: ItemProps) {
  return (
    <Command.Item
      value={id ?? label}
      keywords={[label]}
      onSelect={onSelect}
      className="flex h-9 cursor-default items-center gap-3 rounded-sm px-2.5 data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-faint"
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {keys === undefined ? null : <Keys keys={keys} className="text-ink-faint text-xs" />}
    </Command.Item>
  )
}

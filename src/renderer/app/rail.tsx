import { Boxes, ChartNoAxesColumn, LibraryBig, MessageSquareText, Settings } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { Tooltip } from '../components/ui/tooltip.tsx'
import { cn } from '../lib/cn.ts'
import { useOneColumn } from '../lib/use-media.ts'
import { routes } from './routes.ts'

/** The way between views: what exists now, settings at the foot. Below 600 px it lies at the bottom. */
export function Rail() {
  const { t } = useTranslation()
  return (
    <nav
      aria-label={t('rail.label')}
      className="flex shrink-0 items-center gap-1 border-line bg-panel max-sm:order-last max-sm:h-14 max-sm:justify-around max-sm:border-t max-sm:pb-[env(safe-area-inset-bottom)] sm:w-14 sm:flex-col sm:border-e sm:py-3"
    >
      <Mark />
      <RailLink to={routes.chat} label={t('rail.chat')} keys="G C" icon={<MessageSquareText />} />
      <RailLink to={routes.libraries} label={t('rail.libraries')} keys="G L" icon={<LibraryBig />} />
      <RailLink to={routes.models} label={t('rail.models')} keys="G M" icon={<Boxes />} />
      <RailLink to={routes.usage} label={t('rail.usage')} keys="G U" icon={<ChartNoAxesColumn />} />
      <div className="flex-1 max-sm:hidden" />
      <RailLink to={routes.settings} label={t('rail.settings')} keys="G S" icon={<Settings />} />
    </nav>
  )
}

function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className="mb-3 size-6 text-accent max-sm:hidden">
      <path
        d="M3.5 7c4.5-1.5 8.9-1.1 12.5 1.4C19.6 5.9 24 5.5 28.5 7v18.5c-4.5-1.5-8.9-1.1-12.5 1.4C12.4 24.4 8 24 3.5 25.5zM16 8.4v18.5"
        fill="none"
        stroke="currentColor"
        strokeLinejoin="round"
        strokeWidth="2.2"
      />
    </svg>
  )
}

function RailLink({ to, label, keys, icon }: { to: string; label: string; keys: string; icon: ReactNode }) {
  const [path] = useLocation()
  const atFoot = useOneColumn()
  const current = path === to || path.startsWith(`${to}/`)
  return (
    <Tooltip label={label} keys={keys} side={atFoot ? 'top' : 'right'}>
      <Link
        href={to}
        aria-label={label}
        aria-current={current ? 'page' : undefined}
        className={cn(
          'flex size-10 items-center justify-center rounded-md transition-colors duration-120 [&_svg]:size-5 [&_svg]:stroke-[1.6]',
          current ? 'bg-chosen text-ink' : 'text-ink-faint hover:bg-hover hover:text-ink',
        )}
      >
        {icon}
      </Link>
    </Tooltip>
  )
}

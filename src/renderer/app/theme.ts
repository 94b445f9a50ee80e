import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Settings } from '../../contract/settings.ts'
import { engine } from '../engine/client.ts'
import { useMedia } from '../lib/use-media.ts'

type Theme = Settings['appearance']['theme']

const storageKey = 'diwan-theme'
const dark = '(prefers-color-scheme: dark)'

function paint(theme: Theme, systemIsDark: boolean): void {
  const isDark = theme === 'dark' || (theme === 'system' && systemIsDark)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
}

/** Paints the theme of the last visit before the engine has answered, so that nothing flashes. */
export function paintRememberedTheme(): void {
  const stored = localStorage.getItem(storageKey)
  paint(stored === 'light' || stored === 'dark' ? stored : 'system', window.matchMedia(dark).matches)
}

/** Follows the theme setting and, where that says so, the system. */
export function useTheme(): void {
  const systemIsDark = useMedia(dark)
  const { data } = useQuery(engine.settings.get.queryOptions())
  const theme = data?.values.appearance.theme
  useEffect(() => {
    if (theme === undefined) return
    localStorage.setItem(storageKey, theme)
    paint(theme, systemIsDark)
  }, [theme, systemIsDark])
}

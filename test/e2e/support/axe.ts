import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './fixtures.ts'

/** Every rule in the light theme, and those of colour in the dark one, which differs in nothing else. */
async function findViolations(page: Page): Promise<readonly string[]> {
  await showTheme(page, 'light')
  const light = await axe(page).analyze()
  await showTheme(page, 'dark')
  const dark = await axe(page).withRules(['color-contrast', 'link-in-text-block']).analyze()
  await showTheme(page, 'light')
  return [light, dark].flatMap(({ violations }, place) =>
    violations.map(
      ({ id, nodes }) =>
        `${place === 0 ? 'light' : 'dark'} ${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`,
    ),
  )
}

/** In one frame only, because the page has no other: axe would open a page of its own to gather what frames say. */
export function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode(true)
}

/**
 * At rest: a colour in mid-transition is none that a person reads. What ends is ended at once, because inside of closed
 * details it never would be; what turns for ever never rests.
 */
export async function showTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme })
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
  await page.evaluate(() => {
    for (const each of document.getAnimations()) {
      if (each.effect?.getComputedTiming().endTime !== Infinity) each.finish()
    }
  })
}

/** Looks at views one after another, and says what was found in each. */
export function lookAt(page: Page) {
  const found: Record<string, readonly string[]> = {}
  return {
    look: async (view: string) => {
      found[view] = await findViolations(page)
    },
    expectNothing: () => expect(found).toEqual(Object.fromEntries(Object.keys(found).map((view) => [view, []]))),
  }
}

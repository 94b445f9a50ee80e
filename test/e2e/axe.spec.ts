import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { ask, docsTree, expect, openPage, pdf, test } from './support/fixtures.ts'

async function findViolations(page: Page): Promise<readonly string[]> {
  // Measured at rest: a colour in mid-transition is none that a person reads.
  await page.waitForTimeout(250)
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)
}

for (const theme of ['light', 'dark'] as const) {
  test(`UX-2.axe UX-2.contrast UX-4.${theme}: axe finds nothing in any view of the ${theme} theme`, async ({
    page,
    host,
  }) => {
    // Would catch: a colour pair below 4.5 : 1, a control without a name, a list that scrolls out of the keyboard's reach.
    test.setTimeout(120_000)
    await page.emulateMedia({ colorScheme: theme })
    const found: Record<string, readonly string[]> = {}
    const look = async (view: string) => {
      found[view] = await findViolations(page)
    }
    await openPage(page, host)
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    await look('first run')
    const library = await host.addLibrary('docs', [docsTree, pdf('testPDF.pdf'), pdf('empty_protected.pdf')])
    await page.reload()
    await expect(page.getByRole('heading', { name: 'What would you like to know?' })).toBeVisible()
    await look('new conversation')
    await page.getByRole('textbox', { name: 'Your question' }).fill('#')
    await expect(page.getByRole('listbox')).toBeVisible()
    await look('library picker')
    await ask(page, 'How is a custom recognizer added?')
    await look('answer')
    await page.getByRole('button', { name: /^Citation 1:/ }).click()
    await expect(page.locator('mark.glow').first()).toBeVisible()
    await look('text viewer')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await look('palette')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await look('shortcuts')
    await page.keyboard.press('Escape')
    await ask(page, 'zxqv wvutq')
    await look('nothing found')
    await page.goto(`${host.address}/#/libraries/${library}`)
    await expect(page.getByRole('table', { name: 'Documents' })).toBeVisible()
    await look('library')
    await page.getByRole('searchbox', { name: 'Filter by name' }).fill('pdf')
    await page.getByRole('button', { name: /^testPDF.pdf/ }).click()
    await expect(page.locator('.pdf-paper canvas').first()).toBeVisible()
    await look('page viewer')
    await page.getByRole('searchbox', { name: 'Filter by name' }).fill('no document has this name')
    await expect(page.getByText('No document matches')).toBeVisible()
    await look('no match')
    await page.goto(`${host.address}/#/settings`)
    await expect(page.getByRole('heading', { name: 'Appearance' })).toBeVisible()
    await look('settings')
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((view) => [view, []])))
  })
}

for (const theme of ['light', 'dark'] as const) {
  test(`UX-4.high-contrast UX-2.contrast: asked for more contrast, the ${theme} theme keeps 7 : 1`, async ({
    page,
    host,
  }) => {
    // Would catch: a soft grey that was left out of the high-contrast tokens.
    await page.emulateMedia({ colorScheme: theme, contrast: 'more' })
    await host.addLibrary('docs', [docsTree])
    await openPage(page, host)
    await ask(page, 'How is a custom recognizer added?')
    await page.waitForTimeout(250)
    const { violations } = await new AxeBuilder({ page }).withRules(['color-contrast-enhanced']).analyze()
    expect(violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))).toEqual([])
  })
}

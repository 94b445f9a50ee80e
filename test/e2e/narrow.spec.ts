import { ask, expect, openPage, test } from './support/fixtures.ts'

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true })

test('UX-6.narrow UX-6.touch: at 360 px the panels are sheets, nothing is cut off and a finger does it all', async ({
  page,
  docsHost: host,
}) => {
  // Would catch: a composer below the fold, a page that is wider or longer than its window, a sheet that cannot be left.
  await openPage(page, host)
  await ask(page, 'How is a custom recognizer added?')
  await expect(page.getByRole('textbox', { name: 'Your question' })).toBeInViewport({ ratio: 1 })
  await page.getByRole('button', { name: /^Citation 1:/ }).tap()
  const sheet = page.getByRole('dialog', { name: 'Sources' })
  await expect(sheet.locator('mark.glow').first()).toBeInViewport()
  await sheet.getByRole('button', { name: 'Close the sources' }).tap()
  await expect(sheet).toBeHidden()
  await page.getByRole('button', { name: 'Show the list' }).tap()
  await expect(page.getByRole('dialog', { name: 'Conversations' })).toBeVisible()
  await page.keyboard.press('Escape')
  for (const view of ['Chat', 'Libraries', 'Models', 'Settings']) {
    await page.getByRole('navigation').getByRole('link', { name: view }).tap()
    await expect(page.getByRole('main')).toBeVisible()
    const overflow = await page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement
      return [scrollWidth - window.innerWidth, scrollHeight - window.innerHeight]
    })
    expect({ view, overflow }).toEqual({ view, overflow: [0, 0] })
  }
  await page.getByRole('navigation').getByRole('link', { name: 'Libraries' }).tap()
  await page.getByRole('button', { name: 'Filters' }).tap()
  await expect(page.getByLabel('Changed on or before')).toBeInViewport({ ratio: 1 })
})

test('UX-2.reduced-motion: nothing moves when that is asked', async ({ page, docsHost: host }) => {
  // Would catch: an animation that forgot the preference.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await openPage(page, host)
  await ask(page, 'How is a custom recognizer added?')
  await page.getByRole('button', { name: /^Citation 1:/ }).tap()
  await expect(page.locator('mark.glow').first()).toBeVisible()
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
})

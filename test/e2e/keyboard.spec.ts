import { ask, expect, openPage, test } from './support/fixtures.ts'

test('UX-2.keyboard UX-1.shortcuts RET-4.open: ask, open, walk and leave the citations without a pointer', async ({
  page,
  docsHost: host,
}) => {
  // Would catch: a shortcut that types into a field, a citation that cannot be reached, a focus that is lost on Escape.
  await openPage(page, host)
  await page.keyboard.press('g')
  await page.keyboard.press('l')
  await expect(page.getByRole('heading', { name: 'docs', level: 1 })).toBeVisible()
  await page.keyboard.press('n')
  await expect(page.getByRole('textbox', { name: 'Your question' })).toBeFocused()
  await ask(page, 'How is a custom recognizer added?')
  await expect(page).toHaveURL(/#\/chat\/[\w-]+$/)

  // Escape leaves the composer; the citations are in the order of the tab key.
  await page.keyboard.press('Escape')
  const first = page.getByRole('button', { name: /^Citation 1:/ })
  await first.focus()
  await page.keyboard.press('Enter')
  const sources = page.getByRole('complementary', { name: 'Sources' })
  await expect(sources.getByText(/1 of \d/)).toBeVisible()
  await page.keyboard.press(']')
  await expect(sources.getByText(/2 of \d/)).toBeVisible()
  await page.keyboard.press('[')
  await expect(sources.getByText(/1 of \d/)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sources).toBeHidden()
  await expect(first).toBeFocused()

  // With nothing open, the same key opens the first; the walk takes the thread and the focus with it.
  await page.keyboard.press(']')
  await expect(sources.getByText(/1 of \d/)).toBeVisible()
  const last = page.getByRole('button', { name: /^Citation \d+:/ }).last()
  await first.focus()
  await page.keyboard.press('[')
  await expect(last).toHaveAttribute('aria-pressed', 'true')
  await expect(last).toBeFocused()
  await expect(last).toBeInViewport()
  const numbers = await page.locator('#work [data-citation]').allTextContents()
  expect(numbers).toEqual(numbers.map((_, index) => `${index + 1}`))
  await page.keyboard.press('Escape')
  await expect(sources).toBeHidden()

  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('/')
  await expect(page.getByRole('textbox', { name: 'Your question' })).toBeFocused()
  await page.keyboard.type('n/?gl')
  await expect(page.getByRole('textbox', { name: 'Your question' })).toHaveValue('n/?gl')
})

test('UX-1.palette UX-2.keyboard: the palette goes to a library and changes the theme', async ({ page, host }) => {
  // Would catch: a palette that Escape does not close, or whose entries do nothing.
  await host.addLibrary('contracts', [])
  await openPage(page, host)
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Commands' })
  await expect(palette.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('contr')
  await expect(palette.getByRole('option', { name: 'contracts' })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'contracts', level: 1 })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('dark')
  await expect(palette.getByRole('option', { name: 'Dark theme' })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('theme of the')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Escape')
  await expect(palette).toBeHidden()
})

test('UX-2.keyboard: J and K move in the lists and Enter opens', async ({ page, host }) => {
  // Would catch: lists whose virtual rows lose the focus.
  const one = await host.addLibrary('alpha', [])
  const two = await host.addLibrary('beta', [])
  await openPage(page, host)
  await page.goto(`${host.address}/#/libraries/${one}`)
  await expect(page.getByRole('heading', { name: 'alpha', level: 1 })).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`${two}$`))
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`${one}$`))
})

/** The few pages that the host itself writes: plain HTML without a script, styled by one file of its own. */

import { howToRun } from './installation.ts'

export const hostStylesPath = '/host.css'

export const hostStyles = `
:root { color-scheme: light dark; --ink: #1c1b1a; --soft: #5c5853; --paper: #faf8f5; --line: #dcd6cd; --mark: #8a4b1f }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece8e2; --soft: #aaa39a; --paper: #191817; --line: #3a3733; --mark: #e0a274 }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif }
main { max-width: 46rem; margin: 0 auto; padding: 3rem 1.5rem }
h1 { font-weight: 600; font-size: 1.6rem; margin: 0 0 .5rem }
h2 { font-weight: 600; font-size: 1.1rem; margin: 2.5rem 0 .5rem; text-transform: capitalize }
p { margin: .5rem 0 }
a { color: var(--mark) }
code, pre { font: .85rem/1.5 ui-monospace, monospace }
pre { overflow-x: auto; padding: .75rem; border: 1px solid var(--line); border-radius: .375rem; margin: .5rem 0 }
details { border-block-start: 1px solid var(--line); padding: .6rem 0 }
summary { cursor: pointer; border-radius: .25rem }
summary:focus-visible, a:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px }
summary code { font-weight: 600 }
.soft { color: var(--soft) }
dt { margin-block-start: .75rem; font-weight: 600 }
dd { margin: 0 }
`

export type Html = { readonly html: string }

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text becomes HTML that shows exactly this text. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

/** HTML in which every value is escaped unless it is HTML itself. */
export function html(strings: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  const shown = values.map((value) => {
    if (typeof value === 'string') return escapeHtml(value)
    return 'html' in value ? value.html : value.map((part) => part.html).join('\n')
  })
  return { html: String.raw({ raw: strings }, ...shown) }
}

export function renderHostPage(title: string, body: Html): string {
  return `<!doctype html>${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<link rel="stylesheet" href="${hostStylesPath}">
</head>
<body><main>${body}</main></body>
</html>`.html
  }\n`
}

export function renderSignInPage(reason: 'no-token' | 'used-link'): string {
  const why =
    reason === 'used-link'
      ? html`<p>This link has been used already, is older than ten minutes, or belongs to a Diwan that has since been
        closed. Each link opens Diwan in one browser, once.</p>`
      : html`<p>This address is for programs that send Diwan’s token. People open Diwan from a link that it printed.</p>`
  return renderHostPage(
    'Diwan is locked',
    html`<h1>Diwan is locked</h1>
${why}
<p>For a new link, run this in a terminal on this machine, where Diwan was started, and open the address it prints:</p>
<pre>${howToRun('serve')}</pre>`,
  )
}

export function renderMissingPage(): string {
  return renderHostPage(
    'Diwan has no page here',
    html`<h1>The page has not been built</h1>
<p>The engine is running, and its <a href="/api/docs">interface for programs</a> works. To get the page, run this in the
project’s folder and start Diwan again:</p>
<pre>npm run build</pre>`,
  )
}

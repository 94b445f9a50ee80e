import { type Html, html, renderHostPage } from './host-pages.ts'
import type { ApiDocument } from './openapi.ts'

type Operation = {
  tags?: readonly string[] | undefined
  summary?: string | undefined
  description?: string | undefined
  parameters?: readonly unknown[] | undefined
  requestBody?: unknown
  responses?: Readonly<Record<string, unknown>> | undefined
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

/** The OpenAPI document for people: one page without a script, so that it works offline and under the strict policy. */
export function renderApiGuide(document: ApiDocument): string {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item?.[method] as Operation | undefined
      return operation ? [{ method, path, operation }] : []
    }),
  )
  const sections = Map.groupBy(operations, ({ operation }) => operation.tags?.[0] ?? 'other')
  return renderHostPage(
    'Diwan: interface for programs',
    html`<h1>Interface for programs</h1>
<p>${document.info.description ?? ''}</p>
<p class="soft">Version ${document.info.version}. The same as a document for tools:
<a href="/api/openapi.json">openapi.json</a>.</p>
${[...sections].map(
  ([name, entries]) => html`<section>
<h2>${name}</h2>
${entries.map(renderOperation)}
</section>`,
)}`,
  )
}

function renderOperation({ method, path, operation }: { method: string; path: string; operation: Operation }): Html {
  const parts: Html[] = []
  if (operation.description) parts.push(html`<p>${operation.description}</p>`)
  if (operation.parameters?.length) parts.push(renderPart('Parameters', operation.parameters))
  if (operation.requestBody) parts.push(renderPart('Body', operation.requestBody))
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    parts.push(renderPart(`Answer ${status}`, response))
  }
  return html`<details>
<summary><code>${method.toUpperCase()} /api${path}</code> <span class="soft">${operation.summary ?? ''}</span></summary>
<dl>${parts}</dl>
</details>`
}

function renderPart(title: string, content: unknown): Html {
  return html`<dt>${title}</dt><dd><pre>${JSON.stringify(content, null, 2)}</pre></dd>`
}

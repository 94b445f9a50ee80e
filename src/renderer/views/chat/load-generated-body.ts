import type { ComponentType } from 'react'
import type { GeneratedBodyProps } from './generated-body.tsx'

/** What draws Markdown, which a page that only quotes never needs. */
export async function loadGeneratedBody(): Promise<{ default: ComponentType<GeneratedBodyProps> }> {
  const { GeneratedBody } = await import('./generated-body.tsx')
  return { default: GeneratedBody }
}

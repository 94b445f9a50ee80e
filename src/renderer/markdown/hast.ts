import type { ExtraProps } from 'react-markdown'

/** The tree of elements that a renderer of Markdown makes, by the names of its specification (hast). */
export type Element = NonNullable<ExtraProps['node']>
export type ElementContent = Element['children'][number]
export type Text = Extract<ElementContent, { type: 'text' }>
export type Root = { type: 'root'; children: (ElementContent | { type: 'doctype' })[] }

import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { Components, ExtraProps } from 'react-markdown'
import { CodeBlock } from './code-block.tsx'
import { Formula } from './formula.tsx'
import type { Element } from './hast.ts'
import { HeadingLevels, MarkdownSlots } from './slots.ts'

/** The text inside of an element. */
function textOf(node: Element | undefined): string {
  return (node?.children ?? [])
    .map((child) => (child.type === 'text' ? child.value : child.type === 'element' ? textOf(child) : ''))
    .join('')
}

function classesOf(node: Element | undefined): readonly (string | number)[] {
  const names = node?.properties.className
  return Array.isArray(names) ? names : []
}

type Of<Tag extends keyof React.JSX.IntrinsicElements> = React.JSX.IntrinsicElements[Tag] & ExtraProps

/** A link shows where it leads, unless its text says so already. An address that is not allowed leaves the text alone. */
function Link({ href, children, node }: Of<'a'>) {
  if (href === undefined || href === '') return <span>{children}</span>
  const text = textOf(node)
  const { host, protocol, pathname } = new URL(href)
  const place = protocol === 'mailto:' ? pathname : host
  return (
    <>
      <a href={href} title={href} target="_blank" rel="noopener noreferrer nofollow" className="answer-link">
        {children}
      </a>
      {text.includes(place) ? null : <span className="font-sans text-[0.75em] text-ink-faint"> ({place})</span>}
    </>
  )
}

/** Pictures of other places are not loaded: asking for one would tell its server what was read. */
function Picture({ src, alt }: Of<'img'>) {
  const { t } = useTranslation()
  const label = t('markdown.picture', { text: alt ?? '' })
  if (typeof src !== 'string' || src === '') return <span className="text-ink-soft">{label}</span>
  return (
    <a href={src} title={src} target="_blank" rel="noopener noreferrer nofollow" className="answer-link">
      {label}
    </a>
  )
}

/** Fenced code inside of a list or a quote; at the margin it is a block of its own. */
function Fenced({ node }: Of<'pre'>) {
  const code = node?.children.find((child): child is Element => child.type === 'element' && child.tagName === 'code')
  const names = classesOf(code)
  const text = textOf(code).replace(/\n$/, '')
  if (names.includes('math-display')) return <Formula formula={text} isDisplayed />
  const language = names.map(String).find((name) => name.startsWith('language-')) ?? ''
  return <CodeBlock code={text} language={language.replace('language-', '').toLowerCase()} />
}

function InlineCode({ children, node }: Of<'code'>) {
  if (classesOf(node).includes('math-inline')) return <Formula formula={textOf(node)} />
  return (
    <code dir="ltr" className="rounded-sm bg-sunken px-1 py-px font-mono text-[0.85em]">
      {children}
    </code>
  )
}

function Table({ children }: Of<'table'>) {
  const { t } = useTranslation()
  return (
    // biome-ignore lint/a11y/useSemanticElements: no fields; an answer has more tables than a page has landmarks
    <div
      role="group"
      aria-label={t('markdown.table')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      className="answer-table overflow-x-auto -outline-offset-2"
    >
      <table>{children}</table>
    </div>
  )
}

function Cite({ node }: Of<'cite'>) {
  const { Citation } = useContext(MarkdownSlots)
  const text = textOf(node)
  return <Citation text={text} numbers={(text.match(/\d+/g) ?? []).map(Number)} />
}

function Mark({ node }: Of<'mark'>) {
  const { Doubted } = useContext(MarkdownSlots)
  const { dataSentence, dataLast } = node?.properties ?? {}
  return <Doubted text={textOf(node)} sentence={Number(dataSentence)} isLast={dataLast === true} />
}

function TaskBox({ checked }: Of<'input'>) {
  const { t } = useTranslation()
  return (
    <input
      type="checkbox"
      disabled
      checked={checked === true}
      readOnly
      aria-label={checked === true ? t('markdown.done') : t('markdown.toDo')}
    />
  )
}

/** The question is a heading of the second order; those of its answer follow without a gap, whatever marks they have. */
function Heading({ children, node }: Of<'h1'>) {
  const levels = useContext(HeadingLevels)
  const rank = Math.max(0, levels.indexOf(node?.tagName.slice(1) ?? ''))
  const Tag = (['h3', 'h4', 'h5', 'h6'] as const)[Math.min(rank, 3)] ?? 'h6'
  return <Tag dir="auto">{children}</Tag>
}

/** How the elements of an answer are drawn. */
export const elements: Components = {
  a: Link,
  img: Picture,
  pre: Fenced,
  code: InlineCode,
  table: Table,
  cite: Cite,
  mark: Mark,
  input: TaskBox,
  p: ({ children }) => <p dir="auto">{children}</p>,
  ul: ({ children, node }) => (
    <ul dir="auto" className={classesOf(node).includes('contains-task-list') ? 'answer-tasks' : undefined}>
      {children}
    </ul>
  ),
  ol: ({ children, start }) => (
    <ol dir="auto" start={start}>
      {children}
    </ol>
  ),
  blockquote: ({ children }) => <blockquote dir="auto">{children}</blockquote>,
  td: ({ children, style }) => (
    <td dir="auto" style={style}>
      {children}
    </td>
  ),
  th: ({ children, style }) => (
    <th dir="auto" style={style}>
      {children}
    </th>
  ),
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
}

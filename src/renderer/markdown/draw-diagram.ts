import mermaid from 'mermaid'
import { withStylesByScript } from './styles-by-script.ts'

/** A picture of a diagram: its SVG as a file of its own, and its size in pixels. */
export type DrawnDiagram = { svg: string; width: number; height: number }

/** Characters of source beyond which a diagram is not drawn. */
const longestSource = 20_000
let lastId = 0
let queue: Promise<unknown> = Promise.resolve()

/**
 * Draws a diagram from Mermaid's language; throws where the source is none. One after another, because Mermaid keeps its
 * settings for the whole page. The picture is meant to be shown as an image, in which neither scripts nor addresses work.
 */
export function drawDiagram(source: string): Promise<DrawnDiagram> {
  const drawn = queue.then(() => draw(source))
  queue = drawn.catch(() => undefined)
  return drawn
}

async function draw(source: string): Promise<DrawnDiagram> {
  if (source.length > longestSource) throw new Error('This diagram is too long to be drawn.')
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    htmlLabels: false,
    flowchart: { htmlLabels: false, useMaxWidth: false },
    sequence: { useMaxWidth: false },
    gantt: { useMaxWidth: false },
    theme: 'base',
    fontFamily: 'system-ui, "Segoe UI", "Noto Sans", "Liberation Sans", sans-serif',
    themeVariables: themeOfPage(),
  })
  lastId += 1
  const id = `diagram-${lastId}`
  // Where it is measured: out of sight, and where it makes no page longer.
  const place = document.createElement('div')
  place.className = 'diagram-measure'
  document.body.append(place)
  try {
    const { markup, rules } = await withStylesByScript(async () => (await mermaid.render(id, source, place)).svg)
    return toFile(markup, rules)
  } finally {
    place.remove()
  }
}

/** The colours of the page, which Mermaid reads as hexadecimal numbers only. */
function themeOfPage() {
  return {
    darkMode: document.documentElement.dataset.theme === 'dark',
    background: colour('--paper'),
    primaryColor: colour('--sunken'),
    primaryTextColor: colour('--ink'),
    primaryBorderColor: colour('--line-strong'),
    secondaryColor: colour('--raised'),
    tertiaryColor: colour('--panel'),
    lineColor: colour('--ink-soft'),
    textColor: colour('--ink'),
    noteBkgColor: colour('--found'),
    noteTextColor: colour('--ink'),
  }
}

function colour(token: string): string {
  const canvas = document.createElement('canvas')
  canvas.width = 1
  canvas.height = 1
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('The page has no canvas to read a colour with.')
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(token)
  context.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

/** Markup of an SVG element as a file: with its size, its rules, and what HTML has names for written as XML has it. */
function toFile(markup: string, rules: string): DrawnDiagram {
  const viewBox = /\sviewBox="([^"]*)"/.exec(markup)?.[1] ?? ''
  const [, , width = 0, height = 0] = viewBox.split(/[\s,]+/).map(Number)
  if (!(width > 0 && height > 0)) throw new Error('Nothing was drawn.')
  const escaped = rules.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const svg = markup
    .replaceAll('&nbsp;', '&#160;')
    .replaceAll(/<br\s*>/g, '<br/>')
    .replace(/^[\s\S]*?<svg\b[^>]*>/, (tag) => {
      const bare = tag.slice(tag.indexOf('<svg') + 4, -1).replaceAll(/\s(?:width|height)="[^"]*"/g, '')
      return `<svg width="${width}" height="${height}"${bare}><style>${escaped}</style>`
    })
  return { svg, width, height }
}

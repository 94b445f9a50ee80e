import type { Box, PageText } from './fragments.ts'
import { applyTo, asMatrix } from './matrix.ts'
import type { PDFPageProxy } from './pdfjs.ts'

/** Text that stands on a page but not in its content: what was filled into a form, or noted on it. */
export type Annotation = { kind: 'paragraph' | 'note'; text: string; box: Box }

/** What is used of an annotation of pdf.js. */
type PdfAnnotation = {
  subtype?: string
  rect?: number[]
  fieldType?: string
  fieldName?: string
  alternativeText?: string
  fieldValue?: unknown
  hidden?: boolean
  contentsObj?: { str?: string }
}

/** Widgets are fields of forms; links have nothing to read, and a popup shows the text of another annotation. */
const unread = new Set(['Link', 'Popup'])

export async function readAnnotations(
  page: PDFPageProxy,
  size: Pick<PageText, 'width' | 'height'>,
): Promise<Annotation[]> {
  const toView = asMatrix(page.getViewport({ scale: 1 }).transform)
  const annotations = (await page.getAnnotations()) as PdfAnnotation[]
  return annotations.flatMap((annotation) => {
    const { subtype = '', rect = [] } = annotation
    const text = subtype === 'Widget' ? fieldText(annotation) : unread.has(subtype) ? '' : annotation.contentsObj?.str
    if (annotation.hidden === true || !text?.trim()) return []
    const [left, bottom] = applyTo(toView, rect[0] ?? 0, rect[1] ?? 0)
    const [right, top] = applyTo(toView, rect[2] ?? 0, rect[3] ?? 0)
    const part = (value: number, whole: number) => Math.min(1, Math.max(0, value / whole))
    const [x, y] = [part(Math.min(left, right), size.width), part(Math.min(top, bottom), size.height)]
    const [endX, endY] = [part(Math.max(left, right), size.width), part(Math.max(top, bottom), size.height)]
    const kind = subtype === 'Widget' ? ('paragraph' as const) : ('note' as const)
    return [{ kind, text, box: { x, y, width: endX - x, height: endY - y } }]
  })
}

/** The label and the value of a field that was filled in; empty otherwise. A box that was not ticked is `Off`. */
function fieldText({ fieldType, fieldName, alternativeText, fieldValue }: PdfAnnotation): string {
  const value = (Array.isArray(fieldValue) ? fieldValue : [fieldValue])
    .filter((one) => typeof one === 'string')
    .join(', ')
    .trim()
  if (value === '' || fieldType === 'Sig' || (fieldType === 'Btn' && value === 'Off')) return ''
  const label = (alternativeText || fieldName || '').trim()
  return label === '' ? value : `${label}: ${value}`
}

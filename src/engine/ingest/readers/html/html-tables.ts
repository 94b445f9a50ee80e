import { collapseSpaces } from '../text/clean-text.ts'
import type { DomNode } from './html-dom.ts'
import { isUnseen } from './html-visible.ts'

/** The element and all below it in document order, by pointers; `enter` says whether to go on below a node. */
function walk(root: DomNode, enter: (node: DomNode) => boolean): void {
  let node: DomNode | null = root
  while (node !== null) {
    if (enter(node) && node.firstChild !== null) {
      node = node.firstChild
      continue
    }
    while (node !== null && node !== root && node.nextSibling === null) node = node.parentNode
    node = node === null || node === root ? null : node.nextSibling
  }
}

const separating = /^(BR|P|DIV|LI|UL|OL|H[1-6]|DT|DD|TR|TD|TH)$/

/** The text of an element on one line; what nobody sees is left out. */
export function textWithin(element: DomNode): string {
  let text = ''
  walk(element, (node) => {
    if (node.nodeType === 1 && node !== element && isUnseen(node)) return false
    if (node.nodeType === 3) text += node.nodeValue ?? ''
    else if (separating.test(node.nodeName)) text += ' '
    else if (node.nodeName === 'IMG') text += node.getAttribute?.('alt') ?? ''
    return true
  })
  return collapseSpaces(text).trim()
}

/** A table that sets out data, not a page's layout: no table or heading inside, and at least two cells in some row. */
export function isDataTable(table: DomNode): boolean {
  let nested = false
  let widest = 0
  let cells = 0
  walk(table, (node) => {
    if (node.nodeName === 'TR') cells = 0
    if (node.nodeName === 'TD' || node.nodeName === 'TH') widest = Math.max(widest, ++cells)
    if (node !== table && (node.nodeName === 'TABLE' || /^H[1-6]$/.test(node.nodeName))) nested = true
    return !nested
  })
  return !nested && widest >= 2
}

/** The text of each cell, row by row. */
export function tableRows(table: DomNode): string[][] {
  const rows: string[][] = []
  walk(table, (node) => {
    if (node.nodeName === 'TR') rows.push([])
    if (node.nodeName !== 'TD' && node.nodeName !== 'TH') return node.nodeName !== 'CAPTION'
    if (rows.length === 0) rows.push([])
    rows.at(-1)?.push(textWithin(node))
    return false
  })
  return rows
}

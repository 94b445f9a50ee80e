import 'katex/dist/katex.min.css'
import katex from 'katex'

/** Repetitions of a macro, and ems, beyond which a formula is refused rather than drawn. */
const limits = { maxExpand: 1_000, maxSize: 40 }

/**
 * A formula in TeX as elements, with MathML beside them for screen readers. Throws `katex.ParseError` for one that is none.
 *
 * The policy of the page takes no style attribute from markup, but takes what a script sets on an element; so KaTeX's
 * markup is read with its styles under another name, and they are set one by one.
 */
export function renderFormula(formula: string, isDisplayed: boolean): DocumentFragment {
  const markup = katex.renderToString(formula, {
    ...limits,
    displayMode: isDisplayed,
    output: 'htmlAndMathml',
    // Neither links nor pictures, nor attributes of one's own.
    trust: false,
    strict: 'ignore',
  })
  // KaTeX escapes quotes in its text, so that only attributes are met.
  const read = new DOMParser().parseFromString(markup.replaceAll(' style="', ' data-style="'), 'text/html')
  for (const element of read.querySelectorAll<HTMLElement | SVGElement>('[data-style]')) {
    element.style.cssText = element.dataset.style ?? ''
    delete element.dataset.style
  }
  const fragment = document.createDocumentFragment()
  fragment.append(...document.importNode(read.body, true).childNodes)
  return fragment
}

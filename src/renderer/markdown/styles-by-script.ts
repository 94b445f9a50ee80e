/**
 * Lets code that writes styles as markup draw under the page's policy, which refuses style attributes and style elements that
 * are written and takes what a script sets. While `draw` works, a style attribute is set property by property, and the
 * rules of a style element become a sheet that the document adopts. Nothing is allowed that a script may not do anyway.
 *
 * @returns what `draw` gave, and the rules that its style elements were meant to hold
 */
export async function withStylesByScript<Drawn>(draw: () => Promise<Drawn>): Promise<{ drawn: Drawn; rules: string }> {
  const sheets: CSSStyleSheet[] = []
  const texts: string[] = []
  const setAttribute = Element.prototype.setAttribute
  Element.prototype.setAttribute = function setByScript(name, value) {
    if (name === 'style' && (this instanceof SVGElement || this instanceof HTMLElement)) this.style.cssText = value
    else setAttribute.call(this, name, value)
  }
  Object.defineProperty(HTMLStyleElement.prototype, 'innerHTML', {
    configurable: true,
    set(rules: string) {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(rules)
      sheets.push(sheet)
      texts.push(rules)
      document.adoptedStyleSheets.push(sheet)
    },
  })
  try {
    return { drawn: await draw(), rules: texts.join('\n') }
  } finally {
    Element.prototype.setAttribute = setAttribute
    Reflect.deleteProperty(HTMLStyleElement.prototype, 'innerHTML')
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => !sheets.includes(sheet))
  }
}

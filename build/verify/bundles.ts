import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, extname, join, relative, resolve } from 'node:path'
import ts from 'typescript'

export interface BundleReport {
  /** Files that were read, below the output folder. */
  readonly files: number
  /** What a bundle holds that its process does not have. */
  readonly violations: readonly string[]
}

/**
 * Reads what was built, following every import, because a bundler pulls in what no import of ours names:
 * the page has no Node built-in and no Electron; the engine, the CLI and their workers have no Electron; the preload
 * script has nothing but Electron.
 * @param out the folder with `page/`, `node/` and `preload/`
 * @throws when one of them is missing: a check of nothing would pass
 */
export function checkBundles(out: string): BundleReport {
  // A page has no `module` whose `require` could be called: libraries ask for one first, as for a Node at run time.
  const page = readBundle(out, pageEntries(join(out, 'page')), { membersLoad: false })
  const workers = [
    'store-worker',
    'reader-worker',
    'ocr-worker',
    'chunking-worker',
    'entity-worker',
    'vector-worker',
    'pac-worker',
    'certificate-worker',
    'token-worker',
    'onnx-process',
    'gguf-process',
    'language-model-process',
  ]
  const engines = ['cli', 'engine-process', ...workers]
  const node = readBundle(
    out,
    engines.map((name) => join(out, 'node', `${name}.js`)),
  )
  const preload = readBundle(out, scriptsIn(join(out, 'preload')))
  return {
    files: new Set([...page.files, ...node.files, ...preload.files]).size,
    violations: [
      ...page.imports.filter(({ name }) => isBuiltin(name) || isElectron(name)).map(describe('the page')),
      ...page.emptied.map((file) => `the page holds an emptied Node built-in: ${file}`),
      ...node.imports.filter(({ name }) => isElectron(name)).map(describe('the engine')),
      ...preload.imports.filter(({ name }) => !isElectron(name)).map(describe('the preload script')),
    ],
  }
}

interface Import {
  readonly name: string
  readonly file: string
}

interface Bundle {
  readonly files: readonly string[]
  readonly imports: readonly Import[]
  /** Files in which the bundler replaced a Node built-in by an empty module, so that no import is left to see. */
  readonly emptied: readonly string[]
}

const describe =
  (bundle: string) =>
  ({ name, file }: Import) =>
    `${bundle} imports ${name}: ${file}`

const isElectron = (name: string) => name === 'electron' || name.startsWith('electron/')

function scriptsIn(folder: string): string[] {
  const scripts = existsSync(folder) ? readdirSync(folder).filter((name) => /\.[cm]?js$/.test(name)) : []
  if (scripts.length === 0) throw new Error(`Nothing was built in ${folder}.`)
  return scripts.map((name) => join(folder, name))
}

/** The scripts and preloaded modules that the page's HTML names. */
function pageEntries(folder: string): string[] {
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  const named = [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+\.m?js)"/g)]
  if (named.length === 0) throw new Error(`${folder}/index.html names no script.`)
  return named.map(([, path = '']) => resolve(folder, path.replace(/^\//, '')))
}

/** `membersLoad`: whether `x.require(…)` loads a module. */
function readBundle(out: string, entries: readonly string[], { membersLoad } = { membersLoad: true }): Bundle {
  const files: string[] = []
  const imports: Import[] = []
  const emptied: string[] = []
  const waiting = [...entries]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.includes(path)) continue
    files.push(path)
    const source = readFileSync(path, 'utf8')
    const file = relative(out, path)
    if (source.includes('__vite-browser-external')) emptied.push(file)
    const { modules, urls } = referencesIn(path, source, { membersLoad })
    const folder = dirname(path)
    waiting.push(...modules.filter(isRelative).map((name) => resolve(folder, name)))
    imports.push(...modules.filter((name) => !isRelative(name)).map((name) => ({ name, file })))
    // Workers are named by address. An address may also be of something that is no file of the build.
    waiting.push(...urls.map((name) => resolve(folder, name)).filter(isScript))
  }
  return { files, imports, emptied }
}

const isRelative = (name: string) => name.startsWith('./') || name.startsWith('../')
const isScript = (path: string) => ['.js', '.mjs', '.cjs'].includes(extname(path)) && existsSync(path)

/** Names of `import`, `export … from`, `import()` and `require()`, and of `new URL(name, …)`, where they are literal. */
export function referencesIn(
  path: string,
  source: string,
  { membersLoad } = { membersLoad: true },
): { modules: string[]; urls: string[] } {
  const modules: string[] = []
  const urls: string[] = []
  // A list of its own and no recursion: a bundle holds sums of thousands of terms, each one level deeper.
  const waiting: ts.Node[] = [ts.createSourceFile(path, source, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS)]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) addLiteral(modules, node.moduleSpecifier)
    if (ts.isCallExpression(node) && loadsModule(node.expression, membersLoad)) addLiteral(modules, node.arguments[0])
    if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'URL') {
      addLiteral(urls, node.arguments?.[0])
    }
    ts.forEachChild(node, (child) => {
      waiting.push(child)
    })
  }
  return { modules, urls }
}

/**
 * `import(…)`, `require(…)`, `x.require(…)`. A renamed `require` is not seen. `process.getBuiltinModule(…)` is let pass: it
 * asks at run time whether there is a Node, as pdf.js does, and brings nothing into the bundle.
 */
function loadsModule(expression: ts.Expression, membersLoad: boolean): boolean {
  if (expression.kind === ts.SyntaxKind.ImportKeyword) return true
  if (!membersLoad && ts.isPropertyAccessExpression(expression)) return false
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression
  return ts.isIdentifier(name) && /^(?:__)?require[$\d]*$/.test(name.text)
}

function addLiteral(list: string[], node: ts.Node | undefined): void {
  if (node !== undefined && ts.isStringLiteralLike(node)) list.push(node.text)
}

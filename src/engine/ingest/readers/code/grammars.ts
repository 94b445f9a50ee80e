import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Language, Tree } from 'web-tree-sitter'

/** The grammar of each language that has one. C is close enough to C++ for what is declared where. */
const grammars: Record<string, string> = {
  bash: 'bash',
  c: 'cpp',
  cpp: 'cpp',
  csharp: 'c-sharp',
  css: 'css',
  go: 'go',
  ini: 'ini',
  java: 'java',
  javascript: 'javascript',
  php: 'php',
  powershell: 'powershell',
  python: 'python',
  ruby: 'ruby',
  rust: 'rust',
  tsx: 'tsx',
  typescript: 'typescript',
}

/** Longer files are generated, and their trees take ninety times their size in memory. UTF-16 units. */
const longestSource = 1_000_000

/** A line like this is made by a tool that makes files small; its syntax tells nobody anything. UTF-16 units. */
const longestLine = 20_000

const longestParseMs = 5_000

const loaded = new Map<string, Promise<Language>>()

/**
 * The syntax tree of a source file, to be deleted by the caller. Null when its language has no grammar, and for what is
 * too large or takes too long to parse.
 */
export async function parseSource(text: string, language: string): Promise<Tree | null> {
  const grammar = grammars[language]
  if (grammar === undefined || text.length > longestSource || hasLongLine(text)) return null
  const { Parser } = await import('web-tree-sitter')
  const languageOfTree = await loadGrammar(grammar)
  const parser = new Parser()
  try {
    parser.setLanguage(languageOfTree)
    const begun = performance.now()
    return parser.parse(text, null, { progressCallback: () => performance.now() - begun > longestParseMs })
  } finally {
    parser.delete()
  }
}

function loadGrammar(grammar: string): Promise<Language> {
  const known = loaded.get(grammar) ?? load(grammar)
  loaded.set(grammar, known)
  return known
}

/** From the package's files beside this program, in the source tree and in the build. */
async function load(grammar: string): Promise<Language> {
  const { Language, Parser } = await import('web-tree-sitter')
  await Parser.init()
  const url = import.meta.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`)
  return Language.load(await readFile(fileURLToPath(url)))
}

function hasLongLine(text: string): boolean {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start)
    if ((end < 0 ? text.length : end) - start > longestLine) return true
    start = end < 0 ? text.length : end + 1
  }
  return false
}

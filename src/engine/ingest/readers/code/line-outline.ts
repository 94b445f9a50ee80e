import { deepestSymbol, isSameSymbol, type OutlineMark, tidyName } from './outline.ts'

const name = String.raw`["'\x60\[]?([\p{L}_$][\p{L}\p{N}_$.:*?!-]*)`

/** Words that may stand before the one that declares something. */
const modifiers = String.raw`(?:(?:pub(?:\([^)]*\))?|public|private|protected|internal|open|final|abstract|sealed|static|export|default|async|override|inline|virtual|local|data|case|implicit|lazy|const|unsafe|extern|suspend|operator|fileprivate|mutating|partial|shared|noncomputable|recursive|pure|elemental|@\w+)\s+)*`

const keywords =
  'class|interface|object|struct|enum|trait|protocol|extension|impl|module|namespace|package|actor|contract|library|service|message|mixin|instance|fun|func|function|def|defp|defmodule|defmacro|defn|defun|fn|sub|proc|procedure|subroutine|program|macro|method|rpc|type|record|typealias|component|entity|architecture|resource|variable|output|provider|predicate|theorem|lemma|test'

/** How languages say what they declare; the first group that matched is the name. */
const patterns = [
  new RegExp(String.raw`^\s*\(?${modifiers}(?:${keywords})\b\s+(?:\([^)]*\)\s*)?${name}`, 'iu'),
  /^\s*(?:CREATE|ALTER)\s+(?:OR\s+REPLACE\s+)?(?:TEMP(?:ORARY)?\s+|UNIQUE\s+|MATERIALIZED\s+)?(?:TABLE|VIEW|INDEX|FUNCTION|PROCEDURE|TRIGGER|TYPE|SCHEMA|SEQUENCE|DATABASE|ROLE)\s+(?:IF\s+NOT\s+EXISTS\s+)?["`[]?([\w.$"`\][]+)/iu,
  // R and JavaScript give a function to a name.
  /^\s*(?:const\s+|let\s+|var\s+|local\s+)?([\p{L}_.][\p{L}\p{N}_.]*)\s*(?:<-|=|:=)\s*(?:async\s+)?(?:function\b|\\\()/u,
  // A section of a configuration.
  /^\[{1,2}([^\]\n]+)\]{1,2}\s*(?:[#;].*)?$/u,
  // What C and its kin declare without a word for it: a type, a name, parameters, and a body.
  /^[\p{L}_][\p{L}\p{N}_<>,.:*&[\]?\s]*?[\s*&]([\p{L}_~][\p{L}\p{N}_:~]*)\s*\([^;=]*\)[^;=]*\{?\s*$/u,
  // A target of a makefile, a key of YAML.
  /^([\p{L}_.$%/][\p{L}\p{N}_.$%/()-]*)\s*:(?!=)(?:\s|$)/u,
  /^<(template|script|style)\b/u,
]

/** What has no name of its own after a word that is one elsewhere: `if (x) {`. */
const notNames =
  /^(?:if|else|for|while|switch|return|catch|elseif|unless|until|when|match|do|with|end|and|or|not|in|is|of)$/i

/** Lines that only end something. */
const closing = /^[\s)\]};,]*(?:end\w*|fi|done|esac)?\b[\s)\]};,]*(?:[#/-].*)?$/i

const comment = /^\s*(?:\/\/|\/\*|\*|#(?!!)|--|;|%|"""|'''|@\w|\(\*)/

type Line = { row: number; level: number; text: string }

/**
 * What is declared where by indentation, for languages without a grammar: a line that declares something holds the lines
 * that are indented below it. Where nothing is indented, braces tell how deep a line is.
 */
export function outlineLines(lines: readonly string[]): OutlineMark[] {
  const levels = levelsOf(lines)
  const marks: OutlineMark[] = []
  const open: { level: number; name: string }[] = []
  let leading: number | null = null
  for (const { row, level, text } of levels) {
    if (comment.test(text)) {
      leading ??= row
      continue
    }
    while (open.length > 0 && level <= (open.at(-1)?.level ?? 0) && !isClosing(text)) open.pop()
    const declared = open.length < deepestSymbol ? nameIn(text) : null
    if (declared !== null) open.push({ level, name: declared })
    const from = leading !== null && isRightAbove(lines, leading, row) ? leading : row
    const symbol = open.map(({ name: outer }) => outer)
    const last = marks.at(-1)
    if (last === undefined || declared !== null || !isSameSymbol(last.symbol, symbol)) {
      marks.push({ row: last === undefined ? 0 : from, symbol, imports: false })
    }
    leading = null
  }
  return marks
}

/** Lines with text, and how deep they are. */
function levelsOf(lines: readonly string[]): Line[] {
  const filled = lines.flatMap((text, row) => (text.trim() === '' ? [] : [{ row, text }]))
  const indents = filled.map(({ text }) => indentOf(text))
  if (indents.some((indent) => indent > 0)) {
    return filled.map((line, index) => ({ ...line, level: indents[index] ?? 0 }))
  }
  let depth = 0
  return filled.map((line) => {
    const level = depth - (/^[)\]}]/.test(line.text) ? 1 : 0)
    depth = Math.max(0, depth + countOf(line.text, '{') - countOf(line.text, '}'))
    return { ...line, level: Math.max(0, level) }
  })
}

/** A tab is as wide as four spaces. */
function indentOf(text: string): number {
  const [space = ''] = /^[^\S\n]*/.exec(text) ?? []
  return space.length + 3 * countOf(space, '\t')
}

function countOf(text: string, character: string): number {
  return text.split(character).length - 1
}

/** Patterns see the beginning of a line only: what declares something is short, and what is long may cost them much. */
const longestDeclaration = 300

function nameIn(text: string): string | null {
  if (text.length > longestDeclaration) return null
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1]
    if (found !== undefined && !notNames.test(found))
      return tidyName(found.replace(/["'`[\]]/g, '').replace(/[:.]+$/, ''))
  }
  return null
}

function isClosing(text: string): boolean {
  return text.length <= longestDeclaration && closing.test(text)
}

function isRightAbove(lines: readonly string[], from: number, row: number): boolean {
  return lines.slice(from, row).every((line) => line.trim() !== '')
}

import type { FoundEntity } from './found-entity.ts'

const mail =
  /[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}])/gu
const url = /(?<![\p{L}\p{N}])(?:https?|ftp):\/\/[^\s<>"“”«»|\\^`{}]{3,2000}/giu
/** Endings of names that stand in texts without `http`: those that are no words, and no endings of files, in common use. */
const ending =
  'com|org|net|edu|gov|mil|int|info|biz|eu|uk|us|ca|au|nz|ie|de|at|ch|fr|be|nl|lu|es|pt|it|se|no|dk|fi|pl|cz|hu|ro|bg|gr|tr|ru|ua|jp|cn|kr|tw|hk|sg|in|br|mx|ar|cl|co|za|ng|ke|eg|ae|sa|il|io|ai|dev|app'
const domain = new RegExp(
  String.raw`(?<![\p{L}\p{N}@/._-])(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,6}(?:${ending})(?![\p{L}\p{N}_@-]|\.[\p{L}\p{N}])`,
  'giu',
)

/** E-mail addresses, web addresses and domains. An address counts the same with and without `www.` and a last slash. */
export function findAddresses(text: string): FoundEntity[] {
  return [
    ...matches(text, url, (written) => trimAddress(written)),
    ...matches(text, mail, (written) => written),
    ...matches(text, domain, (written) => written),
  ]
}

function matches(text: string, pattern: RegExp, trim: (written: string) => string): FoundEntity[] {
  return [...text.matchAll(pattern)].map((match) => {
    const written = trim(match[0])
    return { kind: 'address', folded: foldAddress(written), start: match.index, end: match.index + written.length }
  })
}

/** Without what ends the sentence around it; a closing bracket belongs to it when it opens one. */
function trimAddress(written: string): string {
  const bare = written.replace(/[.,;:!?'’*…。，、]+$/u, '')
  const opens = bare.split('(').length
  return bare.endsWith(')') && bare.split(')').length > opens ? trimAddress(bare.slice(0, -1)) : bare
}

/** Names of servers have no case; what follows them may have. */
function foldAddress(written: string): string {
  const [, rest = written] = /^[a-z]+:\/\/(.*)$/isu.exec(written) ?? []
  const [, host = rest, path = ''] = /^([^/?#]*)(.*)$/su.exec(rest) ?? []
  return `${host.toLowerCase().replace(/^www\./u, '')}${path.replace(/#.*$/su, '').replace(/\/$/u, '')}`
}

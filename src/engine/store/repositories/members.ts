/**
 * SQL that holds when the address in `member` lies inside the file at the address in `container`, at any depth. Both are
 * SQL: a column or a parameter, as in `memberUriRange('d.uri', ':uri')`. Uses an index on the member's column.
 */
export function memberUriRange(member: string, container: string): string {
  // `0` is the character after `/`, so the range holds whatever begins with the container's address and `!/`.
  return `(${member} >= ${container} || '!/' AND ${member} < ${container} || '!0')`
}

/** The same, and for the container itself. One range, because an OR of two would look at every row of a job. */
export function withMembersUriRange(uri: string, container: string): string {
  const isEither = `(${uri} = ${container} OR ${uri} >= ${container} || '!/')`
  return `(${uri} >= ${container} AND ${uri} < ${container} || '!0' AND ${isEither})`
}

/** SQL that holds for the address of a file inside a file: Diwan keeps its bytes, whatever becomes of the file around it. */
export function isMemberUri(uri: string): string {
  return `instr(${uri}, '!/') > 0`
}

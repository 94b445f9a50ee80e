/**
 * SQL that holds when the address in `member` lies inside the file at the address in `container`, at any depth. Both are
 * SQL: a column or a parameter, as in `memberUriRange('d.uri', ':uri')`. Uses an index on the member's column.
 */
export function memberUriRange(member: string, container: string): string {
  // `0` is the character after `/`, so the range holds whatever begins with the container's address and `!/`.
  return `(${member} >= ${container} || '!/' AND ${member} < ${container} || '!0')`
}

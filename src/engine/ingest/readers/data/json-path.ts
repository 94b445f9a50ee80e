/** Keys of a path that are shown: the outermost and the innermost; a path of thousands says no more. */
const outermost = 8
const innermost = 16
const longestKey = 200

/** A path as people write it: `users[3].address.city`; '' for the whole. */
export function showPath(path: readonly (string | number)[]): string {
  if (path.length <= outermost + innermost) return join(path)
  return `${join(path.slice(0, outermost))}…${join(path.slice(-innermost))}`
}

function join(path: readonly (string | number)[]): string {
  return path.reduce<string>((shown, key) => {
    if (typeof key === 'number') return `${shown}[${key}]`
    const name = key.length > longestKey ? `${key.slice(0, longestKey).toWellFormed()}…` : key
    return shown === '' ? name : `${shown}.${name}`
  }, '')
}

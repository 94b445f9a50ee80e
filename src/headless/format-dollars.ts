/** An amount of nano-dollars for people; what is less than a hundredth of a cent is said to be so. */
export function formatDollars(nanoDollars: number): string {
  if (nanoDollars === 0) return 'nothing'
  const dollars = nanoDollars / 1e9
  return dollars < 0.0001 ? 'less than $0.0001' : `$${dollars.toFixed(dollars < 1 ? 4 : 2)}`
}

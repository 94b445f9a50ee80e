/** Characters of a token of the densest common text: what is shared out by this seldom takes more than it says. */
const charactersOfToken = 3

/** Tokens of a text, roughly: for sharing out room among parts of a prompt, which the model's own tokeniser counts later. */
export function roughTokens(text: string): number {
  return Math.ceil(text.length / charactersOfToken)
}

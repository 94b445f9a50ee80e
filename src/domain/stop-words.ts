/**
 * English words that say nothing about a subject: articles, pronouns, prepositions, conjunctions, auxiliaries and question
 * words, with the pieces that an apostrophe leaves behind (`don't` is indexed as `don` and `t`).
 */
const english = `
a about above after again against all am an and any are aren as at be because been before being below between both but
by can cannot could couldn did didn do does doesn doing don down during e.g each few for from further had hadn has hasn have
haven having he her here hers herself him himself his how i i.e if in into is isn it its itself just ll me more most mustn my
myself no nor not now of off on once only or other our ours ourselves out over own re s same shall she should shouldn so
some such t than that the their theirs them themselves then there these they this those through to too under until up ve
very was wasn we were weren what when where which while who whom why will with won would wouldn you your yours yourself
yourselves`

const stopWords: ReadonlySet<string> = new Set(english.trim().split(/\s+/))

/** Whether a word in lower case is a stop word. */
export function isStopWord(word: string): boolean {
  return stopWords.has(word)
}

/** Advance widths of Helvetica for the characters from space to tilde, in thousandths of its size (Adobe's AFM). */
const widths = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
]
const otherWidth = 556

/**
 * About how wide a text would be set, in thousandths of its size. Only the proportion of two texts in one face means
 * anything: faces differ far more in width than in how their letters compare.
 */
export function estimateWidth(text: string): number {
  let width = 0
  for (let index = 0; index < text.length; index++) width += widths[text.charCodeAt(index) - 32] ?? otherWidth
  return width
}

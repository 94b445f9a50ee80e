import { z } from 'zod'

/** UUID version 7: sorts by time of creation. */
export const Id = z.uuid().describe('UUID version 7')

/** Milliseconds since 1970-01-01 UTC. */
export const Timestamp = z.int().nonnegative().describe('milliseconds since 1970-01-01 UTC')

/** A library is named by its id or by its name, so that a person can type it. */
export const LibraryReference = z.string().min(1).max(200).describe('id or name of a library')

/** Half-open range of UTF-16 code units in a document's canonical text: `text.slice(start, end)` is what it means. */
export const Span = z.object({ start: z.int().nonnegative(), end: z.int().nonnegative() })
export type Span = z.infer<typeof Span>

export const Milliseconds = z.number().nonnegative().describe('milliseconds')

/** One page of a longer list. */
export const Paging = z.object({
  offset: z.int().nonnegative().default(0),
  limit: z.int().min(1).max(500).default(100),
})

/** A word or a few that a person puts on documents; compared without regard to case or to how Unicode composes it. */
export const Tag = z
  .string()
  .transform((tag) => tag.normalize('NFC').trim().replace(/\s+/g, ' '))
  .pipe(z.string().min(1).max(60))

/** A list, or its only item without a list around it: a form that has a field once does not tell the two apart. */
export function orOne<Item extends z.ZodType>(list: z.ZodArray<Item>) {
  return z.union([list, list.element.transform((item) => [item])])
}

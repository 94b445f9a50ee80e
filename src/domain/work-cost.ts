/** What a kind of file takes of one reader: seconds for each file, and for each megabyte of it. */
type Cost = { perFile: number; perMegabyte: number }

/**
 * Kinds whose cost differs by more than their size says. The figures are of a plain laptop; only how they relate matters,
 * because each job measures its own.
 */
const priors = {
  text: { perFile: 0.005, perMegabyte: 0.6 },
  office: { perFile: 0.03, perMegabyte: 1 },
  pdf: { perFile: 0.06, perMegabyte: 1.2 },
  image: { perFile: 2, perMegabyte: 1 },
  archive: { perFile: 0.05, perMegabyte: 2 },
  page: { perFile: 0.6, perMegabyte: 0.6 },
} satisfies Record<string, Cost>

export type WorkKind = keyof typeof priors

const kinds: readonly [WorkKind, string][] = [
  ['office', 'docx pptx xlsx odt ods odp rtf epub msg'],
  ['pdf', 'pdf'],
  ['image', 'png jpg jpeg tif tiff bmp gif webp'],
  ['archive', 'zip mbox'],
  ['page', 'url'],
]
const kindOf = new Map(kinds.flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind] as const)))

/** `extension` without its dot and in lower case; `url` for a page of the web. Everything unknown is read as text. */
export function workKind(extension: string): WorkKind {
  return kindOf.get(extension) ?? 'text'
}

/** Files of one kind, together. */
export type WorkAmount = { kind: WorkKind; items: number; bytes: number }

/** Seconds of reading after which a measurement weighs as much as what was expected before it. */
const trustSeconds = 2

/**
 * Learns what the files of one job cost. A kind that has not been met yet is expected to differ from its prior as the
 * rest of the job does: a slow machine is slow with everything.
 */
export function createWorkCosts() {
  const measured = new Map<WorkKind, { expected: number; seconds: number }>()
  const all = { expected: 0, seconds: 0 }

  const expect = ({ kind, items, bytes }: WorkAmount): number =>
    items * priors[kind].perFile + (bytes / 1_000_000) * priors[kind].perMegabyte

  /** How many times what was expected it really took. */
  function ratioOf(kind: WorkKind): number {
    const overall = all.expected === 0 ? 1 : all.seconds / all.expected
    const known = measured.get(kind)
    if (known === undefined) return overall
    // The pull of the overall ratio fades as this kind is measured; its weight is in seconds as expected.
    const pull = Math.min(trustSeconds, known.expected)
    return (known.seconds + overall * pull) / (known.expected + pull)
  }

  return {
    learn(amount: WorkAmount, seconds: number): void {
      const expected = expect(amount)
      const known = measured.get(amount.kind) ?? { expected: 0, seconds: 0 }
      measured.set(amount.kind, { expected: known.expected + expected, seconds: known.seconds + seconds })
      all.expected += expected
      all.seconds += seconds
    },
    /** Seconds of one reader that these files will take. */
    estimate: (amount: WorkAmount): number => expect(amount) * ratioOf(amount.kind),
  }
}

export type WorkCosts = ReturnType<typeof createWorkCosts>

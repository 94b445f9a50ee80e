import { createContext } from 'react'
import type { Asked } from '../../app/view-state.ts'

/** What the answer around a citation was looked for with; null where nobody asked, as in a checked text. */
export const AskedContext = createContext<Asked | null>(null)

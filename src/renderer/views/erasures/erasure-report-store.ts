import { create } from 'zustand'

/** What is shown of erasures: one report, the list of all, or nothing. */
type Shown = { reportId: string } | 'list' | null

type ErasureReportState = { shown: Shown; show(reportId: string): void; showList(): void; close(): void }

/** The report that lies over the page, whichever view asked for it. */
export const useErasureReport = create<ErasureReportState>((set) => ({
  shown: null,
  show: (reportId) => set({ shown: { reportId } }),
  showList: () => set({ shown: 'list' }),
  close: () => set({ shown: null }),
}))

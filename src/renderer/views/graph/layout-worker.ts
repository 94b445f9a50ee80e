import { computeLayout, type LayoutInput } from './compute-layout.ts'

/** The thread's entry: layouts are computed beside the page, which stays free for the person meanwhile. */
self.addEventListener('message', ({ data }: MessageEvent<{ number: number; input: LayoutInput }>) => {
  self.postMessage({ number: data.number, layout: computeLayout(data.input) })
})

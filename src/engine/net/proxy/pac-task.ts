/** `url` without path and query; `mostMs` of computing. */
export type PacTask = { id: number; script: string; url: string; host: string; mostMs: number }

/** In the words of a PAC file, such as `PROXY host:port; DIRECT`. */
export type PacReply = { id: number; answer: string } | { id: number; error: string }

/** `url` without path and query; `computingMs` at most, the names that it asks for apart. */
export type PacTask = { id: number; script: string; url: string; host: string; computingMs: number }

/** In the words of a PAC file, such as `PROXY host:port; DIRECT`. */
export type PacReply = { id: number; answer: string } | { id: number; error: string }

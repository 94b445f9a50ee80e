import Database from 'better-sqlite3-multiple-ciphers'

/** How long the statements of one name took together. */
export type QueryTiming = { name: string; milliseconds: number }

type Parameters = readonly unknown[] | Record<string, unknown>

/** What a read may do. Repositories' read functions take this type, so that a write inside one does not compile. */
export type ReadConnection = {
  all<Row>(name: string, sql: string, parameters?: Parameters): Row[]
  get<Row>(name: string, sql: string, parameters?: Parameters): Row | undefined
}

/** What a write may do, always inside the one transaction that the store opened for it. */
export type WriteConnection = ReadConnection & {
  run(name: string, sql: string, parameters?: Parameters): { changes: number; lastInsertRowid: number }
  /** Statements without parameters, such as the tables of a new library's index. */
  execute(name: string, sql: string): void
  /**
   * Runs a part of the transaction. When it throws, what it did is undone, the error is the answer, and the transaction
   * goes on; the error is thrown only when SQLite has given up the whole transaction.
   */
  attempt<Result>(work: () => Result): Attempt<Result>
}

export type Attempt<Result> = { ok: true; result: Result } | { ok: false; error: unknown }

export type Connection = WriteConnection & {
  transaction<Result>(work: () => Result): Result
  /** Runs reads on one state of the database, whatever is written meanwhile. */
  snapshot<Result>(work: () => Result): Result
  /** The timings since the last call of this function, one for each name: a long document has thousands of statements. */
  takeTimings(): QueryTiming[]
  close(): void
}

/** Page cache at most. Searches come back to the same pages; a writer with more is not faster. */
const cacheMegabytes = { read: 64, write: 16 }

/** Connection tuning: 5 s of patience with a busy writer. */
const pragmas = ['foreign_keys = ON', 'synchronous = NORMAL', 'temp_store = MEMORY', 'busy_timeout = 5000']

/**
 * Opens the encrypted database. `key` is the 32-byte data key, used as it is (ChaCha20-Poly1305 a page), so no
 * derivation slows the start. A wrong key fails here with SQLITE_NOTADB.
 *
 * `checkpoint` is called before each statement; what it throws ends the operation there.
 */
export function openConnection(options: {
  path: string
  key: Uint8Array
  mode: 'read' | 'write'
  checkpoint?: () => void
}): Connection {
  const database = new Database(options.path, { readonly: options.mode === 'read' })
  try {
    database.pragma(`cipher = 'chacha20'`)
    database.pragma(`key = "raw:${Buffer.from(options.key).toString('hex')}"`)
    if (options.mode === 'write') {
      database.pragma('journal_mode = WAL')
      // What is deleted is overwritten, so that nothing of an erased document stays in pages that nobody uses.
      database.pragma('secure_delete = ON')
    }
    for (const pragma of pragmas) database.pragma(pragma)
    // Negative means KiB.
    database.pragma(`cache_size = -${cacheMegabytes[options.mode] * 1024}`)
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
  } catch (error) {
    database.close()
    throw error
  }
  return wrap(database, options.checkpoint)
}

/** Names and times every statement of a database, and prepares each SQL text once. */
export function wrap(database: Database.Database, checkpoint?: () => void): Connection {
  const statements = new Map<string, Database.Statement>()
  let timings = new Map<string, number>()

  function note(name: string, start: number): void {
    timings.set(name, (timings.get(name) ?? 0) + performance.now() - start)
  }

  function timed<Result>(name: string, sql: string, use: (statement: Database.Statement) => Result): Result {
    checkpoint?.()
    let statement = statements.get(sql)
    if (statement === undefined) {
      statement = database.prepare(sql)
      statements.set(sql, statement)
    }
    const start = performance.now()
    try {
      return use(statement)
    } finally {
      note(name, start)
    }
  }

  return {
    all: <Row>(name: string, sql: string, parameters: Parameters = []) =>
      timed(name, sql, (statement) => statement.all(parameters) as Row[]),
    get: <Row>(name: string, sql: string, parameters: Parameters = []) =>
      timed(name, sql, (statement) => statement.get(parameters) as Row | undefined),
    run: (name, sql, parameters = []) =>
      timed(name, sql, (statement) => {
        const { changes, lastInsertRowid } = statement.run(parameters)
        return { changes, lastInsertRowid: Number(lastInsertRowid) }
      }),
    execute(name, sql) {
      const start = performance.now()
      database.exec(sql)
      note(name, start)
    },
    attempt(work) {
      try {
        // Within a transaction this is a savepoint.
        return { ok: true, result: database.transaction(work)() }
      } catch (error) {
        if (!database.inTransaction) throw error
        return { ok: false, error }
      }
    },
    transaction: (work) => database.transaction(work).immediate(),
    snapshot: (work) => database.transaction(work).deferred(),
    takeTimings() {
      const taken = timings
      timings = new Map()
      return Array.from(taken, ([name, milliseconds]) => ({ name, milliseconds }))
    },
    close: () => void database.close(),
  }
}

// A thread with a DuckDB in memory. Whoever started it may wait for an answer without giving up its own thread (Atomics.wait),
// which no promise allows: that is why the database has a thread of its own. The one file that knows the package.
import { parentPort, workerData } from 'node:worker_threads'

const { port, signal, config } = workerData
/** Results that are read piece by piece, by number. */
const cursors = new Map()
let connection
let cursorCount = 0
let last = Promise.resolve()

parentPort.on('message', (request) => {
  last = last.then(() => answer(request))
})

async function answer({ id, ask, ...question }) {
  const reply = await asks[ask](question).then(
    (value) => ({ id, value }),
    (error) => ({ id, error: { code: error.code, message: error.message } }),
  )
  port.postMessage(reply, reply.value instanceof Int32Array ? [reply.value.buffer] : [])
  Atomics.add(signal, 0, 1)
  Atomics.notify(signal, 0)
}

const asks = {
  async open() {
    const { DuckDBInstance } = await import('@duckdb/node-api')
    connection = await (await DuckDBInstance.create(':memory:', config)).connect()
  },

  rows: async ({ sql, values }) => (await connection.run(sql, values)).getRowsJS(),

  /** One column of INTEGER. */
  async numbers({ sql }) {
    const result = await connection.stream(sql)
    const chunks = []
    for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) chunks.push(Int32Array.from(chunk.getColumnValues(0)))
    const all = new Int32Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
    chunks.reduce((at, chunk) => (all.set(chunk, at), at + chunk.length), 0)
    return all
  },

  async start({ sql }) {
    cursors.set(++cursorCount, (await connection.stream(sql)).yieldRowsJs())
    return cursorCount
  },

  /** Undefined: that was all. */
  async next({ cursor }) {
    const { value, done } = await cursors.get(cursor).next()
    if (done) cursors.delete(cursor)
    return done ? undefined : value
  },

  async columns({ sql }) {
    return (await connection.run(`SELECT * FROM ${sql} LIMIT 0`)).columnNameAndTypeObjectsJson()
  },
}

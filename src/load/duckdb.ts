import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel, Worker, receiveMessageOnPort } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { DatabaseError } from './database.js'
import type { Column, Database, Row } from './database.js'

/** Opens a database on a thread of its own, through the package `@duckdb/node-api`, which need not be there. */
export async function openDuckDb(): Promise<Database> {
  const { line, worker } = openLine()
  await line.ask({ ask: 'open' })
  const database: Database = {
    rows: (sql, values) => line.ask({ ask: 'rows', sql, values }) as Promise<readonly Row[]>,
    rowsNow: (sql, values) => line.askNow({ ask: 'rows', sql, values }) as readonly Row[],
    stream: (sql) => streamed(line, sql),
    numbers: (sql) => line.ask({ ask: 'numbers', sql }) as Promise<Int32Array>,
    columns: (sql) => line.ask({ ask: 'columns', sql }) as Promise<readonly Column[]>,
  }
  forgotten.register(database, worker)
  return database
}

/** A tenant is never closed: its database ends when nobody knows the tenant any more. */
const forgotten = new FinalizationRegistry<Worker>((worker) => void worker.terminate())

async function* streamed({ ask }: Line, sql: string): AsyncGenerator<readonly Row[]> {
  const cursor = await ask({ ask: 'start', sql })
  for (;;) {
    const rows = (await ask({ ask: 'next', cursor })) as readonly Row[] | undefined
    if (rows === undefined) return
    yield rows
  }
}

interface Line {
  ask(question: object): Promise<unknown>
  askNow(question: object): unknown
}

interface Reply {
  readonly id: number
  readonly value?: unknown
  readonly error?: { readonly code?: string; readonly message: string }
}

/** Questions to the thread, and answers from it. It does not keep the process alive; an unanswered question does. */
function openLine(): { readonly line: Line; readonly worker: Worker } {
  const { port1: port, port2 } = new MessageChannel()
  const signal = new Int32Array(new SharedArrayBuffer(4))
  const worker = startWorker(port2, signal)
  const waiting = new Map<number, (reply: Reply) => void>()
  let count = 0

  function settle(reply: Reply): void {
    waiting.get(reply.id)?.(reply)
    waiting.delete(reply.id)
    if (waiting.size === 0) port.unref()
  }

  function ask(question: object): Promise<unknown> {
    const id = ++count
    port.ref()
    return new Promise((resolve, reject) => {
      waiting.set(id, (reply) => (reply.error === undefined ? resolve(reply.value) : reject(errorOf(reply.error))))
      worker.postMessage({ id, ...question }, [])
    })
  }

  function askNow(question: object): unknown {
    const id = ++count
    let answer: Reply | undefined
    waiting.set(id, (reply) => (answer = reply))
    worker.postMessage({ id, ...question }, [])
    while (answer === undefined) waitFor(port, signal, settle)
    const { error, value } = answer as Reply
    if (error !== undefined) throw errorOf(error)
    return value
  }

  port.on('message', settle)
  port.unref()
  worker.on('error', (error) => [...waiting.keys()].forEach((id) => settle({ id, error: { message: error.message } })))
  return { line: { ask, askNow }, worker }
}

/** Sleeps until there is an answer, and gives on what came. */
function waitFor(port: MessagePort, signal: Int32Array, take: (reply: Reply) => void): void {
  const before = Atomics.load(signal, 0)
  const received = receiveMessageOnPort(port) as { readonly message: Reply } | undefined
  if (received === undefined) Atomics.wait(signal, 0, before)
  else take(received.message)
}

/** Nothing is fetched from anywhere, and what has no room in memory goes to a folder of the machine's. */
function startWorker(port: MessagePort, signal: Int32Array): Worker {
  tidyAtExit()
  const config = { memory_limit: '1GB', temp_directory: spill, autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' }
  const worker = new Worker(new URL('./duckdb-worker.mjs', import.meta.url), { workerData: { port, signal, config }, transferList: [port] })
  worker.unref()
  return worker
}

const spill = join(tmpdir(), `seatplan-${process.pid}-duckdb`)
let isTidied = false

function tidyAtExit(): void {
  if (!isTidied) process.once('exit', () => rmSync(spill, { recursive: true, force: true }))
  isTidied = true
}

const errorOf = ({ code, message }: { readonly code?: string; readonly message: string }): DatabaseError =>
  new DatabaseError(message.split('\n', 1)[0]!, code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND' || /native binding/.test(message))

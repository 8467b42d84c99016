import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { ProblemError } from '../../../core/base/problem.ts'
import type { Fresh } from '../known-lines.ts'
import type { ToldPage } from '../tell.ts'
import type { Answer, Failure, Order, StoredPage, ThreadSetup } from './order.ts'

/** Threads of an import: what they are asked is done side by side, and the asker keeps the order. */
export interface Threads {
  tell(page: readonly Fresh[]): Promise<ToldPage>
  /** The staged page that begins with that line is stored. */
  store(page: number): Promise<StoredPage>
  /** What may be asked at once: each thread has something to do while an answer is on its way. */
  hands: number
  /** What is still asked fails. */
  end(): Promise<void>
}

/** Postgres works for each of them: more would wait for it. */
const MOST = 4

/** The main thread and Postgres fill so many processors: threads of their own would take half as much again for fewer lines a second. */
const FILLED = 2

/** The number of threads that pay on this machine; 0 = there is nothing to share. */
export function threadsThatPay(): number {
  const processors = availableParallelism()
  return processors <= FILLED ? 0 : Math.min(processors, MOST)
}

/** Young objects of a page outlive the room that V8 gives them by itself, and would be copied twice. */
const YOUNG_MB = 64

interface Asked {
  resolve: (answer: Answer) => void
  reject: (error: unknown) => void
}

interface Thread {
  worker: Worker
  asked: Map<number, Asked>
  /** Why it ended; absent = it goes on. */
  failed?: unknown
}

export function startThreads(setup: ThreadSetup, count: number): Threads {
  const threads = Array.from({ length: count }, () => startThread(setup))
  let next = 0
  let ended = false
  const ask = (order: (id: number) => Order): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const [idlest] = threads.toSorted((a, b) => a.asked.size - b.asked.size)
      if (!idlest || ended) return reject(new Error('the threads of the import have ended'))
      // One that has died has nothing to do, and would never answer.
      const dead = threads.find(({ failed }) => failed !== undefined)
      if (dead) return reject(dead.failed)
      const id = ++next
      idlest.asked.set(id, { resolve, reject })
      idlest.worker.postMessage(order(id))
    })
  return {
    tell: async (page) => {
      const lines = page.map(({ line: { line, head, text, cells }, mark, described }) => ({
        line: { line, head, text, cells },
        mark,
        described,
      }))
      const answer = await ask((id) => ({ id, lines }))
      if (!('told' in answer)) throw new Error('a thread answered otherwise than it was asked')
      return answer.told
    },
    store: async (page) => {
      const answer = await ask((id) => ({ id, page }))
      if (!('stored' in answer)) throw new Error('a thread answered otherwise than it was asked')
      return answer.stored
    },
    hands: 2 * count,
    end: async () => {
      ended = true
      await Promise.all(threads.map(({ worker }) => worker.terminate()))
    },
  }
}

function startThread(workerData: ThreadSetup): Thread {
  const worker = new Worker(entry(), {
    name: 'import',
    workerData,
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  })
  const asked: Thread['asked'] = new Map()
  const thread: Thread = { worker, asked }
  const fail = (error: unknown): void => {
    thread.failed ??= error
    for (const { reject } of asked.values()) reject(thread.failed)
    asked.clear()
  }
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('a thread of the import has ended')))
  worker.on('message', (answer: Answer) => {
    const one = asked.get(answer.id)
    asked.delete(answer.id)
    if ('failed' in answer) one?.reject(errorOf(answer.failed))
    else one?.resolve(answer)
  })
  return thread
}

/** The error is what was thrown in the thread. */
function errorOf({ message, stack, code, problems }: Failure): Error {
  const error = problems ? new ProblemError(problems) : new Error(message)
  return Object.assign(error, stack !== undefined && { stack }, code !== undefined && { code })
}

/** A checkout has TypeScript as it stands: the thread has to be told how to read that before it reads its own file. */
function entry(): URL {
  const ending = extname(import.meta.url)
  const thread = new URL(`thread${ending}`, import.meta.url)
  if (ending !== '.ts') return thread
  const loader = import.meta.resolve('tsx/esm/api')
  const script = `import { register } from ${JSON.stringify(loader)}; register(); await import(${JSON.stringify(thread)})`
  return new URL(`data:text/javascript,${encodeURIComponent(script)}`)
}

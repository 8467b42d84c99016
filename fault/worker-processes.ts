import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Child, saysStarted, startChild } from '../src/shell/run/children.ts'
import { type WorkerName, WORKERS } from '../src/shell/run/workers.ts'

export const WORKER_NAMES = Object.keys(WORKERS) as WorkerName[]

/** Every worker as a process of its own, as `arrears worker` runs it. Whoever ends is started again, as a supervisor of processes would. */
export interface WorkerProcesses {
  /** SIGKILL, and a new process in its place. */
  kill(worker: WorkerName): Promise<void>
  /** SIGKILL, and nobody starts it until the answer is called. */
  end(worker: WorkerName): Promise<() => Promise<void>>
  /** SIGSTOP, and SIGCONT so much later. */
  freeze(worker: WorkerName, millis: number): Promise<void>
  /** One more of that kind, with other settings. */
  add(worker: WorkerName, env?: Record<string, string>): Promise<Child>
  /** Those that ended without being asked to; told once. */
  takeDeaths(): string[]
  /** The processes that run now. */
  pids(): { worker: WorkerName; pid: number }[]
  stop: () => Promise<void>
}

interface Options {
  env: Record<string, string>
  /** The folder that holds the id of a frozen process, for the guard. */
  folder: string
}

export async function startWorkers({ env, folder }: Options): Promise<WorkerProcesses> {
  const running = new Map<WorkerName, Child>()
  const added: Child[] = []
  let deaths: string[] = []
  let stopping = false

  const start = (worker: WorkerName, more: Record<string, string> = {}): Promise<Child> =>
    startChild({
      name: worker,
      module: 'src/cli/main',
      args: ['worker', worker],
      env: { ...env, ...more },
      ready: saysStarted,
    })
  const keep = async (worker: WorkerName): Promise<void> => {
    const child = await start(worker)
    running.set(worker, child)
    child.died.catch(() => {
      if (stopping || running.get(worker) !== child) return
      deaths.push(worker)
      keep(worker).catch(() => deaths.push(`${worker}, which did not start again`))
    })
  }
  const childOf = (worker: WorkerName): Child => {
    const child = running.get(worker)
    if (!child) throw new Error(`${worker} does not run`)
    return child
  }
  const stop = async (): Promise<void> => {
    stopping = true
    await Promise.all([...running.values(), ...added].map((child) => child.stop()))
  }
  const end = async (worker: WorkerName): Promise<() => Promise<void>> => {
    await killed(childOf(worker), () => running.delete(worker))
    return () => keep(worker)
  }
  try {
    await Promise.all(WORKER_NAMES.map(keep))
  } catch (error) {
    await stop()
    throw error
  }
  return {
    kill: async (worker) => (await end(worker))(),
    end,
    freeze: async (worker, millis) => {
      const { pid } = childOf(worker)
      const file = join(folder, 'frozen')
      writeFileSync(file, String(pid))
      process.kill(pid, 'SIGSTOP')
      await sleep(millis)
      process.kill(pid, 'SIGCONT')
      rmSync(file)
    },
    add: async (worker, more) => {
      const child = await start(worker, more)
      added.push(child)
      return child
    },
    takeDeaths: () => {
      const told = deaths
      deaths = []
      return told
    },
    pids: () => [...running].map(([worker, { pid }]) => ({ worker, pid })),
    stop,
  }
}

/** Nobody misses it: it is forgotten before it dies. */
async function killed(child: Child, forget: () => void): Promise<void> {
  forget()
  process.kill(child.pid, 'SIGKILL')
  await child.died.catch(() => {})
}

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ProblemError } from '../../core/base/problem.ts'

export interface Child {
  name: string
  pid: number
  /** The promise rejects when the child dies before it is asked to. */
  died: Promise<never>
  stop: () => Promise<void>
}

export interface ChildCommand {
  name: string
  /** The path of the module within the project, without an ending: `demo/provider/main`. */
  module: string
  args: string[]
  env: Record<string, string>
  /** True once it answers: a message over IPC, or an address. */
  ready(child: ChildProcess): Promise<void>
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const COMPILED = import.meta.url.endsWith('.js')
/** A page of cases outlives the 16 MB that V8 keeps for young objects, and was copied twice (decision 0018); the image says the same. */
const YOUNG = '--max-semi-space-size=64'

/** A process of the project: it runs TypeScript, or compiled code where this one does. It has a process group of its own, so that Ctrl-C comes to it through us, in order. */
export async function startChild(command: ChildCommand): Promise<Child> {
  const file = join(ROOT, `${command.module}.${COMPILED ? 'js' : 'ts'}`)
  if (!existsSync(file)) throw new Error(`${command.module} is missing`)
  const loader = COMPILED ? [] : ['--import', tsxLoader()]
  const child = spawn(process.execPath, [YOUNG, ...loader, file, ...command.args], {
    cwd: process.cwd(),
    env: { ...process.env, ...command.env },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let words = ''
  child.stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2000)))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let asked = false
  const died = ended.then((): never => {
    if (asked) return undefined as never
    throw dead(command.name, words)
  })
  died.catch(() => {})
  await Promise.race([command.ready(child), died, late(command.name)])
  const stop = async (): Promise<void> => {
    asked = true
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await Promise.race([ended, sleep(25_000, undefined, { ref: false })])
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await ended
  }
  return { name: command.name, pid: child.pid ?? 0, died, stop }
}

/** The path is not found by `import.meta.resolve`, which a test's set-up does not have. */
function tsxLoader(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
}

/** A process that says `started` over IPC is ready. */
export function saysStarted(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('message', () => resolve()))
}

/** A server is ready once the address answers anything at all. */
export function answers(url: string): () => Promise<void> {
  return async () => {
    for (;;) {
      try {
        await fetch(url)
        return
      } catch {
        await sleep(50)
      }
    }
  }
}

async function late(name: string): Promise<never> {
  await sleep(60_000, undefined, { ref: false })
  throw dead(name, 'it did not get ready within a minute')
}

function dead(name: string, words: string): ProblemError {
  return new ProblemError([
    {
      code: 'process_died',
      message: `${name} ended: ${words.trim().split('\n').slice(-3).join(' | ') || 'without a word'}`,
      suggestion: 'see .local/logs',
    },
  ])
}

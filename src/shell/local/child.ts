import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerUser } from './server-user.ts'

export interface ServerProcess {
  pid: number
  /** The last lines it wrote, for the message when it dies. */
  tail(): string
  exited(): boolean
  /** The child gets the signal; after a wait it is killed if it has not gone. */
  stop(signal?: NodeJS.Signals): Promise<void>
}

export interface ServerCommand {
  file: string
  args: string[]
  user: ServerUser | null
  env?: Record<string, string>
  cwd?: string
  stdin?: string
}

/** A server in a process group of its own, so that Ctrl-C in the terminal does not end it before its users have gone. */
export async function startServer(command: ServerCommand): Promise<ServerProcess> {
  const child = spawn(command.file, command.args, {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], LANG: 'C', ...command.env },
    cwd: command.cwd ?? '/',
    ...(command.user && { uid: command.user.uid, gid: command.user.gid }),
  })
  let text = ''
  const keep = (chunk: Buffer): void => void (text = (text + chunk.toString()).slice(-4000))
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  child.stdin.on('error', () => {})
  child.stdin.end(command.stdin ?? '')
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? 0))
    child.once('error', reject)
  })
  child.unref()
  for (const pipe of [child.stdout, child.stderr]) (pipe as unknown as { unref(): void }).unref()
  const exited = (): boolean => child.exitCode !== null || child.signalCode !== null
  return { pid, tail: () => text, exited, stop: (signal = 'SIGTERM') => stopChild(child, exited, signal) }
}

async function stopChild(child: ChildProcess, exited: () => boolean, signal: NodeJS.Signals): Promise<void> {
  if (exited()) return
  child.ref()
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill(signal)
  await Promise.race([gone, sleep(10_000, undefined, { ref: false })])
  if (!exited()) {
    child.kill('SIGKILL')
    await gone
  }
}

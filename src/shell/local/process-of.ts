import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Whether a process lives and its command line holds the word: a number alone may be somebody else's by now. */
export function isRunning(pid: number, word: string): boolean {
  return commandOf(pid).includes(word)
}

/** A server that an earlier run left behind is stopped. */
export async function stopLeftover(pid: number, word: string, signal: NodeJS.Signals): Promise<void> {
  if (!pid || !isRunning(pid, word)) return
  process.kill(pid, signal)
  for (let waited = 0; waited < 20_000 && isRunning(pid, word); waited += 50) await sleep(50)
  if (isRunning(pid, word)) process.kill(pid, 'SIGKILL')
}

function commandOf(pid: number): string {
  try {
    if (existsSync('/proc/self/cmdline'))
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' })
  } catch {
    return ''
  }
}

import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Child, ChildCommand, saysStarted } from '../../src/shell/run/children.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const run = promisify(execFile)

/** The project as `npm run build` makes it, in a folder of its own. */
export interface Compiled {
  /** One process that runs these workers. */
  workers(names: readonly string[], env: Record<string, string>): Promise<Child>
  /** A command of `arrears`, whatever it ends with. */
  cli(args: readonly string[], env: Record<string, string>): Promise<Ended>
  remove(): void
}

export interface Ended {
  code: number
  out: string
}

interface Children {
  startChild(command: ChildCommand): Promise<Child>
  saysStarted: typeof saysStarted
}

export async function compiled(): Promise<Compiled> {
  const folder = join(ROOT, '.local', `built-${process.pid}`)
  await run(process.execPath, [join(ROOT, 'bin', 'build.mjs'), folder])
  const children = (await import(join(folder, 'src/shell/run/children.js'))) as Children
  return {
    workers: (names, env) =>
      children.startChild({
        name: names.join('+'),
        module: 'src/cli/main',
        args: ['worker', ...names],
        env,
        ready: children.saysStarted,
      }),
    cli: (args, env) =>
      run(process.execPath, [join(folder, 'src/cli/main.js'), ...args], {
        env: { ...process.env, ...env },
      }).then(
        ({ stdout, stderr }) => ({ code: 0, out: stdout + stderr }),
        ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
          code,
          out: stdout + stderr,
        }),
      ),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

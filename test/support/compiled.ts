import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { inject } from 'vitest'
import type { Child, ChildCommand, saysStarted } from '../../src/shell/run/children.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const run = promisify(execFile)

/** The project as `npm run build` makes it: a process of it starts in a third of the time that one takes which has to read TypeScript. */
export interface Compiled {
  /** A module by its path within the project, without an ending; what it starts is compiled too. */
  load<T>(module: string): Promise<T>
  start(command: ChildCommand): Promise<Child>
  /** One process that runs these workers. */
  workers(names: readonly string[], env: Record<string, string>): Promise<Child>
  /** A command of `arrears`, whatever it ends with. */
  cli(args: readonly string[], env?: Record<string, string>, input?: string): Promise<Ended>
}

export interface Ended {
  code: number
  /** What was said on standard output, and on standard error. */
  out: string
  err: string
}

interface Children {
  startChild: (command: ChildCommand) => Promise<Child>
  saysStarted: typeof saysStarted
}

/** The files of a run share one build: whoever needs it first makes it. */
export async function compiled(): Promise<Compiled> {
  const folder = await builtOnce(join(inject('folder'), 'built'))
  const load = <T>(module: string) => import(pathToFileURL(join(folder, `${module}.js`)).href) as Promise<T>
  const { startChild, saysStarted } = await load<Children>('src/shell/run/children')
  return {
    load,
    start: startChild,
    workers: (names, env) =>
      startChild({
        name: names.join('+'),
        module: 'src/cli/main',
        args: ['worker', ...names],
        env,
        ready: saysStarted,
      }),
    cli: (args, env = {}, input = '') =>
      new Promise((resolve) => {
        const child = execFile(
          process.execPath,
          [join(folder, 'src/cli/main.js'), ...args],
          { env: { ...process.env, ...env } },
          (error, out, err) => resolve({ code: error ? Number(error.code ?? 1) : 0, out, err }),
        )
        child.stdin?.end(input)
      }),
  }
}

/** The answer is the folder once it is whole. The types are the compiler's matter: `npm run types` looks at them. */
async function builtOnce(folder: string): Promise<string> {
  const [making, failed] = [`${folder}-making`, `${folder}-failed`]
  if (existsSync(folder)) return folder
  if (isFirst(`${folder}-begun`)) {
    try {
      await run(process.execPath, [join(ROOT, 'bin', 'build.mjs'), making, '--noCheck'])
      symlinkSync(join(ROOT, 'node_modules'), join(making, 'node_modules'))
      writeFileSync(join(making, 'package.json'), '{"type":"module"}')
      renameSync(making, folder)
    } catch (error) {
      writeFileSync(failed, String(error))
      throw error
    }
  }
  while (!existsSync(folder)) {
    if (existsSync(failed)) throw new Error(`the project was not compiled, see ${failed}`)
    await sleep(20)
  }
  return folder
}

function isFirst(mark: string): boolean {
  try {
    mkdirSync(mark)
    return true
  } catch {
    return false
  }
}

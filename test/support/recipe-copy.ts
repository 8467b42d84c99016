import { spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { ROOT } from '../architecture/source.ts'

const FOLDERS = ['src', 'workers', 'demo', 'bench', 'fault', 'bin', 'test', 'schedules', 'docs']
const SETTINGS = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'vitest.config.ts']
/** What `npm run types` has found out: the compiler looks again at what a recipe changes, and at what hangs on that. */
const COMPILED = '.local/types.tsbuildinfo'
const COPIED = [...FOLDERS, ...SETTINGS, 'docker-compose.yml', 'Dockerfile', 'README.md', 'ARCHITECTURE.md']

/** A copy of the project in which a recipe is carried out; it knows which files were changed. */
export class RecipeCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'arrears-recipe-'))
  readonly changed = new Set<string>()

  constructor() {
    for (const path of COPIED) cpSync(join(ROOT, path), join(this.folder, path), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'))
    mkdirSync(join(this.folder, '.local'))
    if (existsSync(join(ROOT, COMPILED))) cpSync(join(ROOT, COMPILED), join(this.folder, COMPILED))
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8')
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text)
    this.changed.add(path)
  }

  /** The file is made anew from itself, or from another one. */
  change(path: string, how: (text: string) => string, from = path): void {
    const before = this.read(from)
    const after = how(before)
    if (from === path && after === before) throw new Error(`nothing to change in ${path}`)
    this.write(path, after)
  }

  /** The answer is what the compiler says of the copy: nothing, if all is well. */
  async compile(): Promise<string> {
    const project = ['-p', 'tsconfig.json', '--noEmit', '--preserveSymlinks']
    const known = ['--incremental', '--tsBuildInfoFile', COMPILED]
    const { output } = await this.run('node_modules/typescript/bin/tsc', [...project, ...known])
    return output
  }

  /** A program of the copy runs on the servers of this test run. */
  run(file: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
    const env = { ...process.env, DATABASE_OWNER_URL: inject('postgres'), REDIS_URL: inject('redis') }
    const child = spawn(process.execPath, [join(this.folder, file), ...args], {
      cwd: this.folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    return new Promise((resolve) => {
      child.once('close', (code) => resolve({ code, output: code === 0 ? output : `${output}${errors}` }))
    })
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

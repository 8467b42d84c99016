// Plain Node, no dependencies: makes the checkout ready to run.
import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { compiledFolder } from './compiled.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** `npm ci` is run where node_modules is absent or older than the lockfile. */
export function install() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`old_node: Arrears needs Node 20.19 or newer, this is ${process.versions.node}`)
    process.exit(2)
  }
  const mark = join(root, 'node_modules', '.package-lock.json')
  const lock = join(root, 'package-lock.json')
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync(lock).mtimeMs) return
  console.error('installing what package-lock.json names ...')
  const npm = process.env.npm_execpath
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund']
  const [file, all] = npm && npm.endsWith('.js') ? [process.execPath, [npm, ...args]] : ['npm', args]
  try {
    execFileSync(file, all, { cwd: root, stdio: ['ignore', 2, 2] })
  } catch {
    console.error('install_failed: npm ci did not succeed; see its words above')
    process.exit(2)
  }
}

/** The command line, compiled: as it came (in the image), else made of the sources as they stand, else TypeScript. */
export async function runCli(args) {
  process.argv = [process.argv[0], join(root, 'bin', 'arrears.mjs'), ...args]
  const isSource = existsSync(join(root, 'src', 'cli', 'main.ts'))
  const folder = isSource ? compiledFolder() : join(root, 'dist')
  if (folder !== null) return import(pathToFileURL(join(folder, 'src', 'cli', 'main.js')).href)
  const { register } = await import('tsx/esm/api')
  register()
  await import('../src/cli/main.ts')
}

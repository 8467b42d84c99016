import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const TRIES = 3

/** A server's program, and what it needs around it. */
export interface RedisBinary {
  file: string
  env: Record<string, string>
}

/** On Debian and Ubuntu, the package and those of its dependencies that the system lacks are fetched and unpacked into a folder of our own, which needs no root. The answer is null where that cannot be done. */
export function unpackRedis(folder: string): RedisBinary | null {
  const root = join(folder, 'root')
  const file = join(root, 'usr', 'bin', 'redis-server')
  for (let tries = 0; tries < TRIES && !existsSync(file); tries++) {
    try {
      fetchPackages(folder, root)
    } catch {
      // A mirror that did not answer in time often does a moment later.
    }
  }
  return existsSync(file) ? { file, env: { LD_LIBRARY_PATH: libraryFolders(root).join(':') } } : null
}

function fetchPackages(folder: string, root: string): void {
  const lists = join(folder, 'lists')
  const cache = join(folder, 'cache')
  for (const path of [root, join(lists, 'partial'), join(cache, 'archives', 'partial')]) {
    mkdirSync(path, { recursive: true })
  }
  const own = ['-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${cache}`]
  own.push('-o', 'Debug::NoLocking=1', '-o', 'APT::Sandbox::User=')
  const run = (file: string, args: string[]): string =>
    execFileSync(file, args, {
      cwd: cache,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 180_000,
    })
  run('apt-get', [...own, 'update'])
  const only = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map(
    (kind) => `--no-${kind}`,
  )
  const wanted = run('apt-cache', [...own, 'depends', '--recurse', ...only, 'redis-server'])
    .split('\n')
    .filter((line) => /^[a-z0-9]/.test(line))
  const missing = [...new Set(wanted)].filter((name) => name.startsWith('redis-') || !isInstalled(name))
  run('apt-get', [...own, 'download', ...missing])
  for (const archive of readdirSync(cache).filter((name) => name.endsWith('.deb'))) {
    run('dpkg-deb', ['-x', join(cache, archive), root])
  }
}

function isInstalled(name: string): boolean {
  try {
    const status = execFileSync('dpkg-query', ['-W', '-f=${db:Status-Abbrev}', name], { stdio: 'pipe' })
    return status.toString().startsWith('ii')
  } catch {
    return false
  }
}

function libraryFolders(root: string): string[] {
  return ['usr/lib', 'lib']
    .map((path) => join(root, path))
    .filter((path) => existsSync(path))
    .flatMap((path) => [
      path,
      ...readdirSync(path, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => join(path, entry.name)),
    ])
}

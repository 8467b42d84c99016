import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** `.local` of the current checkout, or the folder that ARREARS_LOCAL names. */
export function localPath(): string {
  return resolve(process.env['ARREARS_LOCAL'] ?? '.local')
}

function fileOf(path: string): string {
  return join(path, 'keys', 'env.json')
}

/** What `arrears up` tells the other commands of this checkout while it runs. */
export function lendLocalServers(path: string, env: Record<string, string>): () => void {
  const file = fileOf(path)
  writeFileSync(file, JSON.stringify(env), { mode: 0o600 })
  return () => rmSync(file, { force: true })
}

/** What the environment does not set is set here, so that `arrears explain` beside a running `npm start` needs no settings. */
export function borrowLocalServers(): void {
  const file = fileOf(localPath())
  if (process.env['DATABASE_URL'] || !existsSync(file)) return
  const env = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
  for (const [name, value] of Object.entries(env)) process.env[name] ??= value
}

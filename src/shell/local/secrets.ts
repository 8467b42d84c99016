import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ProblemError } from '../../core/base/problem.ts'
import { newVaultKeys } from '../pg/base/vault.ts'
import type { LocalFolder } from './folder.ts'

const Secrets = z.strictObject({
  seal: z.string(),
  hash: z.string(),
  postgres: z.string(),
  owner: z.string(),
  engine: z.string(),
  redis: z.string(),
  board: z.string(),
  provider: z.string(),
  webhook: z.string(),
})
/** What a machine's own demo needs to keep secret; made once, kept under `.local/keys` for its owner alone. */
export type Secrets = z.infer<typeof Secrets>

export function ownSecrets(folder: LocalFolder): Secrets {
  const file = join(folder.keys, 'secrets.json')
  if (existsSync(file)) return readSecrets(file)
  const secrets: Secrets = {
    ...newVaultKeys(),
    postgres: word(),
    owner: word(),
    engine: word(),
    redis: word(),
    board: word().slice(0, 12),
    provider: word(),
    webhook: randomBytes(24).toString('base64'),
  }
  writeWhole(file, JSON.stringify(secrets, null, 2))
  return secrets
}

/** A file that is there is whole, also after a power cut or a full disk, and where two processes begin at once. */
function writeWhole(file: string, text: string): void {
  const staged = `${file}.${process.pid}.new`
  try {
    writeFileSync(staged, text, { mode: 0o600, flush: true })
    renameSync(staged, file)
  } catch (error) {
    rmSync(staged, { force: true })
    throw error
  }
}

function readSecrets(file: string): Secrets {
  // Windows knows no such modes.
  if (process.getuid && (statSync(file).mode & 0o077) !== 0) {
    throw new ProblemError([
      {
        code: 'keys_file_open',
        file,
        message: 'others on this machine may read the keys',
        suggestion: `chmod 600 ${file}`,
      },
    ])
  }
  try {
    return Secrets.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // The cause is left out: what a parser says may quote a key.
    throw new ProblemError([
      {
        code: 'bad_keys_file',
        file,
        message: 'the keys cannot be read, or are not what was written here',
        suggestion: 'put the file back, or start over in another data folder: ARREARS_LOCAL=<folder>',
      },
    ])
  }
}

function word(): string {
  return randomBytes(16).toString('hex')
}

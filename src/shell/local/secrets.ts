import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { newVaultKeys } from '../pg/vault.ts'
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
  if (existsSync(file)) return Secrets.parse(JSON.parse(readFileSync(file, 'utf8')))
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
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  return secrets
}

function word(): string {
  return randomBytes(16).toString('hex')
}

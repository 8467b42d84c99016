import type { VaultKeys } from '../shell/pg/base/vault.ts'

/** As the workers have them; a missing one is told when the vault is opened. */
export function vaultKeys(): VaultKeys {
  return { seal: process.env['ARREARS_SEAL_KEYS'] ?? '', hash: process.env['ARREARS_HASH_KEY'] ?? '' }
}

import type { VaultKeys } from '../shell/pg/base/vault.ts'

/** The keys are those of the workers; a missing one is told when the vault is opened. */
export function vaultKeys(): VaultKeys {
  return { seal: process.env['ARREARS_SEAL_KEYS'] ?? '', hash: process.env['ARREARS_HASH_KEY'] ?? '' }
}

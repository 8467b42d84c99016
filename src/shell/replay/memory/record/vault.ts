import { hash } from 'node:crypto'
import type { Vault } from '../../../pg/base/vault.ts'

/** This vault seals nothing: it is for replay and tests, where every person is invented and nothing is kept. */
export const clearVault: Vault = {
  seal: (text) => ({ value: Buffer.from(text), keyId: 'clear' }),
  open: (value) => value.toString('utf8'),
  knows: () => true,
  hash: (text) => Buffer.from(hash('sha256', text, 'hex'), 'hex'),
  hex: (text) => hash('sha256', text, 'hex'),
}

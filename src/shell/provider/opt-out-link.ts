import { timingSafeEqual } from 'node:crypto'
import type { Vault } from '../pg/base/vault.ts'

/** Whoever has the link may opt the address of one message out, and learns nothing: it holds our reference and a signature of ours. */
export interface OptOutLinks {
  linkTo: (reference: string) => string
  /** Null = we have not made the token. */
  referenceIn: (token: string) => string | null
}

export const OPT_OUT_PATH = '/v1/opt-out'
const UUID = 16
const SIGNATURE = 16

export function optOutLinks(vault: Pick<Vault, 'hash'>, base: string): OptOutLinks {
  const sign = (reference: string): Buffer => vault.hash(`opt-out ${reference}`).subarray(0, SIGNATURE)
  const tokenOf = (reference: string): string => {
    const id = Buffer.from(reference.replaceAll('-', ''), 'hex')
    return Buffer.concat([id, sign(reference)]).toString('base64url')
  }
  return {
    linkTo: (reference) => `${base.replace(/\/$/, '')}${OPT_OUT_PATH}/${tokenOf(reference)}`,
    referenceIn: (token) => {
      const bytes = Buffer.from(token, 'base64url')
      if (bytes.length !== UUID + SIGNATURE) return null
      const digits = bytes.subarray(0, UUID).toString('hex')
      const reference = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
      return timingSafeEqual(bytes.subarray(UUID), sign(reference)) ? reference : null
    },
  }
}

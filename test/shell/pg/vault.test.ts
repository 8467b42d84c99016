import { expect, test } from 'vitest'
import { closedVault, newVaultKeys, openVault } from '../../../src/shell/pg/base/vault.ts'

test('what is sealed opens under its key id only, and no two seals look alike', () => {
  const vault = openVault(newVaultKeys())
  const one = vault.seal('+12025550123')
  const two = vault.seal('+12025550123')
  expect(vault.open(one.value, one.keyId)).toBe('+12025550123')
  expect(one.value.equals(two.value)).toBe(false)
  expect(one.value.includes('2025550123')).toBe(false)
  expect(() => vault.open(one.value, 'k9')).toThrow('ARREARS_SEAL_KEYS')
})

test('a changed byte is noticed', () => {
  const vault = openVault(newVaultKeys())
  const { value, keyId } = vault.seal('12 Example Street')
  value[value.length - 1] = (value.at(-1) ?? 0) ^ 1
  expect(() => vault.open(value, keyId)).toThrow()
})

test('the new key seals after a rotation, and the old one still opens', () => {
  const old = newVaultKeys()
  const sealed = openVault(old).seal('text')
  const fresh = newVaultKeys()
  const rotated = openVault({ seal: `${fresh.seal.replace('k1', 'k2')},${old.seal}`, hash: old.hash })
  expect(rotated.open(sealed.value, sealed.keyId)).toBe('text')
  expect(rotated.seal('text').keyId).toBe('k2')
})

test('the hash is the same for the same number and another under another key', () => {
  const keys = newVaultKeys()
  const number = '+8617000000000'
  expect(openVault(keys).hash(number)).toEqual(openVault(keys).hash(number))
  expect(openVault(newVaultKeys()).hash(number)).not.toEqual(openVault(keys).hash(number))
})

test('a key of the wrong length is refused by name, without its value', () => {
  expect(() => openVault({ seal: 'k1:c2hvcnQ=', hash: newVaultKeys().hash })).toThrow(/ARREARS_SEAL_KEYS/)
  expect(() => openVault({ seal: newVaultKeys().seal, hash: 'c2hvcnQ=' })).toThrow(
    /^bad_key: ARREARS_HASH_KEY does not/,
  )
})

test('a vault without keys knows which there are, and opens, seals and hashes nothing', () => {
  const closed = closedVault(['k1', 'k2'])
  expect([closed.knows('k2'), closed.knows('k3')]).toEqual([true, false])
  const { value, keyId } = openVault(newVaultKeys()).seal('Ann')
  for (const work of [() => closed.open(value, keyId), () => closed.seal('Ann'), () => closed.hash('Ann')])
    expect(work).toThrow('ARREARS_SEAL_KEYS')
})

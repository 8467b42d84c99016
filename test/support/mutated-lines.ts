import fc from 'fast-check'
import { billed, fact, paid } from '../shell/record/facts.ts'

export const PER_FILE = 10

export const ACCOUNTS = ['A1', 'A2', 'A3', 'A4']
export const SAID_AT = '2026-02-20T09:00:00Z'
const on = (type: string, account: string, more: Record<string, unknown>) =>
  fact(type, SAID_AT, { account, ...more })

/** One good line of each kind about an account; no two of a file are about the same thing. */
const KINDS: ((account: string, n: number) => Record<string, unknown>)[] = [
  (account, n) => paid(account, `p${n}`, '1.00', { at: SAID_AT }),
  (account, n) => billed(account, `b${n}`, '2026-04-01', '5.00'),
  (account, n) => on('dispute.opened', account, { dispute: `d${n}`, reason: 'wrong amount' }),
  (account, n) => on('hold.placed', account, { hold: `h${n}`, reason: 'hardship', until: '2026-05-01' }),
  (account, n) => on('promise.made', account, { promise: `m${n}`, amount: '2.00', by: '2026-03-20' }),
  (account, n) => on('evidence.recorded', account, { evidence: `e${n}`, value: true }),
  (account, n) => on('consent.given', account, { consent: `c${n}`, until: '2027-01-01T00:00:00Z' }),
  (account, n) =>
    on('contact.recorded', account, { channel: 'call', disposition: 'no_answer', key: `k${n}` }),
  (account, n) => on('optout.received', account, { point: `+120255501${String(n).padStart(2, '0')}` }),
]

/** What real feeds and hostile senders do to a line of JSON. */
const SPOILS: ((text: string, where: number) => string)[] = [
  (text, where) => text.slice(0, where % text.length),
  (text, where) => text.slice(0, where % text.length) + text.slice((where % text.length) + 1),
  (text, where) => `${text.slice(0, where % text.length)}\\u0000${text.slice(where % text.length)}`,
  (text, where) => `${text.slice(0, where % text.length)}\u200b${text.slice(where % text.length)}`,
  (text, where) => `${text.slice(0, where % text.length)}\\ud800${text.slice(where % text.length)}`,
  (text) => text.replace(/"at":"[^"]*"/, '"at":"0001-01-01T00:00:00+14:00"'),
  (text) => text.replace(/"at":"[^"]*"/, '"at":"9999-12-31T23:59:59Z"'),
  (text) => text.replace(/"at":"[^"]*"/, '"at":"2026-02-28T24:00:00Z"'),
  (text) => text.replace(/"(dueOn|until|by)":"[^"]*"/, '"$1":"9999-12-31"'),
  (text) => text.replace(/"(dueOn|until|by)":"[^"]*"/, '"$1":"1900-01-01"'),
  (text) => text.replace(/"amount":"[^"]*"/, '"amount":"9007199254740993"'),
  (text) => text.replace(/"amount":("[^"]*")/, '"amount":$1,"amount":"7.00"'),
  (text) => text.replace(/"amount":"[^"]*"/, '"amount":1e999'),
  (text) => text.replace(/"account":"([^"]*)"/, '"account":" $1\\u00a0"'),
  (text) => text.replace(/"type":"(\w+)\.(\w+)"/, '"type":"$1.$2x"'),
  (text) => text.replace(/}$/, `,"deep":${'['.repeat(5000)}${']'.repeat(5000)}}`),
  (text) => text.replace(/}$/, ',"__proto__":{"account":"A1"}}'),
]

const spoil = fc.record({
  line: fc.nat(PER_FILE - 1),
  how: fc.constantFrom(...SPOILS),
  where: fc.nat(200),
})
/** Lines of a file, and what happens to some of them. */
export const files = fc.record({
  kinds: fc.array(fc.tuple(fc.constantFrom(...KINDS), fc.constantFrom(...ACCOUNTS)), {
    minLength: PER_FILE,
    maxLength: PER_FILE,
  }),
  spoils: fc.array(spoil, { minLength: PER_FILE, maxLength: PER_FILE }),
})

type File = typeof files extends fc.Arbitrary<infer One> ? One : never

/** The lines as they were meant, and as they come; `named` = what the accounts are called in this file. */
export function linesOf(
  { kinds, spoils }: File,
  named = (account: string): string => account,
): { good: string[]; lines: string[] } {
  const good = kinds.map(([kind, account], n) => JSON.stringify(kind(named(account), n)))
  const lines = spoils.reduce(
    (all, { line, how, where }) => all.with(line, how(all[line] ?? '', where)),
    good,
  )
  return { good, lines }
}

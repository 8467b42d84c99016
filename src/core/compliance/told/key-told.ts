import { type KeyFile, keyFileOf, type Source } from '../known/key.ts'
import { knownKey } from '../known/known-keys.ts'
import type { Pack } from '../pack/pack.ts'
import type { Duty, Reason } from '../../model/verdict.ts'

/** How the fact comes to be known, for whoever has to bring it. */
export interface KeyTold extends KeyFile {
  how: string
}
export type KeysTold = Record<string, KeyTold>

/** The keys that a pack declares. */
export function keysDeclared({ keys = {} }: Pick<Pack, 'keys'>): KeysTold {
  return Object.fromEntries(Object.entries(keys).map(([key, declared]) => [key, told(keyFileOf(declared))]))
}

/** The keys that these reasons lack, and those that these duties ask for. */
export function keysAsked(
  packs: readonly Pick<Pack, 'pack' | 'keys' | 'rules'>[],
  reasons: readonly Pick<Reason, 'pack' | 'missing'>[],
  duties: readonly Pick<Duty, 'rule' | 'key'>[],
): KeysTold {
  const asked = [
    ...reasons.flatMap(({ pack, missing = [] }) =>
      missing.map((key) => ({ key, pack: packs.find((one) => one.pack === pack) })),
    ),
    ...duties.map(({ rule, key }) => {
      return { key, pack: packs.find(({ rules }) => rules.some((one) => one.rule === rule)) }
    }),
  ]
  return Object.fromEntries(
    asked.flatMap(({ key, pack }) => {
      const declared = pack?.keys && Object.hasOwn(pack.keys, key) ? pack.keys[key] : undefined
      const file = declared === undefined ? knownKey(key) : keyFileOf(declared)
      return file ? [[key, told(file)]] : []
    }),
  )
}

function told(file: KeyFile): KeyTold {
  return { ...file, how: howKnown(file) }
}

function howKnown({ class: how, from }: KeyFile): string {
  switch (how) {
    case 'asserted':
      return 'recorded by evidence.recorded'
    case 'at_claim':
      return 'shown by whoever claims the task'
    case 'derived':
      return from ? `found in ${sourceWords(from)}` : 'found in what the engine knows'
  }
}

function sourceWords(source: Source): string {
  if ('lifted' in source) return `the lifting of ${source.lifted.join(' or ')}`
  if ('contacts' in source) return 'the contacts that were made'
  const { begunWithin, after = [] } = source
  const soon = begunWithin ? ` that begins within ${durationWords(begunWithin)} of ${after.join(' or ')}` : ''
  return `${source.while.join(' or ')}${soon}`
}

function durationWords(duration: object): string {
  return Object.entries(duration)
    .map(([unit, count]) => `${String(count)} ${unit}`)
    .join(' ')
}

import type { Problem } from '../../core/base/problem.ts'
import { isOnPaper } from '../../core/channel/channel.ts'
import type { Adapter } from '../adapter.ts'
import type { Capabilities } from '../class.ts'
import { callbackReader } from '../http/callback.ts'
import { envNameOf, namesIn, type Values } from '../http/placeholders.ts'
import type { PrintHouse } from './schema.ts'

/** A letter stands in our own book until it is handed over: repeated, it is one letter, and the book says whether it is there. */
export function capabilitiesOfPrint(): Capabilities {
  return { repeatIsSafe: true, asked: 'reference', tells: true }
}

export function checkPrint({ channels, handOver }: PrintHouse): Problem[] {
  const wrong: string[] = channels.filter((channel) => !isOnPaper(channel))
  const unknown = namesOf(handOver).filter((name) => envNameOf(name) === null)
  return [
    ...wrong.map((channel): Problem => {
      const message = `a print house carries what is on paper, and not ${channel}`
      return { code: 'wrong_channel', path: 'channels', message, suggestion: 'leave it out' }
    }),
    ...unknown.map((name): Problem => {
      const message = `nobody knows {${name}}`
      const suggestion = 'a value of the environment, such as {env.PROVIDER_ACME_DIR}'
      return { code: 'unknown_placeholder', path: 'handOver', message, suggestion }
    }),
  ]
}

function namesOf({ directory = '', http }: PrintHouse['handOver']): string[] {
  return [directory, http?.url ?? '', ...Object.values(http?.headers ?? {})].flatMap(namesIn)
}

/** Whoever hands over needs those of the place where batches go, whoever hears those of the callback. */
export function envNamesOfPrint({ handOver, callback }: PrintHouse, use: 'carry' | 'hear'): string[] {
  const names = use === 'carry' ? namesOf(handOver) : namesIn(JSON.stringify(callback ?? {}))
  return [...new Set(names.flatMap((name) => envNameOf(name) ?? []))]
}

/** Nothing is asked over HTTP: letters are kept and handed over by the engine itself. */
export function printAdapter({ callback }: PrintHouse, env: Values): Adapter {
  const never = (): never => {
    throw new Error('a print house is handed batches, and is asked nothing')
  }
  return {
    capabilities: capabilitiesOfPrint(),
    request: never,
    answer: never,
    query: () => [],
    sighting: () => ({ seen: 'cannot_ask' }),
    callback: callback ? callbackReader(callback, env) : null,
  }
}

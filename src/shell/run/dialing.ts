import { setTimeout as sleep } from 'node:timers/promises'
import { dialersOf } from '../dialer/dialers.ts'
import { handDialer, tellDialer, type Turned } from '../dialer/turn.ts'
import { errorWords } from '../log/log.ts'
import { lapseDue } from '../pg/dialer/free.ts'
import type { Engine } from './engine.ts'
import { dialerDeps } from './wire.ts'

/** How often it is looked whether something was learnt of a call that a dialer has. */
const EVERY_MS = 1_000
/** A dialer that did not take a list is made no other for so long. */
const REST_MS = 60_000

/** Dialers are handed their lists, and told what is withdrawn, on a timer of this process: any number may run side by side. A dialer that answers slowly keeps no other waiting, and no withdrawal of its own. */
export function dialing(engine: Engine): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const told = new Set<string>()
  const restsUntil = new Map<string, number>()
  const tellOnce = (event: string, dialer: string): void => {
    if (!told.has(`${event} ${dialer}`)) engine.log.error({ event, dialer })
    told.add(`${event} ${dialer}`)
  }
  const tellMissing = (dialer: string): void => tellOnce('dialer_unset', dialer)
  const deps = { ...dialerDeps(engine), tellMissing }
  const mayHand = (dialer: string): boolean => (restsUntil.get(dialer) ?? 0) <= engine.machine.now()
  const lanes = new Map<string, Promise<void>>()
  /** One that takes long is let alone until it is over. */
  const begin = (lane: string, work: () => Promise<Turned>): void => {
    if (lanes.has(lane)) return
    const done = work().then((one) => {
      tell(engine, one, mayHand(one.dialer))
      if (one.error !== undefined || one.codes.length > 0)
        restsUntil.set(one.dialer, engine.machine.now() + REST_MS)
      lanes.delete(lane)
    })
    lanes.set(lane, done)
  }
  const turn = async (): Promise<boolean> => {
    const dialers = await dialersOf(engine.config)
    // A list holds numbers: whoever cannot open them makes none.
    const mayOpen = engine.settings.ARREARS_SEAL_KEYS !== undefined
    if (!mayOpen) for (const { dialer } of dialers) tellOnce('dialer_without_keys', dialer)
    tellLapsed(engine, await lapseDue(engine.db))
    if (dialers.length === 0 || !mayOpen) return false
    for (const dialer of dialers) {
      const { dialer: name } = dialer
      begin(`${name} tell`, () => tellDialer(deps, dialer))
      begin(`${name} hand`, () => handDialer(deps, dialer, mayHand(name)))
    }
    return true
  }
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const any = await turn().catch((error: unknown) => {
        engine.log.warn({ event: 'dialers.interrupted', ...errorWords(error) })
        return true
      })
      const ms = any ? EVERY_MS : engine.settings.SWEEP_SECONDS * 1000
      await sleep(ms, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
  const running = loop()
  return {
    stop: async () => {
      stopping.abort()
      await running
      await Promise.all(lanes.values())
      deps.close()
    },
  }
}

/** What fails again and again is told once, until it has gone well for a minute. */
function tell({ log }: Engine, { dialer, handed, withdrawn, codes, error }: Turned, isNews: boolean): void {
  if (handed) log.info({ event: 'dialer.handed', dialer, ...handed })
  if (withdrawn > 0) log.info({ event: 'dialer.withdrawn', dialer, entries: withdrawn })
  if (!isNews) return
  for (const code of codes) log.error({ event: 'dialer.not_taken', dialer, code })
  if (error !== undefined) log.error({ event: 'dialer.failed', dialer, ...errorWords(error) })
}

function tellLapsed({ log }: Engine, entries: number): void {
  if (entries > 0) log.warn({ event: 'dialer.lapsed', entries })
}

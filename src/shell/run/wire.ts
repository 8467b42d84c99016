import { unresolvedRole } from '../../core/model/asked-by-store.ts'
import { permitUnder } from '../../core/deliver/ask-law.ts'
import type { ParkedRow } from '../../core/base/parked.ts'
import type { Voice } from '../../core/wording/words.ts'
import type { DeliverDeps } from '../../flow/deliver.ts'
import { type DialerWordDeps, hearDialer } from '../../flow/dialer-word.ts'
import { type RelayDeps, relayPage } from '../../flow/relay.ts'
import type { SweepDeps } from '../../flow/sweep.ts'
import type { TaskDeps } from '../../flow/task.ts'
import { disposeTask, type OutcomeDeps } from '../../flow/task-outcome.ts'
import { tellParked } from '../log/parked.ts'
import { providersIn } from '../env/providers.ts'
import { deliverStore } from '../pg/deliver/deliver.ts'
import { dialerWordStore } from '../pg/dialer/word.ts'
import { loadDossiers, loadToSend } from '../pg/dossier/dossier.ts'
import { handOverStore } from '../pg/letter/check.ts'
import { relayStore } from '../pg/deliver/relay.ts'
import { sweepStore } from '../pg/sweep/sweep.ts'
import { taskStore } from '../pg/task/task.ts'
import type { AdapterUse } from '../../providers/kind.ts'
import { optOutLinks } from '../provider/opt-out-link.ts'
import { httpClient } from '../provider/http-client.ts'
import { wireClient } from '../provider/wire-client.ts'
import type { BatchDeps } from '../letter/hand-over.ts'
import type { ProofDeps } from '../letter/proofs.ts'
import { type DialerDoor, dialersOf, secretOfDialer } from '../dialer/dialers.ts'
import type { DialerDeps } from '../dialer/turn.ts'
import { trayBefore } from '../letter/tray.ts'
import { adaptersOf } from '../provider/adapters.ts'
import { type AdapterOf, providersOver } from '../provider/providers.ts'
import { leavingSilent } from '../provider/silence.ts'
import { lastDue } from '../queue/timetable.ts'
import type { Engine } from './engine.ts'

/** The ports become flow functions: what each arrow needs, from what a process has. */

export function relayDeps({ db, enqueuer, log }: Engine): RelayDeps {
  return { store: relayStore(db), enqueuer, tellParked: tellOn(log) }
}

export function deliverDeps(engine: Engine): DeliverDeps & { close(): void } {
  const { settings } = engine
  const provider = leavingSilent(providerOf(engine), {
    machine: engine.machine,
    tell: (channel, name) => engine.log.warn({ event: 'provider_silent', channel, provider: name }),
  })
  return {
    ...permitting(engine),
    store: deliverStore(engine.db, { vault: engine.vault, loadDossiers: loadToSend }),
    provider,
    record: engine.record,
    leaseMs: settings.LEASE_SECONDS * 1000,
    requestMs: settings.REQUEST_SECONDS * 1000,
    sendWithinMs: settings.SEND_WITHIN_SECONDS * 1000,
    enqueuer: engine.enqueuer,
    tellParked: tellOn(engine.log),
    close: () => provider.close(),
  }
}

export function taskDeps(engine: Engine): TaskDeps & OutcomeDeps {
  return {
    ...permitting(engine),
    store: taskStore(engine.db, { vault: engine.vault, loadDossiers }),
    record: engine.record,
    tellParked: tellOn(engine.log),
  }
}

function tellOn(log: Engine['log']): (parked: readonly ParkedRow[]) => void {
  return (parked) => tellParked(log, parked)
}

export function sweepDeps(engine: Engine): SweepDeps {
  const { settings } = engine
  return {
    store: sweepStore(engine.db, engine.vault),
    enqueuer: engine.enqueuer,
    machine: engine.machine,
    provider: providerOf(engine),
    relay: () => relayPage(relayDeps(engine), settings.RELAY_PAGE),
    quietMs: settings.QUIET_SECONDS * 1000,
    enqueueAgainAfterMs: settings.RING_AFTER_SECONDS * 1000,
    requestMs: settings.REQUEST_SECONDS * 1000,
    detectDue: async (now) => {
      const { schedules } = await engine.config.active()
      const tick = schedules.ticks.ticks.find((one) => one.tick === 'detect')
      return tick ? lastDue(tick, now) : now
    },
    unresolvedRole: async () => unresolvedRole((await engine.config.active()).schedules.routes),
  }
}

function permitting(engine: Engine): Pick<TaskDeps, 'config' | 'permit' | 'machine' | 'voice'> {
  return {
    config: engine.config,
    permit: ({ schedules }) => permitUnder(schedules),
    machine: engine.machine,
    voice: voiceOf(engine),
  }
}

function voiceOf({ settings }: Engine): Voice {
  return { callback: settings.CALLBACK_PHONE, paylink: settings.PAYLINK, optout: settings.OPTOUT_WORD }
}

function providerOf(engine: Engine): ReturnType<typeof providersOver> {
  return trayBefore(engine, carriersOf(engine))
}

/** What hands letters over to print houses. */
export function batchDeps(engine: Engine): BatchDeps & ProofDeps {
  const { db, vault, log } = engine
  const { config, permit } = permitting(engine)
  return {
    db,
    vault,
    config,
    permit,
    record: engine.record,
    store: handOverStore(db, { vault, loadDossiers }),
    environment: process.env,
    tellParked: tellOn(log),
  }
}

/** What hands lists to dialers. */
export function dialerDeps(engine: Engine): DialerDeps & { close(): void } {
  const { db, vault, config, machine } = engine
  const client = httpClient()
  const tasks = taskDeps(engine)
  return { db, vault, config, machine, tasks, client, environment: process.env, close: () => client.close() }
}

/** What hears what dialers tell. */
export function wordDeps(engine: Engine): DialerWordDeps {
  const tasks = taskDeps(engine)
  const store = dialerWordStore(engine.db)
  return { store, record: engine.record, dispose: (outcome) => disposeTask(tasks, outcome) }
}

/** The door at which dialers are heard. */
export function dialerDoor(engine: Engine): DialerDoor {
  const deps = wordDeps(engine)
  return {
    knows: async (name) => (await dialersOf(engine.config)).some(({ dialer }) => dialer === name),
    secretOf: (name) => secretOfDialer(engine.config, name, process.env),
    hear: (dialer, said) => hearDialer(deps, dialer, said),
  }
}

function carriersOf(engine: Engine): ReturnType<typeof providersOver> {
  return providersOver({
    client: wireClient(),
    adapterOf: adaptersIn(engine, 'carry'),
    machine: engine.machine,
    optOutLink: optOutLinks(engine.vault, engine.settings.OPTOUT_URL ?? engine.settings.API_URL).linkTo,
  })
}

/** Adapters with what this process finds in its environment; what is not set there is told once. */
export function adaptersIn({ settings, config, log }: Engine, use: AdapterUse): AdapterOf {
  return adaptersOf({
    gateways: providersIn(settings),
    config,
    environment: process.env,
    use,
    tellMissing: (provider, names) => log.error({ event: 'provider_unset', provider, names }),
  })
}

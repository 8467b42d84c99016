import type { MachineClock } from '../../flow/ports/transactions.ts'
import { ALARMS, type AlarmName, alarmFile } from '../../core/alarm/alarms.ts'
import { type AlarmState, judgeAlarms, type Measured, type Sample } from '../../core/alarm/ringing.ts'
import type { Backlog } from '../../core/alarm/standing-still.ts'
import { isoOf } from '../../core/base/time.ts'
import { toldAt } from '../../core/base/told.ts'
import { brakeWords } from '../../core/deliver/brake.ts'
import { measureAll, type Measures } from '../alarm/measures.ts'
import { type BrakeRow, brakesOn } from '../pg/door/brake.ts'
import type { Sql } from '../pg/base/database.ts'
import { type Beat, type Clocks, type ParkedCount, readBeats, readClocks } from '../pg/watch/health.ts'

export interface HealthDeps {
  db: Sql
  clock: MachineClock
  measures: Measures
  separated: boolean
}

export interface Remark {
  code: string
  message: string
}

export interface Health {
  /** `degraded` = the service answers (200), and rows are put aside. */
  status: 'ok' | 'degraded' | 'failing'
  /** Any of these makes it fail (503). */
  problems: Remark[]
  warnings: Remark[]
  postgres: boolean
  redis: boolean
  businessNow: string | null
  virtualClock: boolean
  /** Open cases with neither a review nor an open task, and rows that are put aside. */
  stuck: number | null
  /** Rows that a loop has put aside, by loop and kind. */
  parked: ParkedCount[] | null
  /** What is stopped by hand; null = any. */
  brakes: {
    channel: string | null
    strategy: string | null
    creditor: string | null
    since: string
    by: string
  }[]
  workers: { worker: string; lastWorkAt: string; instances: number }[]
  backlog: Backlog[]
  /** Every alarm at every place: what it measures, from when on it rings, and the way out. */
  alarms: AlarmState[]
}

/** Alive is who did the work that was due, not who answers a ping; work that waits for people is nobody's silence. */
export async function readHealth(deps: HealthDeps): Promise<Health> {
  const [measured, facts] = await Promise.all([
    measureAll(deps.measures),
    readDatabase(deps.db).catch(() => null),
  ])
  const alarms = judgeAlarms(measured, { virtual: facts?.clocks.virtual ?? false })
  const parked = measured.rows_parked?.map(parkedOf) ?? null
  const problems = alarms.filter(({ fails }) => fails).map(remarkOf)
  return {
    status: problems.length > 0 ? 'failing' : (parked?.length ?? 0) > 0 ? 'degraded' : 'ok',
    problems,
    warnings: [...ownRemarks(deps, facts, measured), ...alarms.filter(isWarning).map(remarkOf)],
    postgres: facts !== null,
    redis: alarms.some(({ alarm, rings }) => alarm === 'redis_down' && !rings),
    businessNow: facts ? toldAt(facts.clocks.business) : null,
    virtualClock: facts?.clocks.virtual ?? false,
    stuck: measured.stuck_cases?.[0]?.measure ?? null,
    parked,
    brakes: (facts?.brakes ?? []).map(({ channel, strategy, creditor, stoppedAt, stoppedBy: by }) => {
      return { channel, strategy, creditor, since: isoOf(stoppedAt), by }
    }),
    workers: (facts?.beats ?? []).map((beat) => ({ ...beat, lastWorkAt: toldAt(beat.lastWorkAt) })),
    backlog: (measured.work_overdue ?? []).map(({ place, measure }) => {
      return { worker: place['worker'] ?? '', seconds: measure }
    }),
    alarms,
  }
}

function parkedOf({ place, measure }: Sample): ParkedCount {
  return { loop: place['loop'] ?? '', kind: place['kind'] ?? '', rows: measure }
}

function remarkOf({ alarm, says }: AlarmState): Remark {
  return { code: alarm, message: says }
}

function isWarning({ rings, fails }: AlarmState): boolean {
  return rings && !fails
}

interface DatabaseFacts {
  clocks: Clocks
  beats: Beat[]
  brakes: BrakeRow[]
}

async function readDatabase(db: Sql): Promise<DatabaseFacts> {
  const [clocks, beats, brakes] = await Promise.all([readClocks(db), readBeats(db), brakesOn(db)])
  return { clocks, beats, brakes }
}

/** What is no alarm, and alarms that nobody could measure. */
function ownRemarks(deps: HealthDeps, facts: DatabaseFacts | null, measured: Measured): Remark[] {
  const remarks: Remark[] = []
  if (!deps.separated) {
    remarks.push({
      code: 'one_role',
      message: 'the engine connects as the owner of its tables: set DATABASE_URL and DATABASE_OWNER_URL',
    })
  }
  if (!facts) return remarks
  for (const brake of facts.brakes) remarks.push({ code: 'stopped_by_hand', message: brakeWords(brake) })
  const blind = ALARMS.filter((alarm) => measured[alarm] === undefined && !isSlow(alarm))
  if (blind.length > 0)
    remarks.push({ code: 'not_measured', message: `nobody can tell whether these ring: ${blind.join(', ')}` })
  return remarks
}

/** One that is still being measured for the first time is told the next time. */
function isSlow(alarm: AlarmName): boolean {
  return alarmFile(alarm).slow === true
}

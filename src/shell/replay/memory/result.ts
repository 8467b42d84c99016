import type { AccountRow, World } from './world.ts'
import { caseIntervals } from '../case-interval.ts'
import type { CaseFact } from '../case-interval.ts'
import type { ParkedLine, ReplayResult } from '../engine.ts'
import type { ContactLine, RefusalLine } from '../line.ts'
import type { TaskLine } from '../task-line.ts'
import { closersOf, taskTraits } from '../../../core/model/human-task.ts'

/** The result of a replay, read from a world in memory. */
export function worldResult(world: World): ReplayResult {
  return {
    contacts: contactLines(world),
    cases: caseIntervals(caseFacts(world)),
    refusals: refusalLines(world),
    tasks: taskLines(world),
    unplaced: unplaced(world),
    parked: parkedLines(world),
    lawless: lawless(world),
  }
}

function contactLines(world: World): ContactLine[] {
  return [...world.contacts.values()].flatMap((row) => {
    const theCase = row.case === null ? undefined : world.cases.get(row.case)
    const account = theCase && world.accounts.get(theCase.account)
    if (!account || row.at === null || row.step === null || row.stage === null) return []
    return [
      {
        at: row.notBefore ?? row.at,
        account: account.externalId,
        debtor: world.persons.get(row.person)?.externalId ?? '',
        case: `${account.externalId}/${theCase.number}`,
        channel: row.channel,
        stage: row.stage,
        step: row.step,
        attempt: row.attempt ?? 1,
        dpd: row.dpd ?? 0,
      },
    ]
  })
}

const CASE_FACTS = new Set(['case.opened', 'case.reopened', 'case.closed'])

function caseFacts(world: World): CaseFact[] {
  return [...world.facts.values()].flatMap((fact) => {
    const account = fact.account === null ? undefined : world.accounts.get(fact.account)
    if (!account || !CASE_FACTS.has(fact.kind)) return []
    return [{ ...caseFactOf(fact.body), account: account.externalId, ...placeOf(account, fact) }]
  })
}

function caseFactOf(body: Record<string, unknown>): { number: number; reason: string | null } {
  const { number, reason } = body
  return { number: Number(number), reason: typeof reason === 'string' ? reason : null }
}

function placeOf(account: AccountRow, fact: { kind: string; happenedAt: number }) {
  return { zones: account.zones, kind: fact.kind, at: fact.happenedAt }
}

function refusalLines(world: World): RefusalLine[] {
  return world.decisions.flatMap((decision) =>
    decision.step === null || decision.kind === 'planned' || decision.kind === 'moved'
      ? []
      : [
          {
            at: decision.at,
            account: world.accounts.get(decision.account)?.externalId ?? '',
            step: decision.step,
            kind: decision.kind,
            rules: decision.reasons.map((reason) => reason.rule),
          },
        ],
  )
}

function taskLines(world: World): TaskLine[] {
  return world.humanTasks.map((task) => {
    const account = world.accounts.get(task.account)?.externalId ?? null
    const theCase = task.case === null ? undefined : world.cases.get(task.case)
    return {
      at: task.createdAt ?? task.due,
      account,
      case: theCase ? `${account}/${theCase.number}` : null,
      kind: task.kind,
      step: task.step ?? null,
      role: task.role,
      due: task.due,
      closedAt: task.resolvedAt,
      answer: task.resolution ?? null,
    }
  })
}

function unplaced(world: World): string[] {
  const names = world.humanTasks
    .filter((task) => closersOf(task.kind).includes('case_opened'))
    .map((task) => world.accounts.get(task.account)?.externalId ?? '')
  return [...new Set(names)].sort()
}

function parkedLines(world: World): ParkedLine[] {
  return [...world.parked.values()]
    .filter(({ clearedAt }) => clearedAt === null)
    .map(({ loop, kind, id, code, attempts, account, person }) => {
      const named = account === null ? undefined : world.accounts.get(account)
      const about = named ?? (person === null ? undefined : world.persons.get(person))
      return { loop, kind, id, code, attempts, about: about?.externalId ?? null }
    })
    .sort((a, b) => (a.loop + a.id < b.loop + b.id ? -1 : 1))
}

function lawless(world: World): string[] {
  return world.humanTasks.flatMap(({ kind, reason }) => (taskTraits(kind).ofGap ? [reason] : [])).sort()
}

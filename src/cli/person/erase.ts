import type { PersonId } from '../../core/base/id.ts'
import { type Problem, ProblemError } from '../../core/base/problem.ts'
import type { Blocker } from '../../core/retention/forget.ts'
import { type EraseAnswer, type EraseRequest, erasePerson } from '../../flow/erase.ts'
import type { Erased } from '../../flow/ports/retention.ts'
import { recordFacts } from '../../flow/record.ts'
import { prepareWith } from '../../shell/feed/prepare.ts'
import { configPort } from '../../shell/pg/config/config.ts'
import type { Database } from '../../shell/pg/base/database.ts'
import { personalCounts, wasExported } from '../../shell/pg/read/person.ts'
import { recordStore } from '../../shell/pg/record/record.ts'
import { retentionStore } from '../../shell/pg/retention/retention.ts'
import type { Vault } from '../../shell/pg/base/vault.ts'
import { exportTo } from './export.ts'
import { personOf } from './ref.ts'
import { printJson } from '../print-json.ts'
import { withOwner } from '../with-owner.ts'

export interface EraseArgs {
  ref: string
  reason: string
  /** The file to export to first. */
  file: string | null
  exported: boolean
  dry: boolean
  waiveHouse: boolean
  by: string
  /** It throws where nobody agrees. */
  confirm(touches: readonly string[]): Promise<void>
}

export interface EraseResult {
  debtor: string
  number: number
  dryRun: boolean
  /** Null for a dry run. */
  erased: Erased | null
  file: string | null
}

/** The command asks whether it may be done, exports, then erases; it throws the problems that forbid it. */
export async function eraseWith(vault: Vault, args: EraseArgs): Promise<EraseResult> {
  if (!/^[a-z][a-z0-9_-]{0,60}$/.test(args.reason))
    throw problem(
      'bad_reason',
      '--reason is not a short word',
      'such as request or gdpr_17; no personal data',
    )
  return withOwner(async (owner) => {
    const { id, externalId } = await personOf(owner, args.ref, vault)
    const { by, reason, waiveHouse } = args
    const request = { person: id, by, reason, waiveHouse, dry: true }
    const erase = (asked: EraseRequest) => erasePerson(depsOf(owner, vault), asked).then(erasedOf)
    await erase(request)
    const result = { debtor: externalId, number: id, file: args.file }
    if (args.dry) return { ...result, dryRun: true, erased: null }
    await refuseUnexported(owner, id, args)
    await args.confirm(touchesOf(result, await personalCounts(owner, id)))
    await exportFirst(owner, vault, { ...args, ref: `#${id}` })
    return { ...result, dryRun: false, erased: await erase({ ...request, dry: false }) }
  })
}

export function tellErased({ debtor, number, dryRun, erased, file }: EraseResult, json: boolean): void {
  if (json) return printJson({ debtor, number, dryRun, erased, file })
  if (dryRun || erased === null)
    return console.log(`nothing keeps debtor ${debtor} (number ${number}) any more`)
  console.log(
    `erased debtor ${debtor} (number ${number}): ${erased.texts} texts, ${erased.points} numbers and addresses${erased.name ? ', the name' : ''}`,
  )
  if (file) console.log(`exported before to ${file}`)
}

function depsOf(owner: Database, vault: Vault): Parameters<typeof erasePerson>[0] {
  const recording = { store: recordStore(owner), prepare: prepareWith(vault) }
  return {
    store: retentionStore(owner),
    config: configPort(owner),
    record: (facts) => recordFacts(recording, facts),
  }
}

function touchesOf(
  { debtor, number, file }: Pick<EraseResult, 'debtor' | 'number' | 'file'>,
  { name, points, texts }: Erased,
): string[] {
  const what = `${texts} texts, ${points} numbers and addresses${name ? ', the name' : ''}`
  return [
    `debtor ${debtor} (number ${number}) would lose for good: ${what}`,
    file === null ? 'it was exported before' : `before that, everything is exported to ${file}`,
  ]
}

async function refuseUnexported(owner: Database, person: PersonId, args: EraseArgs): Promise<void> {
  if (args.file !== null) return
  if (args.exported && (await wasExported(owner, person))) return
  throw args.exported
    ? problem(
        'not_exported',
        'the audit knows of no export of this person',
        'arrears person export ID --out FILE',
      )
    : problem(
        'not_exported',
        'what is erased is exported first',
        '--out FILE, or --exported if that was done',
      )
}

async function exportFirst(owner: Database, vault: Vault, { ref, file, by }: EraseArgs): Promise<void> {
  if (file === null) return
  const { unreadable } = await exportTo({ db: owner, vault }, { ref, file, format: 'json', by })
  if (unreadable === 0) return
  throw problem(
    'export_incomplete',
    `${unreadable} values could not be opened, and would be lost`,
    'add the older keys to ARREARS_SEAL_KEYS, or say --exported if that is all there is',
  )
}

function erasedOf(answer: EraseAnswer): Erased | null {
  if (answer.ok) return answer.erased
  switch (answer.why) {
    case 'unknown':
      throw problem('unknown_person', 'no debtor of that name or number is known')
    case 'erased':
      throw problem('already_erased', 'this person was erased before; arrears person export shows when')
    case 'collecting':
      throw problem(
        'still_collecting',
        `cases are open: ${answer.accounts.join(', ')}`,
        'nobody is erased while a debt is collected; close the accounts in the ledger first',
      )
    case 'kept':
      throw new ProblemError(answer.blockers.map(blockedBy))
  }
}

const WAITS = {
  still_open: 'while the account is open, and for its time after that',
  no_period: 'for a time that it does not name',
}

function blockedBy({ kind, rule, pack, citation, through, waits, house }: Blocker): Problem {
  const until = through ? `until ${through}` : WAITS[waits ?? 'no_period']
  return {
    code: 'still_kept',
    path: kind,
    message: `${rule} (${pack}) keeps it ${until} [${citation}]`,
    ...(house && { suggestion: "the house's own time: --waive-house lets go of it" }),
  }
}

function problem(code: string, message: string, suggestion?: string): ProblemError {
  return new ProblemError([{ code, message, ...(suggestion !== undefined && { suggestion }) }])
}

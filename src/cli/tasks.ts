import { type ArgsDef, defineCommand } from 'citty'
import { agreeableWords } from '../channels/agreeable-words.ts'
import { type Problem, ProblemError } from '../core/base/problem.ts'
import { isoOf } from '../core/base/time.ts'
import { nearest } from '../core/base/nearest.ts'
import { isByPerson, TASK_CHANNELS } from '../core/channel/channel.ts'
import {
  claimHumanTask,
  type HumanTaskAnswer,
  type HumanTaskDeps,
  matchSender,
  resolveHumanTask,
} from '../flow/human-task.ts'
import type { HumanTaskView, Owner } from '../flow/ports/human-task.ts'
import { type RecordDeps, recordFacts } from '../flow/record.ts'
import { atDoor, recordingAt } from '../shell/access/at-door.ts'
import { knownReplies } from '../shell/config/known-replies.ts'
import { prepareWith } from '../shell/feed/prepare.ts'
import { configPort } from '../shell/pg/config/config.ts'
import type { Database } from '../shell/pg/base/database.ts'
import { HUMAN_TASKS } from '../shell/pg/read/list/human-tasks.ts'
import { OFFERED, OFFERED_FILTERS, type OfferedLine } from '../shell/pg/read/list/offered.ts'
import { humanTaskStore } from '../shell/pg/task/human-task.ts'
import { recordStore } from '../shell/pg/record/record.ts'
import { taskWords } from '../shell/pg/task/words.ts'
import { openVault, type Vault } from '../shell/pg/base/vault.ts'
import { listArgs, printList } from './list-args.ts'
import { wholeNumber } from './number.ts'
import { printJson } from './print-json.ts'
import { vaultKeys } from './vault-keys.ts'
import { teller, whoami } from './whoami.ts'
import { withDatabase } from './with-database.ts'

const json = { type: 'boolean', default: false, description: 'print JSON' } as const
const id = { type: 'positional', required: true, description: 'number of the task' } as const
const as = { type: 'string', description: 'who does it; default: the user of this shell' } as const

const list = defineCommand({
  meta: { name: 'list', description: 'Open tasks, soonest due first; every filter narrows the list further' },
  args: listArgs(HUMAN_TASKS),
  async run({ args }) {
    const shown = ['id', 'about', 'role', 'kind', 'due', 'claimedBy', 'reason'] as const
    await printList({ list: HUMAN_TASKS, key: 'tasks', shown }, args, (db) => refuseMisspelt(db, args))
  },
})

const offered = defineCommand({
  meta: { name: 'offered', description: 'Calls or visits that somebody may take, the best first' },
  args: {
    kind: {
      type: 'positional',
      required: true,
      words: TASK_CHANNELS,
      description: TASK_CHANNELS.join(' | '),
    },
    ...listArgs({ filters: OFFERED_FILTERS }),
  } as ArgsDef,
  async run({ args }) {
    const kind = String(args['kind'])
    const shown = ['contact', 'account', 'stage', 'step', 'attempt', 'dpd', 'pastDue', 'expiresAt'] as const
    const agreeable = ['promises', 'plans', 'settlement'] as const
    if (isByPerson(kind))
      await printList(
        { list: OFFERED[kind], key: 'tasks', shown: [...shown, ...agreeable], words: wordsOf },
        args,
      )
  },
})

function wordsOf({ promises, plans, settlement }: OfferedLine): Partial<Record<keyof OfferedLine, string>> {
  if (promises === null || plans === null) return {}
  return { ...agreeableWords({ promises, plans, settlement }) }
}

const claim = defineCommand({
  meta: { name: 'claim', description: 'Take a task on' },
  args: { id, as, json },
  async run({ args }) {
    const by = whoami(args.as)
    const answer = await withDatabase((db) =>
      claimHumanTask(humanTaskStore(db, openedVault), numberOf(args.id), by),
    )
    print(answer, args.json)
    if (!answer.ok || answer.text === undefined || args.json) return
    if (answer.from) console.log(`from ${answer.from}`)
    console.log(answer.text ?? '(no text)')
  },
})

const resolve = defineCommand({
  meta: { name: 'resolve', description: 'Close a task; a case that waited for it is reviewed at once' },
  args: {
    id,
    as,
    resolution: {
      type: 'string',
      default: 'done',
      description:
        'a word of its kind, such as done, not_done or waived; a wrong one is told which there are',
    },
    json,
  },
  async run({ args }) {
    if (!/^[a-z][a-z0-9_-]{0,60}$/.test(args.resolution)) {
      throw problem('bad_resolution', '--resolution is not a short word', 'such as done or not_needed')
    }
    const by = whoami(args.as)
    const answer = await withDatabase((db) =>
      resolveHumanTask(
        { store: humanTaskStore(db), record: answering(db) },
        { id: numberOf(args.id), by, resolution: args.resolution },
      ),
    )
    print(answer, args.json)
  },
})

/** Some answers are one person's to give and not another's. */
function answering(db: Database): HumanTaskDeps['record'] {
  const door = atDoor({ db }, teller())
  return recordingAt(door, (facts) => recordFacts(recordingOf(db), facts))
}

const match = defineCommand({
  meta: {
    name: 'match',
    description: 'Say who has written a message of nobody who was known; it acts as of when it came',
  },
  args: {
    id,
    as,
    debtor: { type: 'string', description: 'who has written, as the ledger names him' },
    account: { type: 'string', description: 'or an account of his' },
    json,
  },
  async run({ args }) {
    const by = whoami(args.as)
    const owner = ownerOf(args)
    const answer = await withDatabase((db) =>
      matchSender(
        { store: humanTaskStore(db, openedVault), record: (facts) => recordFacts(messagesOf(db), facts) },
        { id: numberOf(args.id), by, owner },
      ),
    )
    print(answer, args.json)
  },
})

function ownerOf({ debtor, account }: { [K in 'debtor' | 'account']?: string | undefined }): Owner {
  if (debtor !== undefined && account === undefined) return { debtor }
  if (account !== undefined && debtor === undefined) return { account }
  throw problem('bad_owner', 'nobody is named, or two are', 'one of --debtor D1, --account A1')
}

export const tasksCommand = defineCommand({
  meta: { name: 'tasks', description: 'What waits for a person: list, offered, claim, resolve, match' },
  subCommands: { list, offered, claim, resolve, match },
})

/** A word that nobody ever used finds nothing, which would look like nothing to do. */
async function refuseMisspelt(db: Database, args: Readonly<Record<string, unknown>>): Promise<void> {
  const [kind, role] = [args['kind'], args['role']].map((word) =>
    typeof word === 'string' ? word : undefined,
  )
  if (kind === undefined && role === undefined) return
  const { kinds, roles } = await taskWords(db)
  const wrong = (path: string, word: string | undefined, known: readonly string[]): Problem[] => {
    const near = word === undefined || known.includes(word) ? null : nearest(word, known)
    if (near === null) return []
    const suggestion = `did you mean ${near}?`
    return [{ code: 'unknown_word', path, message: `no task is of ${path} ${word}`, suggestion }]
  }
  const problems = [...wrong('--kind', kind, kinds), ...wrong('--role', role, roles)]
  if (problems.length > 0) throw new ProblemError(problems)
}

function print(answer: HumanTaskAnswer, asJson: boolean): void {
  if (!answer.ok) throw problem(answer.code, answer.message, 'arrears tasks list')
  const { task, text, from } = answer
  const row = { ...rowOf(task), ...(text !== undefined && { text }), ...(from !== undefined && { from }) }
  if (asJson) return printJson(row)
  console.log(lineOf(task))
}

/** The keys are needed only when something is opened or sealed. */
function openedVault(): Vault {
  return openVault(vaultKeys())
}

/** What a resolution means for a person brings no value that would have to be sealed. */
function recordingOf(db: Database): RecordDeps {
  const later: Vault = {
    seal: (text) => openedVault().seal(text),
    open: (value, keyId) => openedVault().open(value, keyId),
    hash: (text) => openedVault().hash(text),
    hex: (text) => openedVault().hex(text),
    knows: (keyId) => openedVault().knows(keyId),
  }
  return { store: recordStore(db), prepare: prepareWith(later) }
}

/** The text that a debtor has written is sealed, and understood by the lists that are in force. */
function messagesOf(db: Database): RecordDeps {
  return { ...recordingOf(db), replies: knownReplies(configPort(db)) }
}

function lineOf(task: HumanTaskView): string {
  const state = task.resolvedAt
    ? `resolved: ${task.resolution ?? ''}`
    : `due ${isoOf(task.due)}${task.claimedBy ? `, claimed by ${task.claimedBy}` : ''}`
  return `${String(task.id).padEnd(8)}${task.about.padEnd(20)}${task.role.padEnd(14)}${task.kind}: ${task.reason} (${state})`
}

function rowOf({ due, createdAt, claimedAt, resolvedAt, ...task }: HumanTaskView): Record<string, unknown> {
  return {
    ...task,
    due: iso(due),
    createdAt: iso(createdAt),
    claimedAt: iso(claimedAt),
    resolvedAt: iso(resolvedAt),
  }
}

function iso(at: number | null): string | null {
  return at === null ? null : isoOf(at)
}

function numberOf(text: string): number {
  return wholeNumber('ID', text, [1], 'arrears tasks list shows the numbers')
}

function problem(code: string, message: string, suggestion: string): ProblemError {
  return new ProblemError([{ code, message, suggestion }])
}

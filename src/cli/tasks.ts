import { defineCommand } from 'citty'
import { ProblemError } from '../core/base/problem.ts'
import { isoOf } from '../core/base/time.ts'
import { claimHumanTask, type HumanTaskAnswer, listHumanTasks, resolveHumanTask } from '../flow/human-task.ts'
import type { HumanTaskFile } from '../flow/ports/human-task.ts'
import { humanTaskStore } from '../shell/pg/human-task.ts'
import { withDatabase } from './with-database.ts'

const json = { type: 'boolean', default: false, description: 'print JSON' } as const
const id = { type: 'positional', required: true, description: 'number of the task' } as const
const as = { type: 'string', required: true, description: 'who does it' } as const

const list = defineCommand({
  meta: { name: 'list', description: 'Open tasks, soonest due first' },
  args: {
    kind: { type: 'string', description: 'only this kind' },
    role: { type: 'string', description: 'only for this role' },
    limit: { type: 'string', default: '100', description: 'at most this many' },
    json,
  },
  async run({ args }) {
    const { kind, role } = args
    const tasks = await withDatabase((db) =>
      listHumanTasks(humanTaskStore(db), { kind, role, limit: numberOf(args.limit, '--limit') }),
    )
    if (args.json) return console.log(JSON.stringify(tasks.map(rowOf), null, 2))
    if (tasks.length === 0) console.log('nothing waits for a person')
    for (const task of tasks) console.log(lineOf(task))
  },
})

const claim = defineCommand({
  meta: { name: 'claim', description: 'Take a task on' },
  args: { id, as, json },
  async run({ args }) {
    const answer = await withDatabase((db) =>
      claimHumanTask(humanTaskStore(db), numberOf(args.id, 'ID'), args.as),
    )
    print(answer, args.json)
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
      description: 'a short word, without personal data',
    },
    json,
  },
  async run({ args }) {
    if (!/^[a-z][a-z0-9_-]{0,60}$/.test(args.resolution)) {
      throw problem('bad_resolution', '--resolution is not a short word', 'such as done or not_needed')
    }
    const answer = await withDatabase((db) =>
      resolveHumanTask(humanTaskStore(db), numberOf(args.id, 'ID'), args.as, args.resolution),
    )
    print(answer, args.json)
  },
})

export const tasksCommand = defineCommand({
  meta: { name: 'tasks', description: 'What waits for a person: list, claim, resolve' },
  subCommands: { list, claim, resolve },
})

function print(answer: HumanTaskAnswer, asJson: boolean): void {
  if (!answer.ok) throw problem(answer.code, answer.message, 'arrears tasks list')
  console.log(asJson ? JSON.stringify(rowOf(answer.task)) : lineOf(answer.task))
}

function lineOf(task: HumanTaskFile): string {
  const state = task.resolvedAt
    ? `resolved: ${task.resolution ?? ''}`
    : `due ${isoOf(task.due)}${task.claimedBy ? `, claimed by ${task.claimedBy}` : ''}`
  return `${String(task.id).padEnd(8)}${task.about.padEnd(20)}${task.role.padEnd(14)}${task.kind}: ${task.reason} (${state})`
}

function rowOf({ due, createdAt, claimedAt, resolvedAt, ...task }: HumanTaskFile): Record<string, unknown> {
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

function numberOf(text: string, what: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number > 0) return number
  throw problem('bad_number', `${what} is not a whole number above 0`, 'arrears tasks list shows the numbers')
}

function problem(code: string, message: string, suggestion: string): ProblemError {
  return new ProblemError([{ code, message, suggestion }])
}

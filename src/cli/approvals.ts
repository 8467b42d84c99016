import { defineCommand } from 'citty'
import { ProblemError } from '../core/base/problem.ts'
import { MASS_ACTIONS } from '../shell/access/second-person.ts'
import { approvalRow } from '../shell/http/approvals.ts'
import { approvalsInForce, decideApproval } from '../shell/pg/door/approval.ts'
import { printJson } from './print-json.ts'
import { whoami } from './whoami.ts'
import { withDatabase } from './with-database.ts'

const json = { type: 'boolean', default: false, description: 'print JSON' } as const
const id = { type: 'positional', required: true, description: 'number of the approval' } as const
const by = { type: 'string', description: 'who decides; default: the user of this shell' } as const

const list = defineCommand({
  meta: {
    name: 'list',
    description: 'What waits for a second person, and what was decided and not used yet',
  },
  args: { json },
  async run({ args }) {
    const rows = (await withDatabase(approvalsInForce)).map(approvalRow)
    if (args.json) return printJson({ approvals: rows })
    if (rows.length === 0) console.log('nothing waits for a second person')
    for (const { id: number, what, size, askedBy, expiresAt, granted, decidedBy, touches } of rows) {
      const state = granted === null ? 'waits' : `${granted ? 'granted' : 'refused'} by ${decidedBy ?? ''}`
      console.log(`#${number}  ${what} (${size})  asked by ${askedBy}, until ${expiresAt}: ${state}`)
      for (const line of touches) console.log(`      ${line}`)
    }
  },
})

export const approvalsCommand = defineCommand({
  meta: {
    name: 'approvals',
    description: `What touches more than SECOND_PERSON_ABOVE at once is asked for by one and granted by another: ${Object.keys(MASS_ACTIONS).join(', ')}`,
  },
  subCommands: {
    list,
    grant: decision('grant', 'Let it be done; whoever asked says the same command again'),
    refuse: decision('refuse', 'Let it not be done'),
  },
})

function decision(name: 'grant' | 'refuse', description: string) {
  return defineCommand({
    meta: { name, description },
    args: { id, by, json },
    async run({ args }) {
      const number = Number(args.id)
      if (!Number.isSafeInteger(number) || number < 1) throw notDecided(args.id, 'unknown')
      const who = whoami(args.by)
      const decided = await withDatabase((db) =>
        decideApproval(db, { id: number, by: who, granted: name === 'grant' }),
      )
      if (!decided.ok) throw notDecided(args.id, decided.why)
      const { approval } = decided
      const told = `#${approval.id} ${name === 'grant' ? 'granted' : 'refused'} by ${who}: ${approval.what}`
      if (args.json) return printJson(approvalRow(approval))
      console.log(told)
    },
  })
}

const WHY = {
  unknown: { code: 'unknown_approval', message: 'does not exist' },
  own: { code: 'own_request', message: 'was asked for by the same name: somebody else decides' },
  decided: { code: 'already_decided', message: 'was decided before' },
  expired: { code: 'expired', message: 'was asked for more than a day ago: ask again' },
} as const

function notDecided(which: string, why: keyof typeof WHY): ProblemError {
  const { code, message } = WHY[why]
  return new ProblemError([
    { code, message: `approval ${which} ${message}`, suggestion: 'arrears approvals list' },
  ])
}

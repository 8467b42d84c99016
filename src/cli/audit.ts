import { once } from 'node:events'
import { defineCommand } from 'citty'
import { ProblemError } from '../core/base/problem.ts'
import { isDay } from '../core/base/time.ts'
import { exportHeads, verifyHeads } from '../shell/audit/heads.ts'
import { BROKEN_WHY, type BrokenChain, verifyChains } from '../shell/audit/verify.ts'
import type { Database } from '../shell/pg/base/database.ts'
import { estimateFacts, findAccount } from '../shell/pg/read/chains.ts'
import { personOf } from './person/ref.ts'
import { jsonLine, printJson } from './print-json.ts'
import { progressBar } from './progress-bar.ts'
import { withDatabase } from './with-database.ts'

/** The number of breaks that are told; all are counted. */
const TOLD = 1000

const verify = defineCommand({
  meta: {
    name: 'verify',
    description:
      'Recompute the hash chains of all facts, page by page, and compare them with the heads on the rows and with exported ones. Exit 0 all hold, 1 some are broken, 2 not done',
  },
  args: {
    account: { type: 'string', description: 'only the chain of this account' },
    person: { type: 'string', description: 'only the chains of this debtor, or #number' },
    since: { type: 'string', description: 'only facts recorded from this day on (UTC)', valueHint: 'DAY' },
    heads: {
      type: 'string',
      description: 'heads that arrears audit heads wrote earlier: a tail that was cut off since then shows',
      valueHint: 'FILE',
    },
    json: { type: 'boolean', default: false, description: 'the result as JSON' },
  },
  async run({ args }) {
    const result = await withDatabase((db) => verifyAll(db, args))
    if (args.json) printJson(result)
    else tell(result)
    if (result.count > 0) process.exitCode = 1
  },
})

const heads = defineCommand({
  meta: {
    name: 'heads',
    description:
      'Write the head of every chain, a line of JSON each: keep the file where nobody who can write to the database can write too',
  },
  args: { json: { type: 'boolean', default: false, description: 'it is JSON in any case, a line each' } },
  async run() {
    await withDatabase(async (db) => {
      for await (const head of exportHeads(db))
        if (!process.stdout.write(jsonLine(head))) await once(process.stdout, 'drain')
    })
  },
})

export const auditCommand = defineCommand({
  meta: { name: 'audit', description: 'Prove that what was recorded still stands: verify, heads' },
  subCommands: { verify, heads },
})

interface Asked {
  account?: string | undefined
  person?: string | undefined
  since?: string | undefined
  heads?: string | undefined
}

interface Result {
  facts: number
  chains: number
  /** Links of version 0.1.0, which do not cover the bodies. */
  bare: number
  /** Exported heads that were held against it; null = none given. */
  heads: number | null
  count: number
  broken: BrokenChain[]
}

async function verifyAll(db: Database, asked: Asked): Promise<Result> {
  const { since } = asked
  if (since !== undefined && !isDay(since)) {
    throw new ProblemError([
      { code: 'bad_day', path: '--since', message: `${since} is no date`, suggestion: 'YYYY-MM-DD' },
    ])
  }
  const result: Result = { facts: 0, chains: 0, bare: 0, heads: null, count: 0, broken: [] }
  const onBroken = (one: BrokenChain): void => {
    if (++result.count <= TOLD) result.broken.push(one)
  }
  const only = await onlyOf(db, asked)
  const bar = progressBar('facts', only ? 0 : await estimateFacts(db))
  try {
    const start = since === undefined ? null : `${since}T00:00:00Z`
    Object.assign(result, await verifyChains(db, { only, since: start, onBroken, onPage: bar.add }))
    if (asked.heads !== undefined) result.heads = await verifyHeads(db, { file: asked.heads, only, onBroken })
  } finally {
    bar.end()
  }
  return result
}

async function onlyOf(
  db: Database,
  { account, person }: Asked,
): Promise<{ person: number; account: number | null } | null> {
  if (account !== undefined) {
    const found = await findAccount(db, account)
    if (found) return found
    throw new ProblemError([{ code: 'unknown_account', message: 'no account of that name is known' }])
  }
  return person === undefined ? null : { person: (await personOf(db, person)).id, account: null }
}

function tell({ facts, chains, bare, heads: held, count, broken }: Result): void {
  for (const { chain, name, fact, recordedAt, why } of broken) {
    const at = fact === null ? '' : ` at fact ${fact}${recordedAt ? `, recorded ${recordedAt}` : ''}`
    console.log(`broken: ${name ?? 'chain'} (${chain})${at}: ${BROKEN_WHY[why]}`)
  }
  if (count > broken.length) console.log(`and ${count - broken.length} more`)
  const old = bare > 0 ? `; ${bare} links of version 0.1.0 do not cover what is kept of their facts` : ''
  const exported = held === null ? '' : `, ${held} exported heads`
  console.log(
    `${facts} facts in ${chains} chains${exported}: ${count === 0 ? 'all hold' : `${count} broken`}${old}`,
  )
}

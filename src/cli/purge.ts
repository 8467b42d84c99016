import { defineCommand } from 'citty'
import type { Conflict } from '../core/retention/judge-person.ts'
import { type Purged, purgePage, purgeRaw } from '../flow/purge.ts'
import { configPort } from '../shell/pg/config/config.ts'
import type { Database } from '../shell/pg/base/database.ts'
import { countPersons } from '../shell/pg/read/person.ts'
import { retentionStore } from '../shell/pg/retention/retention.ts'
import { conflictWords } from '../shell/pg/retention/save.ts'
import { agreedByTwo } from './agreed-by-two.ts'
import { confirm, yesArgument } from './confirm.ts'
import { printJson } from './print-json.ts'
import { progressBar } from './progress-bar.ts'
import { whoami } from './whoami.ts'
import { withOwner } from './with-owner.ts'

const PAGE = 200
/** The number of conflicts that are told; all are counted. */
const TOLD = 100

export const purgeCommand = defineCommand({
  meta: {
    name: 'purge',
    description:
      'Take what is past its time by the rules about keeping of every pack that binds; facts stay, and their chain. Tells what would go and asks. Exit 0 done, 1 rules stand against each other and a human is asked, 2 not done',
  },
  args: {
    'dry-run': { type: 'boolean', default: false, description: 'only tell what would go, and the conflicts' },
    yes: yesArgument,
    by: { type: 'string', description: 'who does it, for the audit; default: the user of this shell' },
    json: { type: 'boolean', default: false, description: 'the counts and conflicts as JSON' },
  },
  async run({ args }) {
    const [dry, by] = [args['dry-run'], whoami(args.by)]
    const sum = await withOwner(async (owner) => {
      if (!dry) {
        const before = await purgeAll(owner, { dry: true, by })
        const touches = touchesOf(before)
        await confirm(touches, args.yes)
        const size = Object.values(before.erased).reduce((all, one) => all + one, 0)
        await agreedByTwo(owner, { what: 'purge', of: [], touches, size, by })
      }
      return purgeAll(owner, { dry, by })
    })
    report(sum, { json: args.json, dry })
    if (sum.conflicts > 0) process.exitCode = 1
  },
})

interface Sum {
  persons: number
  erased: Record<string, number>
  conflicts: number
  told: Conflict[]
  staged: number
  callbacks: number
  texts: number
  laws: number
}

/** Everybody, by id: a new law is felt at once, not at the day of somebody's next review. */
async function purgeAll(owner: Database, { dry, by }: { dry: boolean; by: string }): Promise<Sum> {
  const deps = { store: retentionStore(owner), config: configPort(owner) }
  const sum: Sum = {
    persons: 0,
    erased: {},
    conflicts: 0,
    told: [],
    staged: 0,
    callbacks: 0,
    texts: 0,
    laws: 0,
  }
  const bar = progressBar('persons', await countPersons(owner))
  try {
    for (let after = 0, more = true; more; ) {
      const page = await purgePage(deps, { by, limit: PAGE, after, dry })
      add(sum, page)
      bar.add(page.looked)
      more = page.more
      after = page.last
    }
  } finally {
    bar.end()
  }
  return dry ? sum : { ...sum, ...(await purgeRaw(deps)) }
}

function add(sum: Sum, page: Purged): void {
  sum.persons += page.looked
  sum.conflicts += page.conflicts.length
  sum.told.push(...page.conflicts.slice(0, TOLD - sum.told.length))
  for (const [kind, count] of Object.entries(page.erased)) sum.erased[kind] = (sum.erased[kind] ?? 0) + count
}

/** The data is gone for good, and everywhere but in backups. */
function touchesOf({ persons, erased, conflicts }: Sum): string[] {
  const kinds = Object.entries(erased).map(([kind, count]) => `${kind}: ${count} would go for good`)
  return [
    `${persons} persons looked at`,
    ...(kinds.length > 0 ? kinds : ['nothing of a person is past its time']),
    ...(conflicts > 0 ? [`${conflicts} conflicts would become tasks for a human`] : []),
    'staged lines, callbacks and read messages that belong to nobody would go too',
  ]
}

function report(sum: Sum, { json, dry }: { json: boolean; dry: boolean }): void {
  if (json) return printJson({ dryRun: dry, ...sum })
  const kinds = Object.entries(sum.erased)
  const verb = dry ? 'would go' : 'gone'
  console.log(`${sum.persons} persons looked at`)
  for (const [kind, count] of kinds) console.log(`  ${kind.padEnd(16)}${String(count).padStart(10)} ${verb}`)
  if (kinds.length === 0) console.log('  nothing is past its time')
  const { staged, callbacks, texts, laws } = sum
  if (staged + callbacks + texts > 0)
    console.log(
      `  ${staged} staged lines, ${callbacks} callbacks and ${texts} texts that belong to nobody gone`,
    )
  if (laws > 0) console.log(`  ${laws} laws gone under which nobody was judged`)
  if (sum.conflicts === 0) return
  console.log(`${sum.conflicts} conflicts, nothing erased for them; a human decides:`)
  for (const one of sum.told) {
    const until = one.keep.through ?? 'not known yet'
    console.log(`  person #${one.person}  ${conflictWords(one)} (by ${one.destroy.on}; until ${until})`)
  }
}

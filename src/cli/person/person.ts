import { defineCommand } from 'citty'
import { ProblemError } from '../../core/base/problem.ts'
import { openVault } from '../../shell/pg/base/vault.ts'
import { confirm, yesArgument } from '../confirm.ts'
import { eraseWith, type EraseArgs, tellErased } from './erase.ts'
import { exportTo } from './export.ts'
import { whoami } from '../whoami.ts'
import { withDatabase } from '../with-database.ts'

const id = {
  type: 'positional',
  required: true,
  description:
    "the ledger's name of the debtor, the engine's number as '#12', or a phone number in any spelling",
} as const
const by = {
  type: 'string',
  description: 'who does it, for the audit; default: the user of this shell',
} as const

const exportCommand = defineCommand({
  meta: {
    name: 'export',
    description:
      'Everything that is kept about a person: who it is, accounts, facts, every contact with its text and outcome, every decision with rules and citations, holds, consents, and how long it is kept and why. Audited. Exit 0 done, 1 a value could not be opened, 2 not done',
  },
  args: {
    id,
    out: { type: 'string', description: 'a new file, readable by you alone; default: standard output' },
    by,
    json: { type: 'boolean', default: false, description: 'JSON instead of a document to be read' },
  },
  async run({ args }) {
    const by = whoami(args.by)
    const vault = openVault(vaultKeys())
    const format = args.json ? 'json' : 'text'
    const { unreadable } = await withDatabase((db) =>
      exportTo({ db, vault }, { ref: args.id, file: args.out ?? null, format, by }),
    )
    if (unreadable === 0) return
    console.error(
      `unreadable_values: ${unreadable} values cannot be opened with the keys of ARREARS_SEAL_KEYS`,
    )
    process.exitCode = 1
  },
})

const eraseCommand = defineCommand({
  meta: {
    name: 'erase',
    description:
      'Take everything personal of a person for good, once no rule keeps it any more: name, numbers, addresses and every text. Ids, facts and digests stay, so that the audit still holds. Nothing is said to the person again, and no fact about them is taken. Tells what would go and asks. Exit 0 done, 2 refused, with the rules and dates',
  },
  args: {
    id,
    reason: { type: 'string', required: true, description: 'a short word, such as request or gdpr_17' },
    out: { type: 'string', description: 'where everything is exported first, as JSON' },
    exported: { type: 'boolean', default: false, description: 'it was exported already: the audit knows' },
    'dry-run': { type: 'boolean', default: false, description: 'only tell whether it could be done' },
    'waive-house': {
      type: 'boolean',
      default: false,
      description: "let go of the house's own time; a law's never",
    },
    yes: yesArgument,
    by,
    json: { type: 'boolean', default: false, description: 'the result as JSON' },
  },
  async run({ args }) {
    const asked: EraseArgs = {
      ref: args.id,
      reason: args.reason,
      file: args.out ?? null,
      exported: args.exported,
      dry: args['dry-run'],
      waiveHouse: args['waive-house'],
      by: whoami(args.by),
      confirm: (touches) => confirm(touches, args.yes),
    }
    tellErased(await eraseWith(openVault(vaultKeys()), asked), args.json)
  },
})

export const personCommand = defineCommand({
  meta: { name: 'person', description: "A person's complete file: export it, erase it" },
  subCommands: { export: exportCommand, erase: eraseCommand },
})

function vaultKeys(): { seal: string; hash: string } {
  const seal = process.env['ARREARS_SEAL_KEYS']
  const hash = process.env['ARREARS_HASH_KEY']
  if (seal && hash) return { seal, hash }
  throw new ProblemError([
    {
      code: 'bad_key',
      message: 'ARREARS_SEAL_KEYS and ARREARS_HASH_KEY are not set',
      suggestion: 'the keys under which names, numbers and texts were sealed',
    },
  ])
}

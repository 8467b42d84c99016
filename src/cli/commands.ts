import type { ArgsDef, CommandDef } from 'citty'
import type { Right } from '../shell/access/rights.ts'
import { childrenOf, type Command, resolved, runLine } from './command-line.ts'
import { usageText } from './usage.ts'

export interface Runnable {
  command: Command
  run(args: string[]): Promise<void>
  usage(args: string[]): Promise<string>
}

export interface Entry {
  about: string
  /** The user must know it where the command was not carried out. */
  undone?: string
  /** What a key of whoever runs it must hold; null = it touches nobody's book, or needs the rights of the machine anyway. */
  right: Right | null
  /** The rights of its subcommands that differ. */
  rights?: Readonly<Record<string, Right>>
  /** It runs until it is stopped: nobody waits for its end. */
  endless?: true
  load: () => Promise<Runnable>
}

/** A command is loaded when it is asked for, so that `arrears --help` and a wrong word answer at once. */
export const COMMANDS: Record<string, Entry> = {
  up: {
    about: 'bring everything up on this machine and play a synthetic book (npm start)',
    right: null,
    load: async () => runnable((await import('./up.ts')).upCommand, 'up'),
  },
  check: {
    about: 'validate every file under schedules/',
    right: null,
    load: async () => runnable((await import('./check.ts')).checkCommand, 'check'),
  },
  strategy: {
    about: 'show the state machine of a strategy',
    right: null,
    load: async () => runnable((await import('./strategy.ts')).strategyCommand, 'strategy'),
  },
  publish: {
    about: 'activate schedules/ as one version, or go back to an earlier one',
    right: 'schedules:publish',
    load: async () => runnable((await import('./publish.ts')).publishCommand, 'publish'),
  },
  import: {
    about: 'take accounts, obligations, payments and more from a file',
    right: 'facts:write',
    load: async () => runnable((await import('./import.ts')).importCommand, 'import'),
  },
  replay: {
    about: 'play the history of a ledger and write every contact',
    right: null,
    load: async () => runnable((await import('./replay.ts')).replayCommand, 'replay'),
  },
  accounts: {
    about: 'list accounts, also those without a case',
    right: 'cases:read',
    load: async () => runnable((await import('./accounts.ts')).accountsCommand, 'accounts'),
  },
  cases: {
    about: 'list cases by debtor, state, days, amount, hold, rule and more',
    right: 'cases:read',
    load: async () => runnable((await import('./cases.ts')).casesCommand, 'cases'),
  },
  contacts: {
    about: 'list contacts, the newest first',
    right: 'cases:read',
    load: async () => runnable((await import('./contacts.ts')).contactsCommand, 'contacts'),
  },
  plans: {
    about: 'list repayment plans, by state, next rate, account and more',
    right: 'cases:read',
    load: async () => runnable((await import('./plans.ts')).plansCommand, 'plans'),
  },
  promises: {
    about: 'list promises to pay, by day, state, account and more',
    right: 'cases:read',
    load: async () => runnable((await import('./promises.ts')).promisesCommand, 'promises'),
  },
  settlements: {
    about: 'list settlements, by day, state, account and more',
    right: 'cases:read',
    load: async () => runnable((await import('./settlements.ts')).settlementsCommand, 'settlements'),
  },
  explain: {
    about: 'tell the story of a case',
    right: 'cases:read',
    load: async () => runnable((await import('./explain.ts')).explainCommand, 'explain'),
  },
  compliance: {
    about: 'judge worked cases against the packs, and how well they hold them',
    right: null,
    load: async () => runnable((await import('./compliance/compliance.ts')).complianceCommand, 'compliance'),
  },
  stop: {
    about: 'put a brake on contacts',
    right: 'brakes:set',
    undone: 'NOTHING IS STOPPED',
    load: async () => runnable((await import('./stop.ts')).stopCommand, 'stop'),
  },
  resume: {
    about: 'take a brake off',
    right: 'brakes:release',
    load: async () => runnable((await import('./resume.ts')).resumeCommand, 'resume'),
  },
  approvals: {
    about: 'grant or refuse what needs a second person',
    right: 'approvals:decide',
    rights: { list: 'approvals:read' },
    load: async () => runnable((await import('./approvals.ts')).approvalsCommand, 'approvals'),
  },
  tasks: {
    about: 'list, claim and resolve what waits for a person',
    right: 'human-tasks:work',
    rights: { list: 'tasks:read', offered: 'tasks:read' },
    load: async () => runnable((await import('./tasks.ts')).tasksCommand, 'tasks'),
  },
  credit: {
    about: 'make and read what a credit bureau is told',
    right: 'credit:report',
    load: async () => runnable((await import('./credit.ts')).creditCommand, 'credit'),
  },
  person: {
    about: "export or erase a person's complete file",
    right: 'persons:export',
    rights: { erase: 'persons:erase' },
    load: async () => runnable((await import('./person/person.ts')).personCommand, 'person'),
  },
  purge: {
    about: 'take what is past its time',
    right: 'persons:erase',
    load: async () => runnable((await import('./purge.ts')).purgeCommand, 'purge'),
  },
  audit: {
    about: 'prove that what was recorded still stands',
    right: 'audit:read',
    load: async () => runnable((await import('./audit.ts')).auditCommand, 'audit'),
  },
  webhooks: {
    about: 'tell others of facts and tasks over HTTP: add, list, remove, rotate, replay',
    right: 'webhooks:manage',
    load: async () => runnable((await import('./webhooks.ts')).webhooksCommand, 'webhooks'),
  },
  keys: {
    about: 'make, list and revoke API keys',
    right: 'keys:manage',
    load: async () => runnable((await import('./keys.ts')).keysCommand, 'keys'),
  },
  migrate: {
    about: 'bring the tables up to date',
    right: null,
    load: async () => runnable((await import('./migrate.ts')).migrateCommand, 'migrate'),
  },
  worker: {
    about: 'run one worker process',
    right: null,
    endless: true,
    load: async () => runnable((await import('./worker.ts')).workerCommand, 'worker'),
  },
  provider: {
    about: 'try who carries messages, phase by phase',
    right: null,
    load: async () => runnable((await import('./provider.ts')).providerCommand, 'provider'),
  },
  bench: {
    about: 'measure against plain code',
    right: null,
    load: async () => runnable((await import('./bench.ts')).benchCommand, 'bench'),
  },
  completion: {
    about: 'complete commands and options in a shell',
    right: null,
    load: async () => runnable((await import('./completion.ts')).completionFor(COMMANDS), 'completion'),
  },
  fault: {
    about: 'kill, freeze and cut off an engine of its own, and judge what went out',
    right: null,
    load: async () => runnable((await import('./fault.ts')).faultCommand, 'fault'),
  },
  soak: {
    about: 'let an engine of its own work for long while its workers are killed',
    right: null,
    load: async () => runnable((await import('./soak.ts')).soakCommand, 'soak'),
  },
}

/** The right that a line needs: that of its first word, where that differs from the command's. */
export function rightOf({ right, rights = {} }: Entry, [word]: readonly string[]): Right | null {
  return word !== undefined && Object.hasOwn(rights, word) ? (rights[word] ?? right) : right
}

function runnable<T extends ArgsDef>(command: CommandDef<T>, name: string): Runnable {
  return {
    command,
    run: (words) => runLine(command, name, words),
    usage: async (words) => {
      const children = await childrenOf(command)
      const word = words.find((one) => children !== null && Object.hasOwn(children, one))
      const child = word !== undefined && children ? await resolved(children[word]) : undefined
      const { columns } = process.stdout
      return child ? usageText(child, `${name} ${word}`, columns) : usageText(command, name, columns)
    },
  }
}

import { type ArgsDef, type CommandDef, renderUsage } from 'citty'
import { childrenOf, type Command, resolved, runLine } from './command-line.ts'

export interface Runnable {
  command: Command
  run(args: string[]): Promise<void>
  usage(args: string[]): Promise<string>
}

export interface Entry {
  about: string
  /** The user must know it where the command was not carried out. */
  undone?: string
  load(): Promise<Runnable>
}

/** A command is loaded when it is asked for, so that `arrears --help` and a wrong word answer at once. */
export const COMMANDS: Record<string, Entry> = {
  up: {
    about: 'bring everything up on this machine and play a synthetic book (npm start)',
    load: async () => runnable((await import('./up.ts')).upCommand, 'up'),
  },
  check: {
    about: 'validate every file under schedules/',
    load: async () => runnable((await import('./check.ts')).checkCommand, 'check'),
  },
  strategy: {
    about: 'show the state machine of a strategy',
    load: async () => runnable((await import('./strategy.ts')).strategyCommand, 'strategy'),
  },
  publish: {
    about: 'activate schedules/ as one version, or go back to an earlier one',
    load: async () => runnable((await import('./publish.ts')).publishCommand, 'publish'),
  },
  import: {
    about: 'take accounts, obligations, payments and more from a file',
    load: async () => runnable((await import('./import.ts')).importCommand, 'import'),
  },
  replay: {
    about: 'play the history of a ledger and write every contact',
    load: async () => runnable((await import('./replay.ts')).replayCommand, 'replay'),
  },
  explain: {
    about: 'tell the story of a case',
    load: async () => runnable((await import('./explain.ts')).explainCommand, 'explain'),
  },
  compliance: {
    about: 'judge worked cases against the packs, and how well they hold them',
    load: async () => runnable((await import('./compliance/compliance.ts')).complianceCommand, 'compliance'),
  },
  stop: {
    about: 'put a brake on contacts',
    undone: 'NOTHING IS STOPPED',
    load: async () => runnable((await import('./stop.ts')).stopCommand, 'stop'),
  },
  resume: {
    about: 'take a brake off',
    load: async () => runnable((await import('./resume.ts')).resumeCommand, 'resume'),
  },
  tasks: {
    about: 'list, claim and resolve what waits for a person',
    load: async () => runnable((await import('./tasks.ts')).tasksCommand, 'tasks'),
  },
  person: {
    about: "export or erase a person's complete file",
    load: async () => runnable((await import('./person/person.ts')).personCommand, 'person'),
  },
  purge: {
    about: 'take what is past its time',
    load: async () => runnable((await import('./purge.ts')).purgeCommand, 'purge'),
  },
  audit: {
    about: 'prove that what was recorded still stands',
    load: async () => runnable((await import('./audit.ts')).auditCommand, 'audit'),
  },
  keys: {
    about: 'make, list and revoke API keys',
    load: async () => runnable((await import('./keys.ts')).keysCommand, 'keys'),
  },
  migrate: {
    about: 'bring the tables up to date',
    load: async () => runnable((await import('./migrate.ts')).migrateCommand, 'migrate'),
  },
  worker: {
    about: 'run one worker process',
    load: async () => runnable((await import('./worker.ts')).workerCommand, 'worker'),
  },
  bench: {
    about: 'measure against plain code',
    load: async () => runnable((await import('./bench.ts')).benchCommand, 'bench'),
  },
  fault: {
    about: 'kill, freeze and cut off an engine of its own, and judge what went out',
    load: async () => runnable((await import('./fault.ts')).faultCommand, 'fault'),
  },
  soak: {
    about: 'let an engine of its own work for long while its workers are killed',
    load: async () => runnable((await import('./soak.ts')).soakCommand, 'soak'),
  },
}

function runnable<T extends ArgsDef>(command: CommandDef<T>, name: string): Runnable {
  return {
    command,
    run: (words) => runLine(command, name, words),
    usage: async (words) => {
      const children = await childrenOf(command)
      const word = words.find((one) => children !== null && Object.hasOwn(children, one))
      const child = word !== undefined && children ? await resolved(children[word]) : undefined
      return child
        ? renderUsage(child, { meta: { name: `arrears ${name}` } })
        : renderUsage(command, { meta: { name: 'arrears' } })
    },
  }
}

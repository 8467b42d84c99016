import pg from 'pg'
import { ensureRoleOf } from './roles.ts'

/** The addresses under which the services connect. The engine's role is that of every service that has none of its own. */
export interface ServiceUrls {
  engine: string
  api?: string | undefined
  board?: string | undefined
}

type Verb = 'select' | 'insert' | 'update' | 'delete' | 'truncate'

interface Grants {
  all: readonly Verb[]
  /** More verbs on single tables, */
  more: Readonly<Record<string, readonly Verb[]>>
  /** and fewer on others. */
  less: Readonly<Record<string, readonly Verb[]>>
  /** Columns that may be updated where their table may not. */
  columns?: Readonly<Record<string, readonly string[]>>
}

const EVERYTHING: readonly Verb[] = ['select', 'insert', 'update', 'delete']
const CHANGES: readonly Verb[] = ['insert', 'update', 'delete']
const MENDS: readonly Verb[] = ['update', 'delete']

/** What nobody but the owner may do: what was recorded stands, and a key is made by a person. */
const NOBODY = {
  fact: MENDS,
  audit: MENDS,
  sealed: MENDS,
  law_used: MENDS,
  schema_migration: CHANGES,
  api_key: CHANGES,
  minor_unit: CHANGES,
} as const satisfies Record<string, readonly Verb[]>

/** What is forgotten once it is over; nothing else is ever deleted by a service. */
const PASSING = [
  'law_gap',
  'breaker',
  'heartbeat',
  'rate_slot',
  'opening_count',
  'tick_run',
  'webhook_late',
  'webhook_secret_before',
  'task_event',
  'letter',
  'letter_batch',
  'account_block',
  'account_left',
]
/** What holds nothing for longer than a run is emptied at once. */
const EMPTIED = ['import_staging', 'import_known', 'import_text']
const DELETES: Readonly<Record<string, readonly Verb[]>> = Object.fromEntries([
  ...PASSING.map((table) => [table, ['delete']]),
  ...EMPTIED.map((table) => [table, ['delete', 'truncate']]),
])

/** One role for every service: a machine of one's own, and tests. */
const ALONE: Grants = {
  all: ['select', 'insert', 'update'],
  more: { ...DELETES, webhook: ['delete'] },
  less: NOBODY,
}

/** What decides and sends never says what the law is, what time it is, who may ask, or that a second person agreed. */
const ENGINE: Grants = {
  all: ['select', 'insert', 'update'],
  more: DELETES,
  less: {
    ...NOBODY,
    api_key: EVERYTHING,
    approval: MENDS,
    config_version: CHANGES,
    config_content: CHANGES,
    virtual_clock: CHANGES,
    webhook: ['insert'],
    webhook_secret_before: ['insert', 'update'],
  },
  columns: { approval: ['used_at'] },
}

const API: Grants = {
  all: ['select', 'insert', 'update'],
  more: { law_gap: ['delete'], webhook: ['delete'], webhook_late: ['delete'] },
  less: {
    ...ENGINE.less,
    webhook: [],
    webhook_secret_before: MENDS,
    api_key: CHANGES,
    approval: ['delete'],
    breaker: CHANGES,
  },
}

/** The board looks, says who read what, and that it lives. */
const BOARD: Grants = {
  all: ['select'],
  more: { audit: ['insert'], heartbeat: ['insert', 'update'] },
  less: { api_key: EVERYTHING },
}

/** What each service may do is said anew after every migration; nothing is said of the owner itself. */
export async function grantServices(client: pg.ClientBase, urls: ServiceUrls): Promise<void> {
  const engine = await ensureRoleOf(client, urls.engine)
  const api = urls.api === undefined ? engine : await ensureRoleOf(client, urls.api)
  const board = urls.board === undefined ? api : await ensureRoleOf(client, urls.board)
  const roles = new Map<string, Grants>([[engine, api === engine ? ALONE : ENGINE]])
  if (api !== engine) roles.set(api, API)
  if (!roles.has(board)) roles.set(board, BOARD)
  const { rows } = await client.query<{ me: string; tables: string[] }>(
    `select current_user as me, array(select tablename::text from pg_tables where schemaname = 'public') as tables`,
  )
  const tables = new Set(rows[0]?.tables)
  for (const [role, grants] of roles)
    if (role !== rows[0]?.me) await client.query(grantText(role, grants, tables))
}

/** A schema in the middle of an upgrade has not every table yet. */
function grantText(
  name: string,
  { all, more, less, columns = {} }: Grants,
  tables: ReadonlySet<string>,
): string {
  const role = pg.escapeIdentifier(name)
  const known = <T>(of: Readonly<Record<string, T>>) =>
    Object.entries(of).filter(([table]) => tables.has(table))
  const given = known(more).map(([table, verbs]) => `grant ${verbs.join(', ')} on ${table} to ${role}`)
  const taken = known(less)
    .filter(([, verbs]) => verbs.length > 0)
    .map(([table, verbs]) => `revoke ${verbs.join(', ')} on ${table} from ${role}`)
  const single = known(columns).map(
    ([table, names]) => `grant update (${names.join(', ')}) on ${table} to ${role}`,
  )
  const writes = all.includes('insert')
    ? [`grant usage, select on all sequences in schema public to ${role}`]
    : []
  return [
    'revoke create on schema public from public',
    `grant usage on schema public to ${role}`,
    `revoke all on all tables in schema public from ${role}`,
    `revoke all on all sequences in schema public from ${role}`,
    `grant ${all.join(', ')} on all tables in schema public to ${role}`,
    ...given,
    ...taken,
    ...single,
    ...writes,
  ].join(';\n')
}

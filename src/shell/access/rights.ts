/** Everything that can be allowed. A route of the API or the board and a command of the CLI name the one that they need. */
export const RIGHTS = {
  'facts:write': 'send the facts of a ledger',
  callbacks: 'send the callbacks of a provider',
  'cases:read': 'look at cases, their stories and the figures of the book',
  'notes:read': 'read what an agent wrote down, and what a debtor wrote',
  'tasks:read': 'list what waits for people',
  'tasks:work': 'claim calls and visits, which shows a number or an address',
  'human-tasks:work': 'claim and answer the tasks that only a person decides',
  'queues:read': 'look at the queues and their jobs',
  'jobs:retry': 'try a failed job again',
  'brakes:set': 'stop contacts',
  'brakes:release': 'let contacts go on',
  'approvals:read': 'list what waits for a second person',
  'approvals:decide': 'grant or refuse what somebody else asked for',
  'schedules:publish': 'make strategies, laws and words the active ones',
  'credit:report': 'make and read what a credit bureau is told',
  'persons:export': "read a person's complete file",
  'persons:erase': 'erase a person, and take what is past its time',
  'webhooks:manage': 'say who is told of facts and tasks over HTTP',
  'keys:manage': 'make and revoke API keys',
  'audit:read': 'prove that what was recorded still stands',
  'health:read': 'see why the engine is not well',
  'metrics:read': 'read the figures for a monitor',
  'docs:read': 'read the description of the API',
  nothing: 'what nobody may do',
} as const
export type Right = keyof typeof RIGHTS

/** What a route says that needs nobody's right: why that does no harm, and the right with which it tells more. */
export interface Open {
  open: string
  more?: Right
}

/** How the engine is, without anything of a debtor: an installation that nobody else reaches may show it to all. */
export const ABOUT_THE_ENGINE: ReadonlySet<Right> = new Set<Right>([
  'health:read',
  'metrics:read',
  'docs:read',
])

interface Granting {
  about: string
  rights: readonly Right[]
}

const LOOK = [
  'cases:read',
  'tasks:read',
  'queues:read',
  'approvals:read',
  'health:read',
  'metrics:read',
  'docs:read',
] as const satisfies readonly Right[]

/** The roles of people, and of what works for them. This is the only place that says who may do what. */
export const ROLES = {
  viewer: { about: 'looks, and touches nothing', rights: LOOK },
  operator: {
    about: 'keeps the engine running',
    rights: [...LOOK, 'jobs:retry', 'brakes:set', 'brakes:release', 'approvals:decide'],
  },
  agent: { about: 'calls and visits', rights: ['cases:read', 'tasks:read', 'tasks:work'] },
  supervisor: {
    about: 'leads agents, and decides what they cannot',
    rights: [...LOOK, 'tasks:work', 'human-tasks:work', 'notes:read', 'brakes:set', 'approvals:decide'],
  },
  strategist: {
    about: 'says whom the engine contacts, when and how',
    rights: [...LOOK, 'schedules:publish', 'brakes:set'],
  },
  compliance: {
    about: 'answers for the law, and to the persons concerned',
    rights: [
      ...LOOK,
      'human-tasks:work',
      'notes:read',
      'brakes:set',
      'approvals:decide',
      'credit:report',
      'persons:export',
      'persons:erase',
      'audit:read',
    ],
  },
  admin: { about: 'may do everything', rights: everything() },
} as const satisfies Record<string, Granting>
export type Role = keyof typeof ROLES
export const ROLE_NAMES = Object.keys(ROLES) as Role[]

/** What a key may carry beside roles, for a system that does one thing. */
const OF_SCOPE = {
  'facts:write': ['facts:write'],
  'tasks:work': ['tasks:read', 'tasks:work', 'human-tasks:work'],
  'cases:read': ['cases:read'],
  callbacks: ['callbacks'],
  monitor: ['health:read', 'metrics:read'],
  admin: ROLES.admin.rights,
} as const satisfies Record<string, readonly Right[]>
export type Scope = keyof typeof OF_SCOPE
export const SCOPES = Object.keys(OF_SCOPE) as Scope[]

/** Who asks: the name that the audit gets, and what it may do. */
export interface Caller {
  name: string
  roles: readonly Role[]
  scopes: readonly Scope[]
}

export function may({ roles, scopes }: Omit<Caller, 'name'>, right: Right): boolean {
  const granted: readonly (readonly Right[])[] = [
    ...roles.map((role) => ROLES[role].rights),
    ...scopes.map((scope) => OF_SCOPE[scope]),
  ]
  return granted.some((rights) => rights.includes(right))
}

export function isRole(word: string): word is Role {
  return Object.hasOwn(ROLES, word)
}

export function isScope(word: string): word is Scope {
  return Object.hasOwn(OF_SCOPE, word)
}

/** Roles that hold a right, for the words of a refusal. */
export function rolesWith(right: Right): Role[] {
  return ROLE_NAMES.filter((role) => may({ roles: [role], scopes: [] }, right))
}

function everything(): Right[] {
  return (Object.keys(RIGHTS) as Right[]).filter((right) => right !== 'nothing')
}

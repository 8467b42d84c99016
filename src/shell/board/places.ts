import type { Right } from '../access/rights.ts'

export const QUEUES_PATH = '/queues'

export interface Place {
  name: string
  right: Right
}

/** The pages that the navigation leads to, in its order, by the path under which each is served. */
export const PLACES = {
  '/': { name: 'Overview', right: 'cases:read' },
  '/cases': { name: 'Cases', right: 'cases:read' },
  '/promises': { name: 'Promises', right: 'cases:read' },
  '/plans': { name: 'Plans', right: 'cases:read' },
  '/settlements': { name: 'Settlements', right: 'cases:read' },
  '/contacts': { name: 'Contacts', right: 'cases:read' },
  '/tasks': { name: 'Tasks', right: 'tasks:read' },
  '/health': { name: 'Health', right: 'health:read' },
  [QUEUES_PATH]: { name: 'Queues', right: 'queues:read' },
} as const satisfies Record<string, Place>

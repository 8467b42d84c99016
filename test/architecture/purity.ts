import { isNode, type Node, nodesOf, placeOf, type Source } from './source.ts'

const CLOCKS_AND_DICE = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'crypto.randomUUID',
  'globalThis.setTimeout',
])
const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch'])

/** The places where a file of core or flow reads a clock, throws dice, or looks at the environment. */
export function impurities(source: Source): string[] {
  const members = nodesOf(source, 'MemberExpression').filter((node) => CLOCKS_AND_DICE.has(dotted(node)))
  const environment = nodesOf(source, 'Identifier').filter((node) => node['name'] === 'process')
  const timers = nodesOf(source, 'CallExpression').filter((node) => TIMERS.has(dotted(node['callee'])))
  const dates = nodesOf(source, 'NewExpression', 'CallExpression').filter(
    (node) => dotted(node['callee']) === 'Date' && (node['arguments'] as Node[]).length === 0,
  )
  const logs = nodesOf(source, 'Identifier').filter((node) => node['name'] === 'console')
  return [...members, ...environment, ...timers, ...dates, ...logs].map((node) => placeOf(source, node))
}

/** Core is synchronous too: nothing that waits. */
export function waits(source: Source): string[] {
  const functions = nodesOf(
    source,
    'FunctionDeclaration',
    'FunctionExpression',
    'ArrowFunctionExpression',
  ).filter((node) => node['async'] === true)
  const promises = nodesOf(source, 'Identifier').filter((node) => node['name'] === 'Promise')
  return [...functions, ...promises, ...nodesOf(source, 'AwaitExpression')].map((node) =>
    placeOf(source, node),
  )
}

function dotted(node: unknown): string {
  if (!isNode(node)) return ''
  if (node.type === 'Identifier') return String(node['name'])
  if (node.type !== 'MemberExpression') return ''
  const property = node['property']
  const name = isNode(property) ? (property['name'] ?? property['value']) : ''
  return `${dotted(node['object'])}.${String(name)}`
}

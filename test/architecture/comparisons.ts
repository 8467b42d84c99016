import { isNode, type Node, nodesOf, type Source } from './source.ts'

/** What the machine alone compares: days past due, risk, money, attempts. */
const COMPARED = new Set([
  'dpd',
  'ladderDay',
  'pastDue',
  'band',
  'risk',
  'score',
  'taken',
  'attempt',
  'attempts',
  'timesDone',
  'timesDoneOn',
  'firstDpd',
  'max',
])
const OPERATORS = new Set(['<', '<=', '>', '>=', '===', '!==', '==', '!='])

/** Every place that compares one of them, as `path: text`. */
export function comparisonsIn(source: Source): string[] {
  const binary = nodesOf(source, 'BinaryExpression').filter(
    (node) =>
      OPERATORS.has(String(node['operator'])) &&
      !isPresence(node) &&
      [node['left'], node['right']].some((side) => COMPARED.has(nameOf(side))),
  )
  const asked = nodesOf(source, 'CallExpression').filter((node) => {
    const [callee, args] = [node['callee'], node['arguments']]
    const includes = isNode(callee) && nameOf(callee['property']) === 'includes'
    return includes && Array.isArray(args) && COMPARED.has(nameOf(args[0]))
  })
  return [...binary, ...asked].map(
    (node) => `${source.path}: ${source.text.slice(node.start, node.end).replace(/\s+/g, ' ')}`,
  )
}

/** Whether a number is there at all is no comparison of it. */
function isPresence(node: Node): boolean {
  return [node['left'], node['right']].some(
    (side) =>
      isNode(side) && ((side.type === 'Literal' && side['value'] === null) || nameOf(side) === 'undefined'),
  )
}

/** The last word of `view.memory.dpd`, of `(step.max ?? 1)` and of `timesDone(view, step)`. */
function nameOf(node: unknown): string {
  if (!isNode(node)) return ''
  switch (node.type) {
    case 'Identifier':
      return String(node['name'])
    case 'MemberExpression':
      return nameOf(node['property'])
    case 'CallExpression':
      return nameOf(node['callee']).replace(/^max$/, '')
    case 'LogicalExpression':
      return nameOf(node['left'])
    case 'ChainExpression':
    case 'ParenthesizedExpression':
      return nameOf(node['expression'])
    default:
      return ''
  }
}

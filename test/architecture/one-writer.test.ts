import { describe, expect, it } from 'vitest'
import { isNode, type Node, nodesOf, placeOf, type Source, sourceOf, sourcesIn } from './source.ts'

const DECIDE = 'src/core/decide'
const MEMORY = `${DECIDE}/case/remember.ts`
const VIEW = `${DECIDE}/case/view-of.ts`
const FOLD = `${DECIDE}/fold.ts`

/** Methods that change what they are called on. */
const CHANGES = new Set([
  'push',
  'unshift',
  'splice',
  'pop',
  'shift',
  'sort',
  'reverse',
  'fill',
  'set',
  'add',
])

/** Where something of what has one of these names, or of one of its parts, is set, taken out or added to. */
function writesIn(source: Source, ...names: string[]): string[] {
  const isOf = (node: unknown): boolean => {
    if (!isNode(node)) return false
    if (node.type === 'ChainExpression') return isOf(node['expression'])
    return node.type === 'MemberExpression' && (isNamed(node['object'], names) || isOf(node['object']))
  }
  const set = nodesOf(source, 'AssignmentExpression').filter((node) => isOf(node['left']))
  const counted = nodesOf(source, 'UpdateExpression').filter((node) => isOf(node['argument']))
  const gone = nodesOf(source, 'UnaryExpression').filter(
    (node) => node['operator'] === 'delete' && isOf(node['argument']),
  )
  const added = nodesOf(source, 'CallExpression').filter(({ callee }) => isChange(callee) && isOf(callee))
  return [...set, ...counted, ...gone, ...added].map((node) => placeOf(source, node))
}

function isNamed(node: unknown, names: readonly string[]): boolean {
  if (!isNode(node)) return false
  if (node.type === 'ChainExpression') return isNamed(node['expression'], names)
  return names.includes(String(nameOf(node)))
}

function nameOf(node: Node): unknown {
  return node.type === 'MemberExpression' ? (node['property'] as Node)['name'] : node['name']
}

function isChange(callee: unknown): boolean {
  return isNode(callee) && callee.type === 'MemberExpression' && CHANGES.has(String(nameOf(callee)))
}

/** Files that call one of the functions. */
function callersOf(...functions: string[]): string[] {
  const calls = (source: Source) =>
    nodesOf(source, 'CallExpression').some(({ callee }) => isNode(callee) && isNamed(callee, functions))
  return sourcesIn(DECIDE)
    .filter(calls)
    .map(({ path }) => path)
}

describe('what an episode remembers', () => {
  it('the memory is written in one place', () => {
    const others = sourcesIn('src/core').filter(({ path }) => path !== MEMORY)
    expect(others.flatMap((source) => writesIn(source, 'memory'))).toEqual([])
    expect(callersOf('remember')).toEqual([VIEW])
  })

  it.each([
    'view.memory.lag = x',
    'memory.dropped[step] = x',
    'delete view.memory.again?.[step]',
    'memory.idle?.push(x)',
  ])('a writer is found where %s', (text) => {
    expect(writesIn(sourceOf('x.ts', text), 'memory')).toHaveLength(1)
  })
})

describe('what a review decides', () => {
  const parts = ['plan', 'review', 'reviews', 'view']

  it('decisions come back as values, which one function puts together', () => {
    const others = sourcesIn(DECIDE).filter(({ path }) => path !== FOLD && path !== VIEW)
    expect(others.flatMap((source) => writesIn(source, ...parts))).toEqual([])
    expect(callersOf('fold')).toEqual([`${DECIDE}/plan.ts`])
  })

  it('the memory learns while the case is being reviewed, and then by the fold', () => {
    const whileReviewed = `${DECIDE}/case/review-case.ts`
    expect(callersOf('learn').toSorted()).toEqual([whileReviewed, FOLD])
  })

  it.each([
    'plan.tasks.push(task)',
    'plan.settled = []',
    'candidate.review.next = at',
    'review.decisions.push(record)',
    'plan.gone.add(row.id)',
    'view.lag++',
    'plan.reviews[0].facts.push(fact)',
    'view.idle?.push(span)',
  ])('a writer is found where %s', (text) => {
    expect(writesIn(sourceOf('x.ts', text), ...parts)).toHaveLength(1)
  })

  it.each(['[...view.idle].sort()', 'decided.push(told(review))', 'const plan = x', 'plan.fold(decided)'])(
    'no writer is found where %s',
    (text) => {
      expect(writesIn(sourceOf('x.ts', text), ...parts)).toEqual([])
    },
  )
})

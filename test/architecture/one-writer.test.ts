import { describe, expect, it } from 'vitest'
import { isNode, type Node, nodesOf, placeOf, type Source, sourceOf, sourcesIn } from './source.ts'

const WRITER = 'src/core/decide/remember.ts'

/** Where something of `memory`, or of one of its parts, is set or taken out. */
function writesIn(source: Source): string[] {
  const set = nodesOf(source, 'AssignmentExpression').filter((node) => isOfMemory(node['left']))
  const gone = nodesOf(source, 'UnaryExpression').filter(
    (node) => node['operator'] === 'delete' && isOfMemory(node['argument']),
  )
  return [...set, ...gone].map((node) => placeOf(source, node))
}

function isOfMemory(node: unknown): boolean {
  if (!isNode(node)) return false
  if (node.type === 'ChainExpression') return isOfMemory(node['expression'])
  if (node.type !== 'MemberExpression') return false
  return isNamed(node['object']) || isOfMemory(node['object'])
}

function isNamed(node: unknown): boolean {
  if (!isNode(node)) return false
  const name = node.type === 'MemberExpression' ? (node['property'] as Node)['name'] : node['name']
  return name === 'memory'
}

describe('what an episode remembers', () => {
  it('is written in one place', () => {
    const others = sourcesIn('src/core').filter(({ path }) => path !== WRITER)
    expect(others.flatMap(writesIn)).toEqual([])
  })

  it.each(['view.memory.lag = x', 'memory.dropped[step] = x', 'delete view.memory.again?.[step]'])(
    'is found where %s',
    (text) => {
      expect(writesIn(sourceOf('x.ts', text))).toHaveLength(1)
    },
  )
})

import { basename } from 'node:path'
import { isNode, lineOf, type Node, nodesOf, placeOf, type Source } from './source.ts'

const FILE_CEILING = 250
/** Functions are of about 40 lines; this is where about ends. */
const FUNCTION_CEILING = 70
const VAGUE = /(^|[/.-])(utils?|commons?|helpers?|types|models|services?|managers?)([/.-]|$)/
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|contract|property|d))?\.ts$/
const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'] as const

export function tooLong(source: Source): string[] {
  const lines = source.text.trimEnd().split('\n').length
  return lines > FILE_CEILING ? [`${source.path} has ${lines} lines`] : []
}

export function longFunctions(source: Source): string[] {
  return nodesOf(source, ...FUNCTIONS).flatMap((node) => {
    const lines = lineOf(source, node.end) - lineOf(source, node.start) + 1
    return lines > FUNCTION_CEILING ? [`${placeOf(source, node)} is a function of ${lines} lines`] : []
  })
}

/** Names that say nothing, and names that are not kebab-case. */
export function badNames(path: string): string[] {
  if (VAGUE.test(path)) return [`${path} has a name that says nothing`]
  return path.endsWith('.ts') && !KEBAB.test(basename(path)) ? [`${path} is not kebab-case`] : []
}

/** What switches the compiler off: `any`, `!`, `@ts-ignore` and its kin. */
export function escapes(source: Source): string[] {
  const nodes = nodesOf(source, 'TSAnyKeyword', 'TSNonNullExpression').map(
    (node) => `${placeOf(source, node)} ${node.type === 'TSAnyKeyword' ? 'any' : '!'}`,
  )
  const comments = [...source.text.matchAll(/\/[/*]\s*@ts-(ignore|nocheck|expect-error)/g)].map(
    (match) => `${source.path}:${lineOf(source, match.index)} ${match[0]}`,
  )
  return [...nodes, ...comments]
}

/** Default exports, and files that only pass on what others export (a registry adds something of its own). */
export function exportsBadly(source: Source): string[] {
  const defaults = nodesOf(source, 'ExportDefaultDeclaration').map(
    (node) => `${placeOf(source, node)} exports a default`,
  )
  const body = source.tree['body'] as Node[]
  const barrel =
    body.length > 0 && body.every((node) => isNode(node['source']) && node.type.startsWith('Export'))
  return barrel ? [...defaults, `${source.path} is a barrel`] : defaults
}

/** Tests that do not run, or keep others from running. */
export function silenced(source: Source): string[] {
  return nodesOf(source, 'MemberExpression').flatMap((node) => {
    const [object, property] = [node['object'], node['property']]
    if (!isNode(object) || !isNode(property)) return []
    const runner = ['it', 'test', 'describe'].includes(String(object['name']))
    const off = ['skip', 'skipIf', 'runIf', 'only', 'todo', 'fails'].includes(String(property['name']))
    return runner && off ? [`${placeOf(source, node)} ${String(property['name'])}`] : []
  })
}

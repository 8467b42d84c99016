import {
  isArrayLiteralExpression,
  isNoSubstitutionTemplateLiteral,
  isObjectLiteralExpression,
  isRegularExpressionLiteral,
  isStringLiteral,
  isTemplateExpression,
  isUnionTypeNode,
  type Expression,
  type Node,
} from 'typescript/unstable/ast'
import { HUMAN_TASK_KINDS } from '../../src/core/model/human-task.ts'
import { TASK_ANSWERS } from '../../src/core/model/task-word.ts'
import { CONTACT_STATES } from '../../src/core/base/list.ts'
import { CHANNELS, STEP_CHANNELS } from '../../src/core/channel/channel.ts'
import { DISPOSITIONS } from '../../src/core/channel/disposition.ts'
import { FACTS } from '../../src/core/fact/fact.ts'
import { HOLD_REASONS } from '../../src/core/model/hold-reason.ts'
import type { Typed, TypedSource } from './typed.ts'

/** A list that is spelled once: elsewhere behaviour hangs on properties, and lists are derived. */
export interface ClosedSet {
  name: string
  members: readonly string[]
  /** Files and folders where its members are at home. */
  rooms: readonly string[]
  /** How things are called that hold one, also where the compiler knows of them no more than that they are texts. */
  called?: RegExp
}

export const CLOSED_SETS = {
  channel: {
    name: 'channel',
    members: [...new Set([...CHANNELS, ...STEP_CHANNELS])],
    rooms: ['src/core/channel/'],
    called: /channel$/i,
  },
  fact: {
    name: 'kind of fact',
    members: FACTS.map(({ shape }) => shape.type.value),
    rooms: ['src/core/fact/'],
  },
  disposition: { name: 'disposition', members: DISPOSITIONS, rooms: ['src/core/channel/disposition.ts'] },
  hold: { name: 'hold reason', members: HOLD_REASONS, rooms: ['src/core/model/hold-reason.ts'] },
  task: { name: 'kind of task', members: HUMAN_TASK_KINDS, rooms: ['src/core/model/human-task.ts'] },
  answer: { name: 'answer to a task', members: TASK_ANSWERS, rooms: ['src/core/model/human-task.ts'] },
  state: { name: 'state of a contact', members: CONTACT_STATES, rooms: ['src/core/base/list.ts'] },
} satisfies Record<string, ClosedSet>

export interface Spelled {
  path: string
  line: number
  /** `literal`, `list`, `keys`, `type`, `sql` or `pattern`. */
  as: string
  /** The whole line. */
  text: string
  words: string[]
}

/** Every place outside its rooms that spells members of the set: a literal where only they may stand, a list, a set of keys, a union of types, the text of a query, a pattern. */
export function spelledIn({ sources, textsAround, nameBeside }: Typed, set: ClosedSet): Spelled[] {
  const { members, rooms, called } = set
  const isMember = (text: string): boolean => members.includes(text)
  const outside = sources.filter(({ path }) => !rooms.some((room) => path.startsWith(room)))
  return outside.flatMap((source) => {
    const found: Spelled[] = []
    const note = (node: Node, as: string, words: string[]): void => {
      const line = lineOf(source, node)
      found.push({ path: source.path, line, as, words, text: source.file.text.split('\n')[line - 1] ?? '' })
    }
    const isMeant = (node: Expression): boolean => {
      const around = textsAround(node)
      const isCalled = called?.test(nameBeside(node) ?? '') ?? false
      return isTypedBy(around, isMember) || (isCalled && around.every(isMember))
    }
    const visit = (node: Node): void => {
      const several = severalIn(node, isMember)
      if (several) return note(node, several.as, several.words)
      const text = textOf(node)
      if (text !== null) {
        if (isMember(text) && isMeant(node as Expression)) note(node, 'literal', [text])
        const quoted = quotedIn(text).filter(isMember)
        if (quoted.length > 0) note(node, 'sql', quoted)
      }
      node.forEachChild(visit)
    }
    visit(source.file)
    return found
  })
}

/** Members, and perhaps a few words more, such as `none`. */
function isTypedBy(texts: readonly string[], isMember: (text: string) => boolean): boolean {
  const own = texts.filter(isMember).length
  return own > 1 && own * 2 > texts.length
}

/** A list, a set of keys, a union or a pattern of which the most are members, and at least two. */
function severalIn(node: Node, isMember: (text: string) => boolean): { as: string; words: string[] } | null {
  const found = wordsIn(node)
  if (!found) return null
  const words = found.words.filter(isMember)
  return words.length > 1 && words.length * 2 > found.words.length ? { as: found.as, words } : null
}

function wordsIn(node: Node): { as: string; words: string[] } | null {
  if (isArrayLiteralExpression(node))
    return { as: 'list', words: node.elements.flatMap((one) => textOf(one) ?? []) }
  if (isObjectLiteralExpression(node)) {
    return {
      as: 'keys',
      words: node.properties.flatMap((one) => ('name' in one && one.name ? keyOf(one.name) : [])),
    }
  }
  if (isUnionTypeNode(node)) {
    return { as: 'type', words: node.types.flatMap((one) => quotedIn(one.getText())) }
  }
  if (isRegularExpressionLiteral(node))
    return { as: 'pattern', words: node.text.split(/[^\w.]+/).filter(Boolean) }
  return null
}

function keyOf(name: Node): string[] {
  const text = name.getText()
  return [/^['"`]/.test(text) ? text.slice(1, -1) : text]
}

/** Words between single quotes, as SQL and types have them. */
function quotedIn(text: string): string[] {
  return [...text.matchAll(/'([\w.]+)'/g)].map((match) => match[1] ?? '')
}

/** What a literal says; of a template with holes all that stands around them. */
function textOf(node: Node): string | null {
  if (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node)) return node.text
  if (!isTemplateExpression(node)) return null
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…')
}

function lineOf({ file }: TypedSource, node: Node): number {
  return file.text.slice(0, node.getStart()).split('\n').length
}

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
import { CHANNELS, STEP_CHANNELS } from '../../src/core/channel/channel.ts'
import { DISPOSITIONS } from '../../src/core/channel/disposition.ts'
import { FACTS } from '../../src/core/fact/fact.ts'
import { HOLD_REASONS } from '../../src/core/model/hold-reason.ts'
import { HUMAN_TASK_KINDS } from '../../src/core/model/human-task.ts'
import { CONTACT_STATES } from '../../src/core/model/contact-state.ts'
import { TASK_ANSWERS } from '../../src/core/model/task-word.ts'
import { PROVIDER_WORDS } from '../../src/core/deliver/provider-answer.ts'
import { PROVIDER_CLASSES } from '../../src/providers/class.ts'
import { wordsOfQuery } from './query-words.ts'
import type { Typed, TypedSource } from './typed.ts'

/** A list that is spelled once: elsewhere behaviour hangs on properties, and lists are derived. */
export interface ClosedSet {
  name: string
  members: readonly string[]
  /** Files and folders where its members are at home. */
  rooms: readonly string[]
  /** How things are called that hold one, also where the compiler knows of them no more than that they are texts. */
  called?: RegExp
  /** How things are called that hold the words of another set, which has some in common. */
  notCalled?: RegExp
  /** Columns that hold one, and tables that have such a column; none = any word of a query. */
  column?: RegExp
  table?: RegExp
  /** Values with arms of their own may be told apart by its words: what a redeem came to, for one. */
  arms?: true
  /** A value that is written or handed on is the word of whoever writes it: free; of whoever asks: one place for each member; or none. */
  given: 'free' | 'once' | 'never'
}

export const CLOSED_SETS = {
  channel: {
    name: 'channel',
    members: [...new Set([...CHANNELS, ...STEP_CHANNELS])],
    rooms: ['src/core/channel/'],
    called: /channel$/i,
    given: 'never',
  },
  fact: {
    name: 'kind of fact',
    members: FACTS.map(({ shape }) => shape.type.value),
    rooms: ['src/core/fact/'],
    given: 'free',
  },
  disposition: {
    name: 'disposition',
    members: DISPOSITIONS,
    rooms: ['src/core/channel/disposition.ts'],
    notCalled: /outcome$/,
    column: /^disposition$/,
    table: /\bdisposition\b/,
    given: 'never',
  },
  hold: {
    name: 'hold reason',
    members: HOLD_REASONS,
    rooms: ['src/core/model/hold-reason.ts'],
    given: 'never',
  },
  task: {
    name: 'kind of task',
    members: HUMAN_TASK_KINDS,
    rooms: ['src/core/model/human-task.ts'],
    called: /task\.kind$/i,
    notCalled: /effect$|\bhold\.kind$/i,
    column: /^kind$/,
    table: /\bhuman_task\b/,
    given: 'once',
  },
  answer: {
    name: 'answer to a task',
    members: TASK_ANSWERS,
    rooms: ['src/core/model/human-task.ts', 'src/core/model/task-word.ts'],
    called: /(^|[.?])(answer|resolution|said|humanSaid)$/,
    column: /^resolution$/,
    table: /\bhuman_task\b/,
    given: 'never',
  },
  state: {
    name: 'state of a contact',
    members: CONTACT_STATES,
    rooms: ['src/core/model/contact-state.ts'],
    column: /^state$/,
    table: /\bcontact\b/,
    arms: true,
    given: 'free',
  },
  word: {
    name: 'word of a provider',
    members: PROVIDER_WORDS,
    rooms: ['src/core/deliver/provider-answer.ts'],
    arms: true,
    // No query knows them: what is stored is the state that they led to.
    column: /^word$/,
    given: 'free',
  },
  class: {
    name: 'class of providers',
    members: PROVIDER_CLASSES,
    rooms: ['src/providers/class.ts'],
    given: 'never',
  },
} satisfies Record<string, ClosedSet>

export interface Spelled {
  path: string
  line: number
  /** `compared`, `given`, `list`, `keys`, `type`, `pattern`, and of queries `sql compared`, `sql given` or `sql list`. */
  as: string
  /** The whole line. */
  text: string
  words: string[]
}

/** Every place outside its rooms that spells members of the set: a literal where only they may stand, a list, a set of keys, a union of types, the text of a query, a pattern. */
export function spelledIn({ sources, ...typed }: Typed, set: ClosedSet): Spelled[] {
  const isMember = (text: string): boolean => set.members.includes(text)
  const outside = sources.filter(({ path }) => !set.rooms.some((room) => path.startsWith(room)))
  return outside.flatMap((source) => {
    const found: Spelled[] = []
    const note = (node: Node, as: string, words: string[]): void => {
      const line = lineOf(source, node)
      found.push({ path: source.path, line, as, words, text: source.file.text.split('\n')[line - 1] ?? '' })
    }
    const visit = (node: Node): void => {
      const several = severalIn(node, isMember)
      if (several) return note(node, several.as, several.words)
      const text = textOf(node)
      if (text !== null) {
        if (isMember(text) && isMeant(typed, set, node as Expression))
          note(node, typed.isCompared(node as Expression) ? 'compared' : 'given', [text])
        for (const { as, words } of spelledInQuery(text, set)) note(node, as, words)
      }
      node.forEachChild(visit)
    }
    visit(source.file)
    return found
  })
}

/** What of it is a repetition: a value that is given is none where the set lets it be. */
export function repeatedOf(places: readonly Spelled[], { given }: ClosedSet): Spelled[] {
  return places.filter(({ as }) => given === 'never' || !as.endsWith('given'))
}

/** Members that are given at more than one place. */
export function givenTwice(places: readonly Spelled[]): string[] {
  const given = places.filter(({ as }) => as.endsWith('given'))
  const members = [...new Set(given.flatMap(({ words }) => words))]
  return members.flatMap((member) => {
    const at = given.filter(({ words }) => words.includes(member)).map(({ path, line }) => `${path}:${line}`)
    return at.length > 1 ? [`${member}: ${at.join(' ')}`] : []
  })
}

function isMeant(
  { textsAround, nameBeside, isArm }: Omit<Typed, 'sources'>,
  { members, called, notCalled, arms }: ClosedSet,
  node: Expression,
): boolean {
  const isMember = (text: string): boolean => members.includes(text)
  const around = textsAround(node)
  const beside = nameBeside(node) ?? ''
  if (notCalled?.test(beside) || (arms && isArm(node))) return false
  return isTypedBy(around, isMember) || ((called?.test(beside) ?? false) && around.every(isMember))
}

/** Words between single quotes, by what the query does with them. */
function spelledInQuery(
  text: string,
  { members, column, table }: ClosedSet,
): { as: string; words: string[] }[] {
  if (table && !table.test(text)) return []
  const words = wordsOfQuery(text).filter((one) => members.includes(one.word))
  const meant = words.filter((one) => !column || one.column === null || column.test(one.column))
  return (['compared', 'list', 'given'] as const).flatMap((as) => {
    const own = meant.filter((one) => one.as === as).map(({ word }) => word)
    return own.length === 0 ? [] : [{ as: `sql ${as}`, words: own }]
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
  if (isUnionTypeNode(node))
    return { as: 'type', words: node.types.flatMap((one) => /^'([\w.]+)'$/.exec(one.getText())?.[1] ?? []) }
  if (isRegularExpressionLiteral(node))
    return { as: 'pattern', words: node.text.split(/[^\w.]+/).filter(Boolean) }
  return null
}

function keyOf(name: Node): string[] {
  const text = name.getText()
  return [/^['"`]/.test(text) ? text.slice(1, -1) : text]
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

import { isNode, lineOf, type Node, nodesOf, type Source } from './source.ts'

/** A sentence of a comment or a test's title that has no subject of its own, and its `path:line`. */
export interface Headless {
  place: string
  text: string
}

const RELATIVE = words('where when while because if unless once')
const NEVER_FIRST = words('of whose whom which never')
const PREPOSITIONS =
  words(`about above across after against along among around as at before behind below beneath
  beside besides between beyond by despite down during except for from in inside into like near of off on onto out
  outside over per since through throughout to toward towards under underneath unlike until up upon via with within
  without`)
/** Participles and adjectives: with a noun they name a thing, with a preposition they hang in the air. */
const STATES =
  words(`able absent alone asked begun bought bound bounded broken brought built called caught chosen cut done
  drawn driven due empty equal fed felt forgotten found free full given gone grown heard held hidden
  infinite kept known laid late lawful left lent lost made meant met neither open paid put read ready run
  safe said seen sent set shown shut sold spelled spent spoken stood taken thought thrown told understood
  unique unknown won worth written`)
const VERBS =
  words(`accepts accounts activates acts adds agrees allows analyses answers appears applies are arrives asks
  awaits becomes begins believes belongs binds blocks breaks brings builds buys calls can cancels cannot
  carries casts changes checks chooses claims closes comes compares compiles computes contains continues
  copies costs could counts covers creates cuts decides declares decrypts deduplicates defers deletes
  denies depends derives describes dials did differs discards do does doubles draws drives drops ends
  enqueues enters equals erases escalates expects explains fails falls fills filters finds finishes fires
  fits folds follows forbids forgets gets gives goes grows guards had handles hands has have hears helps
  hides hits holds hurts ignores imports includes inherits insists is joins judges jumps keeps knows lacks
  lands lasts lays leaves lets lifts listens lives loads locks logs looks loops loosens loses makes marks
  matches may means measures meets might moves must names needs never normalises notices obeys offers
  opens orders overtakes owes owns parks parses passes pays permits picks plans plays points posts prefers
  prints promises pulls pushes puts raises reaches reads receives reckons recomputes records redeems
  refuses rejects relays releases remains remembers removes renders repairs repeats replaces replays
  reports resends resolves respects restores rests retries returns reveals reviews rewrites rings rises
  rolls runs says seals searches seems sees selects sends serves sets settles shall shares should shows
  silences sits skips sleeps sorts speaks spells splits spoils stands starts states stays steps stops
  stores survives suspects swallows sweeps switches takes talks tells throws touches translates treats
  tries turns understands upgrades uses waits wakes walks wants warms warns was watches were will wins
  wipes withholds works would writes yields`)
/** A plural noun that is spelled as the verb: a comment that begins with it names a thing as often as not. */
const NOUNS_TOO =
  words(`accounts acts answers calls casts changes checks claims computes copies costs counts covers cuts doubles
  draws drops ends fires folds guards holds imports loads logs marks matches means measures meets moves
  names needs offers orders passes permits picks plans points posts promises pulls raises records relays
  reports rests returns reviews rings rolls seals searches shares shows sorts starts states steps stops
  suspects sweeps turns walks watches`)
const DETERMINERS = words(`a an the this these those it its them their his her him one two every each all both
  any some no none nothing nobody what who whom whose whether how where when which everything everybody something
  somebody only not`)
const ADVERBS = words('again also alike anew before first once twice')
/** First words that only go on with what a describe has begun. */
const GO_ON = words('and or but that so nor not also too than then is are')

/** Sentences of the file's comments that begin without a subject. */
export function headlessComments(source: Source): Headless[] {
  return commentsOf(source).flatMap(({ line, text }) =>
    sentencesOf(text)
      .filter(isHeadless)
      .map((sentence) => ({ place: `${source.path}:${line}`, text: sentence })),
  )
}

/** Titles of the file's tests that begin without a subject. */
export function headlessTitles(source: Source): Headless[] {
  return nodesOf(source, 'CallExpression').flatMap((node) => {
    const title = isRunner(node['callee']) ? titleOf(node) : null
    if (title === null || !isHeadlessTitle(title)) return []
    return [{ place: `${source.path}:${lineOf(source, node.start)}`, text: title }]
  })
}

function isHeadlessTitle(title: string): boolean {
  const [first = '', next = ''] = wordsIn(title)
  if (GO_ON.has(first)) return true
  const isVerb = VERBS.has(first) || VERBS.has(`${first}s`) || VERBS.has(`${first}es`)
  const isNoun =
    next === '' ||
    VERBS.has(next) ||
    VERBS.has(`${next}s`) ||
    VERBS.has(`${next}es`) ||
    hangs(next) ||
    /^\S+[:,]/.test(title)
  return isHeadless(title) || (isVerb && !isNoun)
}

function isHeadless(sentence: string): boolean {
  if (sentence.startsWith('`')) return false
  const [first = '', next = ''] = wordsIn(sentence)
  if (NEVER_FIRST.has(first)) return true
  if (RELATIVE.has(first) || PREPOSITIONS.has(first)) return !hasMainClause(sentence)
  if (STATES.has(first) || first.endsWith('ed')) return next === '' || hangs(next) || ADVERBS.has(next)
  if (NOUNS_TOO.has(first)) return DETERMINERS.has(next)
  return VERBS.has(first)
}

/** A main clause follows a comma and begins with somebody or something: no further preposition, and no conjunction. */
function hasMainClause(sentence: string): boolean {
  return sentence
    .replaceAll(/\([^)]*\)|\[[^\]]*[\])]/g, '')
    .split(/,\s+/)
    .slice(1)
    .some((part) => {
      const [first = ''] = wordsIn(part)
      return first !== '' && !hangs(first) && !GO_ON.has(first) && !VERBS.has(first)
    })
}

function hangs(word: string): boolean {
  return PREPOSITIONS.has(word) || RELATIVE.has(word) || NEVER_FIRST.has(word) || GO_ON.has(word)
}

/** `it(...)`, and `it.each(rows)(...)`. */
function isRunner(callee: unknown): boolean {
  if (!isNode(callee)) return false
  if (callee.type === 'Identifier') return callee['name'] === 'it' || callee['name'] === 'test'
  const made = callee.type === 'CallExpression' ? callee['callee'] : null
  return isNode(made) && made.type === 'MemberExpression' && isRunner(made['object'])
}

function titleOf(node: Node): string | null {
  const [title] = node['arguments'] as Node[]
  if (title?.type === 'Literal' && typeof title['value'] === 'string') return title['value']
  if (title?.type !== 'TemplateLiteral') return null
  return (title['quasis'] as Node[]).map((part) => (part['value'] as { raw: string }).raw).join('%s')
}

function commentsOf(source: Source): { line: number; text: string }[] {
  const found: { line: number; text: string }[] = []
  let open = false
  source.text.split('\n').forEach((line, index) => {
    const [, text] = /(?:^|\s)\/\/ (.*)$/.exec(line) ?? []
    const [, begun] = /(?:^|[^'"`/*])\/\*\*?(?!\/)(.*)$/.exec(line) ?? []
    const last = found.at(-1)
    if (open && last)
      last.text += ` ${line
        .replace(/\*\/.*$/, '')
        .replace(/^\s*\*/, '')
        .trim()}`
    else if (begun !== undefined) found.push({ line: index + 1, text: begun.replace(/\*\/.*$/, '').trim() })
    else if (text !== undefined) {
      const before = source.text.split('\n')[index - 1] ?? ''
      if (last && /^\s*\/\/ /.test(before) && /^\s*\/\/ /.test(line)) last.text += ` ${text.trim()}`
      else found.push({ line: index + 1, text: text.trim() })
    }
    open = (open || begun !== undefined) && !line.includes('*/')
  })
  return found
}

function sentencesOf(text: string): string[] {
  return text.trim().split(/(?<=[.!?])\s+(?=[A-Z`'"<(])/)
}

function wordsIn(text: string): string[] {
  return text
    .toLowerCase()
    .replaceAll(/\([^)]*\)|\[[^\]]*[\])]/g, '')
    .split(/\s+/)
    .map((word) => word.replaceAll(/^[^\w$%=]+|[^\w$%=]+$/g, ''))
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/))
}

import type { Problem } from '../../core/base/problem.ts'
import { checkText, namesIn, type Phase } from './placeholders.ts'
import { checkRegistered } from '../registered.ts'
import { hasTls } from './request.ts'
import type { HttpProviderFile } from './schema.ts'

/** What the shape alone does not show: names that nobody could fill in, questions that could not be asked. */
export function checkHttp(file: HttpProviderFile): Problem[] {
  return [
    ...textsOf(file).flatMap(({ text, phase, path }) => checkText(text, phase, path)),
    ...checkAsk(file),
    ...checkRegistered(file.templates ?? []),
    ...checkTemplates(file),
    ...checkAddresses(file),
  ]
}

/** The values of the environment that a file asks for, by name. */
export function envNamesOf(file: HttpProviderFile, use: 'carry' | 'hear'): string[] {
  const own = textsOf(file).filter(({ path }) => path.startsWith('callback') === (use === 'hear'))
  const names = own.flatMap(({ text }) => namesIn(text))
  return [
    ...new Set(names.filter((name) => name.startsWith('env.')).map((name) => name.slice('env.'.length))),
  ]
}

/** Texts are told by codes, or as they are. */
function checkTemplates({ templates, send }: HttpProviderFile): Problem[] {
  const names = leaves({ url: send.url, body: send.body }, '').flatMap(({ text }) => namesIn(text))
  const asked = names.find((name) => name.startsWith('template.'))
  if (templates && asked === undefined) {
    const message = 'nothing of the message carries {template.code}, so nobody would know which text is meant'
    return [{ code: 'bad_templates', path: 'templates', message }]
  }
  if (templates || asked === undefined) return []
  const message = `{${asked}} is known where templates says how the provider calls our texts`
  return [
    { code: 'bad_templates', path: 'send', message, suggestion: 'templates: [{ template, code, params }]' },
  ]
}

/** What the environment fills in is looked at when a request is made. */
function checkAddresses({ auth, send, ask, plain }: HttpProviderFile): Problem[] {
  const urls = { 'auth.oauth2.url': auth?.oauth2?.url, 'send.url': send.url, 'ask.url': ask?.url }
  return Object.entries(urls).flatMap(([path, url]): Problem[] => {
    if (plain || url === undefined || !isOpenWire(url)) return []
    const message = 'the address has no TLS, and nothing is sent there'
    return [{ code: 'plain_address', path, message, suggestion: 'https, or plain: true where that is meant' }]
  })
}

function isOpenWire(url: string): boolean {
  return /^http:\/\/[^{]/i.test(url) && URL.canParse(url) && !hasTls(url)
}

interface Text {
  text: string
  phase: Phase
  path: string
}

/** Every text of the file in which names may stand in braces. */
function textsOf({ auth, send, ask, callback }: HttpProviderFile): Text[] {
  const { oauth2, hmac, ...plain } = auth ?? {}
  const of = (phase: Phase, path: string, node: unknown) =>
    leaves(node, path).map((one) => ({ ...one, phase }))
  const requested = ({ url, headers, body }: Pick<typeof send, 'url' | 'headers' | 'body'>) => ({
    url,
    headers,
    body,
  })
  const { hmac: signed, ...shared } = callback?.check ?? {}
  return [
    ...of('send', 'send', requested(send)),
    ...(ask ? of('ask', 'ask', requested(ask)) : []),
    ...of('token', 'auth', { ...plain, hmac: { secret: hmac?.secret } }),
    ...of('token', 'auth.oauth2', oauth2),
    ...of('sign', 'auth.hmac.over', hmac?.over),
    ...of('token', 'callback.check', { ...shared, hmac: { secret: signed?.secret } }),
    ...of('callback', 'callback.check.hmac.over', signed?.over),
  ]
}

function leaves(node: unknown, path: string): { text: string; path: string }[] {
  if (typeof node === 'string') return [{ text: node, path }]
  if (Array.isArray(node)) return node.flatMap((one, index) => leaves(one, `${path}[${index}]`))
  if (node === null || typeof node !== 'object') return []
  return Object.entries(node).flatMap(([key, value]) => leaves(value, `${path}.${key}`))
}

function checkAsk({ send, ask }: HttpProviderFile): Problem[] {
  const names = (request: object | undefined) => leaves(request, '').flatMap(({ text }) => namesIn(text))
  const problems: Problem[] = []
  if (!names(send).includes('reference')) {
    const message = 'nothing of the message carries our reference, so nobody could ask about it or tell of it'
    problems.push({
      code: 'no_reference',
      path: 'send',
      message,
      suggestion: 'put {reference} where the provider returns it',
    })
  }
  if (!ask) return problems
  const needed = ask.by === 'reference' ? ['reference'] : ['day']
  const missing = needed.filter(
    (name) => !names(ask).some((one) => one === name || one.startsWith(`${name}.`)),
  )
  for (const name of missing) {
    const message = `it is asked by ${ask.by}, and the question has no {${name}}`
    problems.push({ code: 'bad_question', path: 'ask', message })
  }
  if (ask.each === undefined && ask.absent === undefined) {
    const message = 'the answer is one message: it must be said which answer means that there is none'
    problems.push({
      code: 'bad_question',
      path: 'ask.absent',
      message,
      suggestion: 'absent: [{ status: [404] }]',
    })
  }
  return problems
}

import Ajv from 'ajv/dist/2020.js'

/** A page of the API, as far as a client is made of it. */
export interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
}

export interface Operation {
  operationId?: string
  security?: Record<string, string[]>[]
  parameters?: { name: string; in: string; required?: boolean; schema: object; example?: unknown }[]
  requestBody?: { content: Record<string, Content> }
  responses: Record<string, { description: string; content?: Record<string, Content> }>
}

export interface Content {
  schema: { example?: unknown; examples?: unknown }
  example?: unknown
  examples?: Record<string, { value: unknown }>
}

interface Given {
  path?: Record<string, string | number>
  query?: Record<string, string | number>
  headers?: Record<string, string>
  body?: unknown
  /** The body as it is sent, of a type of its own. */
  raw?: { type: string; text: string }
}

export interface Called<Body> {
  status: number
  body: Body
}

const ajv = new Ajv.default({ strict: false, validateFormats: false })

export function fits(schema: object, value: unknown): string | null {
  return ajv.validate(schema, value) ? null : ajv.errorsText()
}

/** A client that is made of the document alone: what it sends and what it gets must be as described. */
export function describedClient(document: Document, base: string, key: string) {
  const operations = new Map(
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [
        operation.operationId,
        { path, method, operation },
      ]),
    ),
  )
  return async <Body>(id: string, given: Given = {}): Promise<Called<Body>> => {
    const found = operations.get(id)
    if (!found) throw new Error(`no operation is called ${id}`)
    const { path, method, operation } = found
    if (given.body !== undefined)
      check(`${id} is given`, operation.requestBody?.content['application/json'], given.body)
    const answer = await fetch(addressOf(base, path, given), {
      method: method.toUpperCase(),
      headers: { authorization: `Bearer ${key}`, ...typeOf(given), ...given.headers },
      ...(given.body !== undefined && { body: JSON.stringify(given.body) }),
      ...(given.raw && { body: given.raw.text }),
    })
    const described = operation.responses[String(answer.status)]
    if (!described) throw new Error(`${id} answers ${answer.status}, undescribed`)
    const text = await answer.text()
    const body: unknown = text === '' ? null : JSON.parse(text)
    if (body !== null) check(`${id} answers ${answer.status}`, described.content?.['application/json'], body)
    return { status: answer.status, body: body as Body }
  }
}

function typeOf({ body, raw }: Given): Record<string, string> {
  if (raw) return { 'content-type': raw.type }
  return body === undefined ? {} : { 'content-type': 'application/json' }
}

function addressOf(base: string, path: string, { path: places = {}, query = {} }: Given): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(places[name] ?? '')),
  )
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) parameters.set(name, String(value))
  return `${base}${filled}${parameters.size > 0 ? `?${parameters.toString()}` : ''}`
}

function check(what: string, content: Content | undefined, value: unknown): void {
  const wrong = content ? fits(content.schema, value) : 'nothing is described'
  if (wrong !== null) throw new Error(`${what} ${JSON.stringify(value)}: ${wrong}`)
}

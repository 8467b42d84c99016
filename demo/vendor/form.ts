import type { Answer, Asked, Message, Protocol } from './vendor.ts'

const HOUR = 3_600_000
/** The vendor's days are those of China. */
const AHEAD = 8 * HOUR

/** Forms and basic authorization; always 200 with a code in the body; a list by number and day, in pages of the size asked for. */
export function formProtocol(keys: { user: string; password: string; callback: string }): Protocol {
  const basic = (user: string, password: string): string =>
    `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  return {
    sendIn: (asked) => {
      if (asked.headers.authorization !== basic(keys.user, keys.password)) return 'stranger'
      if (asked.url.pathname !== '/send') return null
      const form = new URLSearchParams(asked.body)
      const [reference, to, text] = [form.get('OutId'), form.get('PhoneNumber'), form.get('Content')]
      return { reference: reference ?? '', to: to ?? '', text: text ?? '' }
    },
    accepted: ({ id }) => ({ status: 200, body: { Code: 'OK', BizId: id } }),
    says: (what, text) => {
      const code = {
        busy: 'BUSINESS_LIMIT',
        invalid_number: 'MOBILE_NUMBER_ILLEGAL',
        failure: text,
        stranger: 'SIGNATURE_DOES_NOT_MATCH',
      }
      return { status: 200, body: { Code: code[what], Message: text } }
    },
    other: listed,
    post: ({ message, status }) => {
      const words = { arrived: 'DELIVERED', lost: 'UNDELIVERED', unheard_of: 'TELEPORTED' }
      const body = JSON.stringify({
        report_id: `r-${message.id}-${status}`,
        out_id: message.reference,
        biz_id: message.id,
        err_code: words[status],
      })
      const authorization = basic('arrears', keys.callback)
      return { path: '', headers: { 'content-type': 'application/json', authorization }, body }
    },
    forged: (post) => ({ ...post, headers: { ...post.headers, authorization: basic('arrears', 'guessed') } }),
  }
}

function listed({ url, body }: Asked, taken: readonly Message[]): Answer {
  if (url.pathname !== '/details') return { status: 404, body: {} }
  const form = new URLSearchParams(body)
  const [size, page] = [Number(form.get('PageSize')), Number(form.get('CurrentPage'))]
  const own = taken.filter(
    ({ to, at }) => to === form.get('PhoneNumber') && dayOf(at) === form.get('SendDate'),
  )
  const details = own.slice((page - 1) * size, page * size)
  return {
    status: 200,
    body: {
      Code: 'OK',
      TotalCount: own.length,
      Details: details.map(({ id, reference }) => ({ OutId: reference, BizId: id })),
    },
  }
}

function dayOf(at: number): string {
  return new Date(at + AHEAD).toISOString().slice(0, 10).replaceAll('-', '')
}

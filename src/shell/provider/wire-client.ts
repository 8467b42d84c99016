import type { HttpReply, WireRequest } from '../../providers/adapter.ts'
import { type HttpClient, httpClient } from './http-client.ts'
import { smtpClient } from './smtp-client.ts'

/** One request over whatever its provider speaks, without retries; never throws. */
export interface WireClient extends HttpClient {
  exchange(request: WireRequest, timeoutMs: number): Promise<HttpReply>
}

export function wireClient(): WireClient {
  const [http, smtp] = [httpClient(), smtpClient()]
  return {
    exchange: (request, timeoutMs) =>
      'mail' in request ? smtp.exchange(request, timeoutMs) : http.exchange(request, timeoutMs),
    close: () => {
      http.close()
      smtp.close()
    },
  }
}

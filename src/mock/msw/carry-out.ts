import { delay, HttpResponse } from 'msw'
import type { HttpResponse as Answer } from '../../http/index.ts'
import type { MockReply } from '../responder/index.ts'

/** The reply as a response of the platform, when it is time; a fault as near as a response can come to it. */
export async function carryOut({ response, delayMs, fault }: MockReply, signal: AbortSignal): Promise<Response> {
  if (delayMs > 0) await delay(delayMs)
  switch (fault) {
    case undefined:
      return responseOf(response, new Uint8Array(response.body))
    case 'reset':
      return HttpResponse.error()
    case 'hang':
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      return HttpResponse.error()
    case 'truncated':
      return responseOf(response, truncated(response.body))
  }
}

/** Must be without a body (Fetch, "null body status"). */
const BODILESS = new Set([204, 205, 304])

function responseOf({ status, headers, body }: Answer, sent: Uint8Array<ArrayBuffer> | ReadableStream): Response {
  if (BODILESS.has(status)) return new HttpResponse(null, { status, headers: new Headers(pairs(headers)) })
  const length: [string, string] = ['content-length', String(body.length)]
  return new HttpResponse(sent, { status, headers: new Headers([...pairs(headers), length]) })
}

const pairs = (headers: Answer['headers']): [string, string][] => headers.map(([name, value]) => [name, value])

/**
 * Ends in an error within the body: whoever reads it sees the connection end. Not at once, since msw 3 sends nothing of
 * what has failed by then.
 */
function truncated(body: Uint8Array): ReadableStream<Uint8Array> {
  let isSent = false
  return new ReadableStream({
    async pull(controller) {
      if (isSent) {
        await delay(0)
        controller.error(new TypeError('terminated'))
      } else controller.enqueue(body.slice(0, Math.ceil(body.length / 2)))
      isSent = true
    },
  })
}

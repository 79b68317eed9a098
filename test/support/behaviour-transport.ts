import { type Answer, type Received, written } from '../../fixtures/deployments/index.ts'
import { decodeBody } from '../../src/codings/index.ts'
import type { HeaderList, HttpRequest, Outcome, Transport } from '../../src/http/index.ts'

const MAX_BODY = 2 ** 24

/** However requests reach it; what it says besides its answer is for patches. */
interface Answering {
  answer(request: Received): readonly [Answer, ...unknown[]]
}

/** Asks a deployment without a socket. A patch that writes its answers itself needs one. */
export const transportTo = (behaviour: Answering): Transport => ({
  send: async (request) => {
    const { method, target, body: bytes = new Uint8Array() } = request
    const headers = Object.fromEntries(request.headers.map(([name, value]) => [name.toLowerCase(), value]))
    const [answer] = behaviour.answer({ method, target, headers, bytes, isWhole: true })
    return outcomeOf(request, answer)
  },
  close: async () => undefined,
})

/** What a client reads of the answer, content coding undone. */
function outcomeOf({ method }: HttpRequest, answer: Answer): Outcome {
  const { status, headers, bytes } = written(answer)
  const list: HeaderList = Object.entries(headers)
  // An answer to HEAD has no body (RFC 9110, 9.3.2).
  const decoded = decodeBody(list, method === 'HEAD' ? new Uint8Array() : bytes, MAX_BODY)
  return decoded.kind === 'decoded'
    ? { kind: 'response', response: { status, headers: list, body: decoded.body } }
    : { kind: 'fault', fault: { kind: decoded.kind, message: 'The body is not what Content-Encoding says.' } }
}

import type { CallOutcome, Observation, SeenRequest } from '../../src/client/observation.ts'
import type { ServedAnswer } from '../../src/client/served-answers.ts'
import { shownData } from '../../src/client/shown-data.ts'
import type { Json } from '../../src/json/index.ts'

/** An answer that says what a body says. */
export const answerWith = (status: number, body: Json, name = `${status} example`): ServedAnswer => ({
  name,
  status: String(status),
  body,
  response: {
    status,
    headers: [['content-type', 'application/json']],
    body: new TextEncoder().encode(JSON.stringify(body)),
  },
})

export const returned = async (result: unknown): Promise<CallOutcome & { readonly kind: 'returned' }> => ({
  kind: 'returned',
  shown: await shownData(result),
  text: JSON.stringify(result) ?? 'undefined',
  signature: 'of a result',
})

export const threw = async (error: unknown): Promise<CallOutcome> => ({
  kind: 'threw',
  shown: await shownData(error),
  text: String(error),
})

export const hung: CallOutcome = { kind: 'hung' }

/** A request that got the answer that was to be served. */
export const servedRequest = ({ response }: ServedAnswer): SeenRequest => ({
  request: { method: 'POST', target: '/things', headers: [] },
  operation: 'op',
  judged: undefined,
  response,
  isServed: true,
})

/** A call with plain arguments whose one request was served. */
export const observationOf = (
  answer: ServedAnswer,
  outcome: CallOutcome,
  others: Partial<Observation> = {},
): Observation => ({
  input: { name: 'plain', parameters: new Map(), body: undefined },
  answer,
  requests: [servedRequest(answer)],
  outcome,
  unhandled: [],
  ...others,
})

import type { HttpResponse } from '../../http/index.ts'

/** A response with what it is, for a person: `example success`, `/errors absent`. */
export interface Answer {
  readonly name: string
  readonly response: HttpResponse
}

/** The answer of a status of which nothing is documented. */
export const plainAnswer = (status: number, message = `status ${status}`): Answer => ({
  name: `status ${status}`,
  response: {
    status,
    headers: [['content-type', 'application/json']],
    body: new TextEncoder().encode(JSON.stringify({ message })),
  },
})

/** What was wanted cannot be given: no answer of the contract's, and not to be taken for one (RFC 9457). */
export const noSuchAnswer = (detail: string): Answer => ({
  name: 'no such answer',
  response: {
    status: 501,
    headers: [['content-type', 'application/problem+json']],
    body: new TextEncoder().encode(JSON.stringify({ title: 'The mock has no such answer', status: 501, detail })),
  },
})

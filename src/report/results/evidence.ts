import { type Fault, type HttpRequest, type HttpResponse, type Redaction, toCurl } from '../../http/index.ts'
import type { Finding, Replay } from './finding.ts'

/** What a finding says of the exchange that shows it. */
export type Evidence = Pick<Finding, 'message' | 'expected' | 'received' | 'witness'>

/** An exchange that shows a finding, with its secrets. */
export interface ShownExchange {
  /** As it was sent: the target is whole, base path included. */
  readonly request: HttpRequest
  readonly outcome:
    | { readonly kind: 'response'; readonly response: HttpResponse }
    | { readonly kind: 'fault'; readonly fault: Pick<Fault, 'message'> }
  /** Scheme, host and port without a final slash. */
  readonly origin: string
  readonly replay: Replay
}

/** The one way to make a witness, and the sentences beside it: nothing in them is secret. */
export function writeEvidence(
  { message, expected, received }: Omit<Evidence, 'witness'>,
  { request, outcome, origin, replay }: ShownExchange,
  known: Redaction,
): Evidence {
  const redaction = known.withSecretsOf(request)
  const shown = redaction.request(request)
  return {
    message: redaction.text(message),
    expected: redaction.text(expected),
    received: redaction.text(received),
    witness: {
      request: shown,
      response:
        outcome.kind === 'fault'
          ? { fault: redaction.text(outcome.fault.message) }
          : redaction.response(outcome.response),
      curl: toCurl(shown, origin),
      replay,
    },
  }
}

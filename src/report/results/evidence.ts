import { type Fault, type HttpRequest, type HttpResponse, type Redaction, toCurl } from '../../http/index.ts'
import type { Finding, Replay } from './finding.ts'
import { shownBody } from './shown-body.ts'

/** What a finding says about the exchange that shows it. */
export type Evidence = Pick<Finding, 'message' | 'expected' | 'received' | 'witness'>

/** An exchange that shows a finding, secrets included. */
export interface ShownExchange {
  /** As it was sent; its target includes the base path. */
  readonly request: HttpRequest
  /** Where it has what must be new in every request. */
  readonly renewed?: readonly string[]
  readonly outcome:
    | { readonly kind: 'response'; readonly response: HttpResponse }
    | { readonly kind: 'fault'; readonly fault: Pick<Fault, 'message'> }
  /** Scheme, host and port without a final slash. */
  readonly origin: string
  readonly replay: Replay
}

/** How exchanges are shown. */
export interface Showing {
  readonly redaction: Redaction
  /** Whether a witness keeps bodies of any length. */
  readonly fullBodies?: boolean | undefined
}

const NOTHING = new Uint8Array()
/** Stands in a curl line for a body that is not kept. */
const BODY_FILE = 'request-body'

/**
 * Writes the witness of a finding and the sentences beside it, without secrets: those that the run knows, and those that
 * the request carries under secret names. Of long bodies it keeps the beginning. Nothing else makes a witness.
 */
export function writeEvidence(
  { message, expected, received }: Omit<Evidence, 'witness'>,
  { request, renewed = [], outcome, origin, replay }: ShownExchange,
  { redaction: secrets, fullBodies = false }: Showing,
): Evidence {
  const redaction = secrets.withSecretsOf(request)
  const { body, ...head } = request
  const shown = {
    ...redaction.request(head),
    ...(body && shownBody(body, redaction, fullBodies)),
  }
  return {
    message: redaction.text(message),
    expected: redaction.text(expected),
    received: redaction.text(received),
    witness: {
      request: shown,
      ...(renewed.length > 0 && { renewed }),
      response:
        outcome.kind === 'fault'
          ? { fault: redaction.text(outcome.fault.message) }
          : {
              ...redaction.response({ ...outcome.response, body: NOTHING }),
              ...shownBody(outcome.response.body, redaction, fullBodies),
            },
      curl: toCurl(shown, origin, shown.cut && BODY_FILE),
      replay,
    },
  }
}

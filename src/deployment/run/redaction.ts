import { Redaction, type RequestField } from '../../http/index.ts'
import { type RequestSigner, SIGNATURE_FIELDS } from './request-signer.ts'

/** Takes out of what is shown whatever a user's fields carry, and what signs requests. */
export const redactionOf = (given: readonly RequestField[], signer?: RequestSigner): Redaction =>
  new Redaction({
    fields: [...given, ...(signer ? SIGNATURE_FIELDS : [])],
    values: signer?.secrets,
    // Signatures are made while requests are sent, so each is asked for when it is seen.
    isDigest: signer && ((hex) => signer.isSignature(hex)),
  })

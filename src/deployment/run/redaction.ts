import { type Contract, contractFields } from '../../contract/model/index.ts'
import { Redaction, type RequestField } from '../../http/index.ts'
import { type RequestSigner, SIGNATURE_FIELDS } from './request-signer.ts'

/** Masks what the user's fields carry, and everything that signs requests. */
export const redactionOf = (
  contract: Contract,
  given: readonly RequestField[],
  signer?: RequestSigner,
  secrets: readonly string[] = [],
): Redaction =>
  new Redaction({
    contract: contractFields(contract),
    fields: [...given, ...(signer ? SIGNATURE_FIELDS : [])],
    values: [...secrets, ...(signer?.secrets ?? [])],
    // Signatures are made while requests are sent, so they are not known yet.
    isDigest: signer && ((hex) => signer.isSignature(hex)),
  })

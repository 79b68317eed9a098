import type { Breach, Check, Exchange } from './check.ts'
import { completeResponse } from './complete-response.ts'
import { ignoredAuth } from './ignored-auth.ts'
import { negativeDataRejection } from './negative-data-rejection.ts'
import { notAServerError } from './not-a-server-error.ts'
import { positiveDataAcceptance } from './positive-data-acceptance.ts'
import {
  advisory,
  contentTypeConformance,
  responseHeadersConformance,
  responseSchemaConformance,
} from './response-conformance.ts'
import { statusCodeConformance } from './status-code-conformance.ts'
import { unsupportedMethod } from './unsupported-method.ts'

/** Every check there is. */
export const CHECKS: readonly Check[] = [
  completeResponse,
  notAServerError,
  positiveDataAcceptance,
  negativeDataRejection,
  unsupportedMethod,
  ignoredAuth,
  statusCodeConformance,
  contentTypeConformance,
  responseHeadersConformance,
  responseSchemaConformance,
  advisory,
]

export const breachesOf = (exchange: Exchange, checks: readonly Check[] = CHECKS): Breach[] =>
  checks.flatMap((check) => check(exchange))

import type { CheckName, DeploymentCheckName } from '../../report/results/index.ts'
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

/** In the order in which they are asked. A name without its check does not compile. */
const BY_NAME: { readonly [Name in DeploymentCheckName]: Check<Name> } = {
  complete_response: completeResponse,
  not_a_server_error: notAServerError,
  positive_data_acceptance: positiveDataAcceptance,
  negative_data_rejection: negativeDataRejection,
  unsupported_method: unsupportedMethod,
  ignored_auth: ignoredAuth,
  status_code_conformance: statusCodeConformance,
  content_type_conformance: contentTypeConformance,
  response_headers_conformance: responseHeadersConformance,
  response_schema_conformance: responseSchemaConformance,
  advisory,
}

/** Every check there is. */
export const CHECKS: readonly Check[] = Object.values(BY_NAME)

/** Undefined for what is asked of clients alone. */
export const checkNamed = (name: CheckName): Check | undefined => CHECKS.find((check) => check.name === name)

export const breachesOf = (exchange: Exchange, checks: readonly Check[] = CHECKS): Breach[] =>
  checks.flatMap((check) => check.ask(exchange).map((objection) => ({ check: check.name, ...objection })))
